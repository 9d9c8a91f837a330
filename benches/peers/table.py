"""Runs everybody on the same log, compares the verdicts case by case, and prints the table.

    table.py SERVANDA SEED FOLDER CASES..
"""

import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
PM4PY_AT_MOST = 100_000


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True)
    if done.returncode != 0:
        sys.exit(done.stderr.decode())
    return [json.loads(line) for line in done.stdout.decode().splitlines() if line[:1] == "{"]


def verdicts(path):
    return dict(line.rstrip("\n").split(",", 1) for line in open(path))


def compare(expected, found, of, name):
    differing = [case for case in expected if of(expected[case]) != found.get(case)]
    if differing or len(expected) != len(found):
        case = differing[0] if differing else "the number of cases"
        sys.exit(f"{name} differs on {len(differing)} cases, first {case}")


def main():
    servanda, seed, folder = sys.argv[1:4]
    print(f"{'cases':>7} {'events':>9}  {'row':<26} {'who':<14} {'events/s':>11} "
          f"{'per CPU s':>11} {'peak MiB':>9}")
    for cases in map(int, sys.argv[4:]):
        place = pathlib.Path(folder) / str(cases)
        place.mkdir(parents=True, exist_ok=True)
        with_pm4py = cases <= PM4PY_AT_MOST
        extra = ["--xes"] if with_pm4py else []
        run(sys.executable, HERE / "workload.py", cases, seed, place, *extra)
        events = sum(1 for _ in open(place / "log.jsonl"))
        rows = []
        for row, label in [("memory", "in memory"), ("file", "from file"),
                           ("file-parallel", "from file, all threads")]:
            rows.append((label, "servanda", run(servanda, row, place)[0]))
        for row, threads, label in [("memory", 1, "in memory"), ("file", 1, "from file"),
                                    ("memory", 2, "in memory, 2 threads"),
                                    ("file", 2, "from file, 2 threads")]:
            script = HERE / "with_duckdb.py"
            rows.append((label, "DuckDB", run(sys.executable, script, row, threads, place)[0]))
        if with_pm4py:
            memory, file = run(sys.executable, HERE / "with_pm4py.py", place)
            rows += [("in memory", "pm4py Declare", memory), ("from file", "pm4py Declare", file)]
        for label, who, told in rows:
            speed = f"{events / told['seconds']:>11,.0f}"
            # Of several threads, only the wall clock is told.
            is_alone = "threads" not in label and told["cpu"] > 0
            busy = f"{events / told['cpu']:>11,.0f}" if is_alone else f"{'':>11}"
            peak = told["peak_kib"] / 1024
            print(f"{cases:>7} {events:>9}  {label:<26} {who:<14} {speed} {busy} {peak:>9,.0f}")
        expected = verdicts(place / "verdicts-servanda-memory.csv")
        for path in sorted(place.glob("verdicts-*.csv")):
            if path.name == "verdicts-pm4py.csv":
                of = lambda counts: str(int(counts == "0,0,0"))
            else:
                of = lambda counts: counts
            compare(expected, verdicts(path), of, path.name)
        bad = sum(counts != "0,0,0" for counts in expected.values())
        print(f"{'':>7} {'':>9}  all agree on every case: {bad} of {cases} with a violation")


main()
