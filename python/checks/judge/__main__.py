"""The long checks, one part after the other."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import servanda

from . import command, made, parts, spark, speed
from .compare import Truth

PARTS = ("batches", "engines", "logs", "spark", "killed", "spilled", "speed")


def main() -> None:
    parser = argparse.ArgumentParser(description="The long checks of the Python package.")
    parser.add_argument("events", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--only", action="append", choices=PARTS)
    asked = parser.parse_args()
    wanted = asked.only or PARTS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        count = made.write(folder, asked.events)
        agreement_file, log = folder / "agreement.json", folder / "log.jsonl"
        agreement = servanda.Agreement.from_file(agreement_file)
        options = ("--as-of", made.AS_OF)
        truth = Truth(
            command.findings(agreement_file, log, folder / "command", *options),
            command.cases(agreement_file, log, *options),
        )
        print(f"{count:,} events, {len(truth.cases):,} cases, {len(truth.findings):,} findings", flush=True)
        if "batches" in wanted:
            parts.batches(folder, truth, agreement)
        if "engines" in wanted:
            parts.engines(folder, truth, agreement)
        if "logs" in wanted:
            parts.logs(folder)
        if "spark" in wanted:
            spark.partitions(folder, truth)
        if "killed" in wanted:
            spark.killed(folder, truth)
        if "spilled" in wanted:
            spark.spilled(folder, truth)
        if "speed" in wanted:
            speed.speed(folder)
            speed.spark(folder)


main()
