"""How fast it is, side by side: processor time of the least of several runs of each, in turns."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

from .command import COMMAND
from .made import AS_OF

RUNS = 5

SORTED = """
import pyarrow.parquet
table = pyarrow.parquet.read_table(log).sort_by([("case", "ascending"), ("place", "ascending")])
batches = table.combine_chunks().to_batches(max_chunksize=10_000)
"""

#: What is run in a process of its own, after `log` and `agreement` are set.
WAYS = {
    "an empty Python with the package": "import pyarrow.parquet, servanda",
    "reading and sorting Parquet": SORTED,
    "Parquet to verdicts, batches of 10,000": SORTED
    + """
import servanda
judged = servanda.verify_batches(servanda.Agreement.from_file(agreement), batches, as_of=as_of)
print(sum(batch.num_rows for batch in judged))
""",
    "json.loads of each line": """
import json
with open(lines) as file:
    print(sum(1 for line in file if json.loads(line)))
""",
}

SPARK = """
import sys; sys.argv = ["job"]
from judge.job import session
import servanda, servanda.spark, time
spark = session("local[2]", {})
spark.sparkContext.setLogLevel("OFF")
frame = spark.read.parquet(shuffled)
together = frame.repartition(4, "case").sortWithinPartitions("case", "place")
def count(batches):
    import pyarrow
    for batch in batches:
        yield pyarrow.RecordBatch.from_pydict({"rows": [batch.num_rows]})
def judged(batches):
    of = servanda.Agreement.from_file(agreement)
    rows = sum(batch.num_rows for batch in servanda.verify_batches(of, batches, as_of=as_of))
    import pyarrow
    yield pyarrow.RecordBatch.from_pydict({"rows": [rows]})
for name, way in [("count", count), ("judge", judged)] * 4:
    start = time.monotonic()
    together.mapInArrow(way, "rows bigint").collect()
    print(name, time.monotonic() - start, flush=True)
spark.stop()
"""


def processor_time(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    if ended.returncode > 1:
        raise SystemExit(f"{command} ended with {ended.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def speed(folder: Path) -> None:
    setting = (
        f"log = {str(folder / 'log.parquet')!r}\nlines = {str(folder / 'log.jsonl')!r}\n"
        f"agreement = {str(folder / 'agreement.json')!r}\nas_of = {AS_OF!r}\n"
        f"shuffled = {str(folder / 'shuffled.parquet')!r}\n"
    )
    agreement, log = str(folder / "agreement.json"), str(folder / "log.jsonl")
    commands = {name: [sys.executable, "-c", setting + code] for name, code in WAYS.items()}
    # The command tells what it found as the package does: all findings with their sentences, and all cases.
    commands["the command on JSON Lines"] = [
        COMMAND, "verify", agreement, log, "--as-of", AS_OF, "--format", "csv", "--output", str(folder / "speed"),
    ]
    commands["the command on JSON Lines, its summary alone"] = [
        COMMAND, "verify", agreement, log, "--as-of", AS_OF, "--summary",
    ]
    least = dict.fromkeys(commands, float("inf"))
    for _ in range(RUNS):
        for name, command in commands.items():
            least[name] = min(least[name], processor_time(command))
    for name, seconds in least.items():
        print(f"{name}: {seconds:.2f} s of processor time")
    judging = least["Parquet to verdicts, batches of 10,000"] - least["reading and sorting Parquet"]
    for name in ("the command on JSON Lines", "the command on JSON Lines, its summary alone"):
        print(f"judging batches, beside {name}: {judging:.2f} s, {judging / least[name]:.2f} of it")
    loads = least["json.loads of each line"]
    whole = least["Parquet to verdicts, batches of 10,000"]
    print(f"from Parquet, beside json.loads: {whole:.2f} s, {whole / loads:.2f} of it")


def spark(folder: Path) -> None:
    """Judging on Spark beside a function that only counts rows."""
    setting = f"agreement = {str(folder / 'agreement.json')!r}\nas_of = {AS_OF!r}\nshuffled = {str(folder / 'shuffled.parquet')!r}\n"
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    ended = subprocess.run(
        [sys.executable, "-c", setting + SPARK], stdout=subprocess.PIPE, text=True, check=True, env=environment
    )
    times: dict[str, list[float]] = {"count": [], "judge": []}
    for line in ended.stdout.splitlines():
        name, _, seconds = line.partition(" ")
        if name in times:
            times[name].append(float(seconds))
    # The first of each warms up.
    count, judge = (min(times[name][1:]) for name in ("count", "judge"))
    print(f"Spark, least of three: counting {count:.2f} s, judging {judge:.2f} s")
