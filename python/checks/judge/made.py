"""A log of many sales, made up: by time in JSON Lines, shuffled and by time in Parquet."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet

AGREEMENT: dict[str, Any] = {
    "title": "Sales",
    "parties": {"buyer": "who buys", "seller": "who sells", "carrier": "who carries"},
    "acts": {
        "order": {"by": ["buyer"]},
        "confirm": {"by": ["seller"], "requires": {"happened": "order"}},
        "pay": {"by": ["buyer"], "requires": {"happened": "confirm"}},
        "ship": {"by": ["carrier"], "requires": {"happened": "pay"}},
        "complain": {"by": ["buyer"]},
        "answer": {"by": ["seller"], "requires": {"happened": "complain"}},
    },
    "obligations": {
        "confirmation": {
            "debtor": "seller",
            "creditor": "buyer",
            "perform": "confirm",
            "when": {"happened": "order"},
            "within": "P1D",
        },
        "price": {
            "debtor": "buyer",
            "creditor": "seller",
            "perform": "pay",
            "when": {"happened": "confirm"},
            "within": "P3D",
        },
        "carriage": {
            "debtor": "carrier",
            "creditor": "buyer",
            "perform": "ship",
            "when": {"happened": "pay"},
            "within": "P2D",
        },
        "reply": {
            "debtor": "seller",
            "creditor": "buyer",
            "perform": "answer",
            "when": {"happened": "complain"},
            "within": "PT12H",
        },
    },
}

#: Every case is judged as of this instant.
AS_OF = "2027-01-01T00:00:00Z"

SCHEMA = pyarrow.schema(
    [
        ("time", pyarrow.timestamp("us", "UTC")),
        ("case", pyarrow.string()),
        ("actor", pyarrow.string()),
        ("act", pyarrow.string()),
        ("place", pyarrow.int64()),
    ]
)

WAY = [
    ("buyer", "order", 1),
    ("seller", "confirm", 20),
    ("buyer", "pay", 50),
    ("carrier", "ship", 36),
    ("buyer", "complain", 100),
    ("seller", "answer", 8),
    ("buyer", "complain", 40),
    ("seller", "answer", 8),
    ("buyer", "complain", 40),
    ("seller", "answer", 8),
]


def events(count: int, seed: int = 22) -> list[tuple[datetime, str, str, str]]:
    """About so many events, ten to a case, in the order of their times; one case is of the year 1800."""
    chance = random.Random(seed)
    made = []
    for number in range(max(count // len(WAY), 1)):
        time = datetime(2026, 1, 1, tzinfo=timezone.utc) + timedelta(minutes=chance.randrange(400_000))
        if number == 0:
            time = time.replace(year=1800)
        case = f"C-{number:07}"
        for actor, act, hours in WAY:
            # Most are in time, some are late, some are not done, and some are done by nobody who may.
            luck = chance.random()
            if luck < 0.03:
                continue
            late = hours * 4 if luck > 0.95 else hours * chance.uniform(0.2, 1.1)
            time += timedelta(seconds=int(late * 3600))
            made.append((time, case, "stranger" if 0.5 < luck < 0.502 else actor, act))
    made.sort(key=lambda event: event[0])
    return made


def write(folder: Path, count: int) -> int:
    """The log in the files that the checks read; says how many events it has."""
    folder.mkdir(parents=True, exist_ok=True)
    log = events(count)
    (folder / "agreement.json").write_text(json.dumps(AGREEMENT))
    with (folder / "log.jsonl").open("w") as out:
        for time, case, actor, act in log:
            at = time.strftime("%Y-%m-%dT%H:%M:%SZ")
            out.write(f'{{"time": "{at}", "case": "{case}", "actor": "{actor}", "act": "{act}"}}\n')
    columns = [list(column) for column in zip(*log, strict=True)]
    table = pyarrow.Table.from_arrays(
        [*(pyarrow.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=False)),
         pyarrow.array(range(1, len(log) + 1))],
        schema=SCHEMA,
    )
    pyarrow.parquet.write_table(table, folder / "log.parquet")
    order = list(range(len(log)))
    random.Random(1).shuffle(order)
    pyarrow.parquet.write_table(table.take(order), folder / "shuffled.parquet", row_group_size=50_000)
    return len(log)
