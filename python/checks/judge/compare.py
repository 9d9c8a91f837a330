"""Verdicts beside those of the command, row by row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from . import command


class Truth:
    """What the command says of the log."""

    def __init__(self, findings: set[str], cases: dict[str, str]) -> None:
        self.findings, self.cases = findings, cases

    def check(self, what: str, rows: Iterable[dict[str, Any]]) -> None:
        """Hold rows of verdicts to it; ends with the first that differ, where some do."""
        findings: list[str] = []
        cases: dict[str, str] = {}
        for row in rows:
            if row["row"] == "finding":
                findings.append(command.text_of_row(row))
            elif row["row"] == "case":
                if row["case"] in cases:
                    raise SystemExit(f"{what}: case {row['case']} is there twice")
                cases[row["case"]] = f"{row['outcome']} {row['conformant']}"
            else:
                raise SystemExit(f"{what}: {row}")
        found = set(findings)
        if len(found) != len(findings):
            raise SystemExit(f"{what}: {len(findings) - len(found)} findings are there twice")
        if found != self.findings:
            more, less = sorted(found - self.findings)[:3], sorted(self.findings - found)[:3]
            raise SystemExit(f"{what}: findings differ: only here {more}, only there {less}")
        if cases != self.cases:
            raise SystemExit(f"{what}: cases differ: {len(cases)} here, {len(self.cases)} there")
        print(f"{what}: {len(findings):,} findings and {len(cases):,} cases as the command has them", flush=True)
