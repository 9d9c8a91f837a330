"""A raw log of a hospital, made up: as such logs are, with other names than an agreement has."""

from __future__ import annotations

import random
from datetime import datetime, timedelta, timezone

import pandas


def log(patients: int = 400, seed: int = 5) -> pandas.DataFrame:
    """What a hospital's system might hand out: one row for each thing that was done."""
    chance = random.Random(seed)
    rows = []
    for number in range(patients):
        patient = f"P-{number:04}"
        time = datetime(2026, 3, 1, tzinfo=timezone.utc) + timedelta(minutes=chance.randrange(80_000))

        def done(what: str, minutes: float, ward: str, time: datetime = time, patient: str = patient) -> None:
            rows.append((patient, time + timedelta(seconds=round(minutes * 60)), what, ward))

        # At night there are fewer hands.
        night = 1.8 if time.hour < 7 else 1.0
        done("ER Registration", 0, "A")
        triage = chance.uniform(3, 25)
        done("ER Sepsis Triage", triage, "A")
        if chance.random() < 0.96:
            done("IV Antibiotics", triage + chance.lognormvariate(3.6, 0.7) * night, "A")
        if chance.random() < 0.97:
            done("LacticAcid", triage + chance.lognormvariate(3.9, 0.9) * night, "L")
        done("Release A", triage + chance.uniform(3_000, 12_000), "B")
    frame = pandas.DataFrame(rows, columns=["patient", "when", "what", "ward"])
    return frame.sort_values("when", ignore_index=True)
