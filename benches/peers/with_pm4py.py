"""The rules as Declare constraints, checked by pm4py.

    with_pm4py.py FOLDER [--csv]

It prints two rows: checking alone, on the log in memory, and reading XES (or CSV, in pandas) and checking. Actors are
part of an activity's name, since Declare constrains names; it says of a case whether it conforms.
"""

import contextlib
import json
import os
import resource
import sys
import time

import pandas

with contextlib.redirect_stdout(sys.stderr):
    import pm4py


def strict():
    return {"support": 1, "confidence": 1}


def constraints(*pairs):
    return {pair: strict() for pair in pairs}


VERIFIED = ["act establish-arrangements un", "attest remove-weapons un"]
MODEL = {
    "precedence": constraints(
        ("act cease-work ussr", "act remove-weapons ussr"),
        ("act render-inoperable ussr", "act remove-weapons ussr"),
        ("act conclude-arrangement us", "act establish-arrangements un"),
        ("act remove-weapons ussr", "attest remove-weapons un"),
        *((before, "act lift-quarantine us") for before in VERIFIED),
        *((before, "act assure-no-invasion us") for before in VERIFIED),
    ),
    "nonsuccession": constraints(("act cease-work ussr", "act resume-work ussr")),
    "absence": constraints("act introduce-weapons ussr", "act establish-arrangements us"),
}


def from_csv(folder):
    table = pandas.read_csv(f"{folder}/pm4py.csv")
    table["time"] = pandas.to_datetime(table["time"], utc=True)
    return pm4py.format_dataframe(
        table, case_id="case", activity_key="activity", timestamp_key="time"
    )


def main():
    folder = sys.argv[1]
    os.environ["TQDM_DISABLE"] = "1"
    with contextlib.redirect_stdout(sys.stderr):
        start, busy = time.perf_counter(), time.process_time()
        log = from_csv(folder) if "--csv" in sys.argv else pm4py.read_xes(f"{folder}/log.xes")
        read, reading = time.perf_counter() - start, time.process_time() - busy
        names = sorted(log["case:concept:name"].unique())
        start, busy = time.perf_counter(), time.process_time()
        found = pm4py.conformance_declare(log, MODEL)
        checked, checking = time.perf_counter() - start, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    order = list(dict.fromkeys(log["case:concept:name"]))
    assert len(order) == len(found) == len(names)
    verdicts = dict(zip(order, found))
    with open(f"{folder}/verdicts-pm4py.csv", "w") as file:
        for name in names:
            file.write(f"{name},{int(verdicts[name]['is_fit'])}\n")
    print(json.dumps({"seconds": checked, "cpu": checking, "peak_kib": peak}))
    print(json.dumps({"seconds": read + checked, "cpu": reading + checking, "peak_kib": peak}))


main()
