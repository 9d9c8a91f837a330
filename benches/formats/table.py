"""Runs everybody on the same log, in turns, compares the verdicts, and prints the table.

    table.py CASES ROUNDS FOLDER

Each round runs each once; the medians are told, by the clock and by the CPU time of all threads.
"""

import csv
import json
import pathlib
import resource
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
PEERS = HERE.parent / "peers"
SERVANDA = "target/release/servanda"
OURS = "target/release/examples/peers"
AGREEMENT = "tests/cases/cuba-1962/agreement-verified.json"
LOADS = "import json, sys\nfor line in open(sys.argv[1], 'rb'): json.loads(line)"


def run(*command):
    """Runs a command; its output, and the seconds and CPU seconds that it took."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([str(part) for part in command], capture_output=True)
    took, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode())
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done.stdout.decode(), took, busy


def prepare(cases, folder):
    """The log in all formats: each is read as those who read it are used to."""
    run(sys.executable, PEERS / "workload.py", cases, 1962, folder, "--xes")
    for to in ("csv", "xes"):
        run(SERVANDA, "convert", folder / "log.jsonl", "-o", folder / f"ours.{to}")
    with open(folder / "pm4py.csv", "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["case", "activity", "time"])
        for line in open(folder / "log.jsonl"):
            event = json.loads(line)
            verb = "act" if "act" in event else "attest"
            rows.writerow([event["case"], f"{verb} {event[verb]} {event['actor']}", event["time"]])


def verify(log):
    return [SERVANDA, "verify", AGREEMENT, log]


def verdicts_of_ours(log):
    """Which cases have no void, premature or prohibited event."""
    told, _, _ = run(*verify(log), "--format", "jsonl")
    bad = ("void", "premature", "prohibited")
    reports = [json.loads(line) for line in told.splitlines()]
    return {
        report["case"]: not any(finding["kind"] in bad for finding in report["findings"])
        for report in reports
    }


def verdicts_of_pm4py(folder):
    lines = open(folder / "verdicts-pm4py.csv")
    return {case: fit == "1" for case, fit in (line.rstrip("\n").split(",") for line in lines)}


def main():
    cases, rounds = int(sys.argv[1]), int(sys.argv[2])
    folder = pathlib.Path(sys.argv[3]) / f"formats-{cases}"
    folder.mkdir(parents=True, exist_ok=True)
    prepare(cases, folder)
    events = sum(1 for _ in open(folder / "log.jsonl"))
    expected = verdicts_of_ours(folder / "log.jsonl")
    for log in ("ours.csv", "ours.xes"):
        if verdicts_of_ours(folder / log) != expected:
            sys.exit(f"{log} is judged otherwise than log.jsonl")

    everybody = {
        "JSON Lines: servanda verify": verify(folder / "log.jsonl"),
        "JSON Lines: read, not judged": [OURS, "reading", folder],
        "JSON Lines: json.loads": [sys.executable, "-c", LOADS, folder / "log.jsonl"],
        "XES: servanda verify": verify(folder / "ours.xes"),
        "XES: quick-xml alone": [OURS, "xml", folder],
        "XES: pm4py, read and judged": [sys.executable, PEERS / "with_pm4py.py", folder],
        "CSV: servanda verify": verify(folder / "ours.csv"),
        "CSV: pm4py, read and judged": [sys.executable, PEERS / "with_pm4py.py", folder, "--csv"],
    }
    times = {who: [] for who in everybody}
    for _ in range(rounds):
        for who, command in everybody.items():
            told, took, busy = run(*command)
            if "pm4py" in who:
                # Starting Python and importing is no part of it.
                row = json.loads(told.splitlines()[-1])
                took, busy = row["seconds"], row["cpu"]
                if verdicts_of_pm4py(folder) != expected:
                    sys.exit(f"{who}: judged otherwise")
            times[who].append((took, busy))
    print(f"{cases} cases, {events} events, medians of {rounds} rounds; all verdicts agree")
    print(f"{'':<30} {'seconds':>9} {'of CPU':>9} {'ours is':>9} {'by CPU':>9}")
    median = {
        who: [statistics.median(part) for part in zip(*rows)] for who, rows in times.items()
    }
    for who, (took, busy) in median.items():
        ours = median[who.split(":")[0] + ": servanda verify"]
        ratios = [f"{other / own:.2f}x" for other, own in zip((took, busy), ours)]
        print(f"{who:<30} {took:>9.2f} {busy:>9.2f} {ratios[0]:>9} {ratios[1]:>9}")


main()
