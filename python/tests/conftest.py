"""What all tests have: the settlement, a sale, and logs of it."""

from __future__ import annotations

import random
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

import servanda

DATA = Path(__file__).parent / "data"

SALE = {
    "title": "Sale of a boat",
    "parties": {"buyer": "who buys", "seller": "who sells"},
    "acts": {
        "pay": {"by": ["buyer"]},
        "deliver": {"by": ["seller"], "requires": {"happened": "pay"}},
        "order": {"by": ["buyer"], "tells": {"price": "quantity"}},
    },
    "obligations": {
        "price": {"debtor": "buyer", "creditor": "seller", "perform": "pay"},
        "delivery": {
            "debtor": "seller",
            "creditor": "buyer",
            "perform": "deliver",
            "when": {"happened": "pay"},
            "within": "P3D",
        },
    },
}

UTC = timezone.utc


@pytest.fixture(scope="session")
def settlement() -> servanda.Agreement:
    return servanda.Agreement.from_file(DATA / "agreement-verified.json")


@pytest.fixture(scope="session")
def sale() -> servanda.Agreement:
    return servanda.Agreement.from_dict(SALE)


def sales(cases: int, seed: int = 7) -> list[dict[str, Any]]:
    """Events of many sales, in the order of their times: paid, delivered in time, late, early or never."""
    chance = random.Random(seed)
    events = []
    for case in range(cases):
        paid = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(40_000))
        way = chance.choice(["good", "good", "late", "early", "never", "stranger"])
        hours = {"good": 20, "late": 100, "early": -5}.get(way)
        name = f"S-{case:06}"
        events.append({"time": paid, "case": name, "actor": "buyer", "act": "pay"})
        if hours is not None:
            delivered = paid + timedelta(hours=hours, minutes=chance.randrange(60))
            events.append({"time": delivered, "case": name, "actor": "seller", "act": "deliver"})
        if way == "stranger":
            told = paid + timedelta(hours=1)
            events.append({"time": told, "case": name, "actor": "nobody", "act": "deliver"})
    return sorted(events, key=lambda event: event["time"])


def same_findings(ours: list[dict[str, Any]], written: list[dict[str, Any]]) -> bool:
    """Whether findings are those that were written down, in all that was."""
    told = [{key: found[key] for key in expected} for found, expected in zip(ours, written, strict=True)]
    return told == written and all(found["id"] and found["text"] for found in ours)
