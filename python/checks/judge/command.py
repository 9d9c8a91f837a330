"""What the command says of the same log: the truth that all else is held to."""

from __future__ import annotations

import csv
import os
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

COMMAND = os.environ.get("COMMAND", "servanda")
KEYS = ("case", "kind", "party", "at", "event", "subject", "obligation", "act", "reason", "deadline", "id")


def run(*arguments: str) -> None:
    """The command, which ends with 0 or, where there are findings, with 1."""
    ended = subprocess.run([COMMAND, *arguments], stdout=subprocess.DEVNULL, check=False)
    if ended.returncode > 1:
        raise SystemExit(f"the command ended with {ended.returncode}: {' '.join(arguments)}")


def findings(agreement: Path, log: Path, folder: Path, *options: str) -> set[str]:
    """Each finding as a text, of the table that the command writes."""
    run("verify", str(agreement), str(log), "--format", "csv", "--output", str(folder), *options)
    with (folder / "findings.csv").open(newline="") as table:
        rows = [text_of_cells({key: row[key] for key in KEYS}) for row in csv.DictReader(table)]
    if len(set(rows)) != len(rows):
        raise SystemExit("the command wrote a finding twice")
    return set(rows)


def text_of_cells(row: dict[str, Any]) -> str:
    return "|".join(str(row[key]) for key in KEYS)


def text_of_row(row: dict[str, Any]) -> str:
    """A row of verdicts, as the command writes the same."""

    def text(value: Any) -> str:
        if isinstance(value, datetime):
            return rfc3339(value)
        text = "" if value is None else str(value)
        # A cell that a spreadsheet would run is written so by the command.
        return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text

    return "|".join(text(row["place" if key == "event" and "place" in row else key]) for key in KEYS)


def rfc3339(at: datetime) -> str:
    from datetime import timezone

    at = at.astimezone(timezone.utc)
    part = f".{at.microsecond:06}" if at.microsecond else ""
    if part.endswith("000") and part:
        part = part[:-3]
    return f"{at.strftime('%Y-%m-%dT%H:%M:%S').zfill(19)}{part}Z"


def cases(agreement: Path, log: Path, *options: str) -> dict[str, str]:
    """What each case comes to."""
    import json

    command = [COMMAND, "verify", str(agreement), str(log), "--format", "jsonl", *options]
    outcomes = {}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        assert running.stdout is not None
        for line in running.stdout:
            report = json.loads(line)
            outcomes[report["case"]] = f"{report['outcome']} {report['conformant']}"
    return outcomes
