"""The parts of the check that need Spark."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet

from .compare import Truth

CLUSTER = "local-cluster[2,1,1024]"


def job(folder: Path, master: str, partitions: int, *conf: str, kill_at: float | None = None) -> tuple[Any, Any]:
    """Runs one job; what it says, and its verdicts."""
    out = folder / "verdicts.parquet"
    out.unlink(missing_ok=True)
    when = "never" if kill_at is None else str(kill_at)
    command = [sys.executable, "-m", "judge.job", str(folder), master, str(partitions), when, str(out), *conf]
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if ended.returncode != 0:
        raise SystemExit(f"{' '.join(command)}\n{ended.stderr[-4000:]}")
    told = json.loads(ended.stdout.splitlines()[-1])
    if told["left"]:
        raise SystemExit(f"{told['left']} processes of executors are left over")
    return told, pyarrow.parquet.read_table(out).to_pylist()


def partitions(folder: Path, truth: Truth) -> None:
    """1, 2 and 7 partitions of a shuffled log, in the time zone of New York."""
    for number in (1, 2, 7):
        told, rows = job(folder, "local[2]", number, "spark.sql.session.timeZone=America/New_York")
        truth.check(f"Spark, {number} partitions, New York ({told['took']:.0f} s)", rows)


def killed(folder: Path, truth: Truth) -> None:
    """Two executors, of which one is killed early, in the middle and late."""
    undisturbed, rows = job(folder, CLUSTER, 7)
    truth.check(f"Spark, two executors ({undisturbed['took']:.0f} s)", rows)
    for share in (0.1, 0.5, 0.9):
        told, rows = job(folder, CLUSTER, 7, kill_at=share * undisturbed["took"])
        if told["killed"] != 1:
            raise SystemExit(f"no executor was killed at {share:.0%}")
        truth.check(f"Spark, an executor killed at {share:.0%} ({told['took']:.0f} s)", rows)


def spilled(folder: Path, truth: Truth) -> None:
    """So little memory that rows are spilled to disk."""
    told, rows = job(folder, "local[2]", 2, "spark.memory.fraction=0.02")
    if told["spilled"] == 0:
        raise SystemExit("nothing was spilled")
    truth.check(f"Spark, {told['spilled'] / 1e6:,.0f} MB spilled ({told['took']:.0f} s)", rows)
