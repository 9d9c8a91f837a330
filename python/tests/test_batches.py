"""Streams of batches: the same verdicts however they are cut, and every fault told with its place."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pyarrow
import pytest
from conftest import SALE, UTC, sales

import servanda

AS_OF = "2026-03-01T00:00:00Z"
SCHEMA = pyarrow.schema(
    [
        ("time", pyarrow.timestamp("us", "UTC")),
        ("case", pyarrow.string()),
        ("place", pyarrow.int64()),
        ("actor", pyarrow.string()),
        ("act", pyarrow.string()),
    ]
)


def table(events: list[dict[str, Any]]) -> pyarrow.Table:
    """A log with its places, sorted by case and place."""
    placed = [{**event, "place": place} for place, event in enumerate(events, 1)]
    return pyarrow.Table.from_pylist(placed, SCHEMA).sort_by([("case", "ascending"), ("place", "ascending")])


def batches(log: pyarrow.Table, rows: int) -> Iterator[pyarrow.RecordBatch]:
    for start in range(0, len(log), rows):
        yield from log.slice(start, rows).combine_chunks().to_batches()


def judged(agreement: servanda.Agreement, log: Any, **how: Any) -> list[dict[str, Any]]:
    verdicts = list(servanda.verify_batches(agreement, log, **how))
    assert all(batch.schema == servanda.verdict_schema() for batch in verdicts)
    return pyarrow.Table.from_batches(verdicts, servanda.verdict_schema()).to_pylist()


FINDING = ("case", "kind", "party", "at", "subject", "obligation", "act", "reason", "deadline", "id", "text")
CASE = ("case", "outcome", "conformant", "findings", "refusals", "as_of")


def same_as_whole(rows: list[dict[str, Any]], verdicts: servanda.Verdicts) -> None:
    def of(row: str, keys: tuple[str, ...]) -> list[str]:
        return sorted(repr([it["place"], *(it[key] for key in keys)]) for it in rows if it["row"] == row)

    found = [*verdicts.findings().to_pylist()]
    assert of("finding", FINDING) == sorted(repr([it["event"], *(it[key] for key in FINDING)]) for it in found)
    refused = verdicts.refusals().to_pylist()
    assert of("refusal", FINDING) == sorted(repr([it["event"], *(it[key] for key in FINDING)]) for it in refused)
    cases = verdicts.cases().to_pylist()
    assert of("case", CASE) == sorted(repr([None, *(it[key] for key in CASE)]) for it in cases)
    assert sum(it["events"] or 0 for it in rows) == verdicts.events


@pytest.mark.parametrize("rows", [1, 7, 10_000])
@pytest.mark.parametrize("how", [{}, {"submit": True}, {"by_time": True}, {"known_by": "2026-01-15T00:00:00Z"}])
def test_verdicts_are_those_of_the_whole_log(rows: int, how: dict[str, Any]) -> None:
    agreement = servanda.Agreement.from_dict({**SALE, "date": "2025-01-01T00:00:00Z"})
    events = sales(200)
    whole = servanda.verify(agreement, events, as_of=AS_OF, **how)
    same_as_whole(judged(agreement, batches(table(events), rows), as_of=AS_OF, **how), whole)


def test_a_stream_may_be_all_that_arrow_streams(sale: servanda.Agreement) -> None:
    import duckdb
    import polars

    events = sales(100)
    whole = servanda.verify(sale, events, as_of=AS_OF)
    log = table(events)
    relation = duckdb.sql("select * from log order by \"case\", place")
    for stream in (log, log.to_reader(9), polars.from_arrow(log), relation):
        same_as_whole(judged(sale, stream, as_of=AS_OF), whole)


def test_events_may_be_lines_of_json_and_cases_numbers(sale: servanda.Agreement) -> None:
    lines = [
        '{"time": "2026-01-01T00:00:00Z", "actor": "seller", "act": "deliver"}',
        '{"time": "2026-01-01T00:00:00Z", "actor": "buyer", "act": "order", "told": {"price": 7}}',
        '{"time": "2026-01-02T00:00:00Z", "actor": "seller", "release": "price"}',
    ]
    log = pyarrow.table({"case": [9, 10, 10], "place": [1, 2, 3], "event": lines})
    rows = judged(sale, log)
    assert [(it["case"], it["row"], it["kind"]) for it in rows] == [
        ("9", "finding", "premature"),
        ("9", "case", None),
        ("10", "case", None),
    ]


def test_rows_that_are_asked_for(sale: servanda.Agreement) -> None:
    log = table(sales(50))
    assert {it["row"] for it in judged(sale, log, rows=["cases"])} == {"case"}
    assert {it["row"] for it in judged(sale, log, rows=["findings"], as_of=AS_OF)} == {"finding"}
    for rows in ([], ["obligations"]):
        with pytest.raises(ValueError):
            judged(sale, log, rows=rows)
    with pytest.raises(ValueError):
        judged(sale, log, as_of="end")


def test_nothing_comes_of_nothing(sale: servanda.Agreement) -> None:
    assert judged(sale, []) == []
    assert judged(sale, table([])) == []


def test_the_year_1800_and_places_with_gaps(sale: servanda.Agreement) -> None:
    old = datetime(1800, 2, 28, tzinfo=UTC)
    events = [
        {"time": old, "case": "a", "place": 7_000_000_000, "actor": "buyer", "act": "pay"},
        {"time": old + timedelta(days=9), "case": "a", "place": 7_000_000_007, "actor": "seller", "act": "deliver"},
    ]
    [finding, case] = judged(sale, pyarrow.Table.from_pylist(events, SCHEMA))
    assert finding["at"] == old + timedelta(days=3) == finding["deadline"]
    assert case["as_of"] == old + timedelta(days=9)
    stranger = [{**events[0], "actor": "nobody"}]
    assert judged(sale, pyarrow.Table.from_pylist(stranger, SCHEMA))[0]["place"] == 7_000_000_000


AT = datetime(2026, 1, 1, tzinfo=UTC)
FAULTS = [
    # Which row is changed, what of it, and what is then told of case, place and column.
    (1, {"place": None}, ("a", None, "place"), "no value, and each row has a place"),
    (1, {"place": 1}, ("a", 1, "place"), "two rows of the case have this place"),
    (2, {"place": 1}, ("a", 1, "place"), "comes after place 2: rows are to be sorted by case and place"),
    (1, {"place": 0}, ("a", None, "place"), "below 1: places are counted from 1"),
    (1, {"case": None}, (None, 2, "case"), "no value, and each row is of a case"),
    (4, {"case": "a"}, ("a", 5, "case"), "comes after case `b`"),
    (1, {"time": None}, ("a", 2, "time"), "no value, and each row has a time"),
    (1, {"actor": None}, ("a", 2, None), "`act` needs `actor`"),
]


def faulty(row: int, change: dict[str, Any]) -> pyarrow.Table:
    rows = [
        {"time": AT + timedelta(hours=number), "case": case, "place": number + 1, "actor": "buyer", "act": "pay"}
        for number, case in enumerate("aaabbc")
    ]
    rows[row] |= change
    return pyarrow.Table.from_pylist(rows, SCHEMA)


@pytest.mark.parametrize(("row", "change", "where", "what"), FAULTS)
def test_what_can_not_be_judged_is_told_with_its_place(
    sale: servanda.Agreement, row: int, change: dict[str, Any], where: tuple[Any, ...], what: str
) -> None:
    log = faulty(row, change)
    case, place, column = where
    with pytest.raises(servanda.LogError) as raised:
        judged(sale, log)
    error = raised.value
    assert (error.case, error.place, error.column) == where
    assert what in str(error)
    if case is not None:
        assert f"case `{case}`" in str(error)
    if place is not None:
        assert f"place {place}" in str(error)
    if column is not None:
        assert f"column `{column}`" in str(error)
    for rows in (1, 7):
        told = judged(sale, batches(log, rows), bad="skip")
        [bad] = [it for it in told if it["row"] == "bad"]
        assert (bad["case"], bad["place"], bad["column"]) == where and bad["text"].startswith(what)
        assert sum(it["events"] or 0 for it in told) == 6
        assert [it["case"] for it in told if it["row"] == "case"] == ["a", "b", "c"]


def test_a_time_without_a_zone_is_an_error_of_the_column(sale: servanda.Agreement) -> None:
    log = faulty(0, {}).set_column(0, "time", pyarrow.array([datetime(2026, 1, 1)] * 6))
    for bad in ("error", "skip"):
        with pytest.raises(servanda.LogError) as raised:
            judged(sale, log, bad=bad)
        assert str(raised.value).startswith("column `time`: a time without a zone")


def test_rows_that_are_shuffled_are_never_judged_as_if_they_were_not(sale: servanda.Agreement) -> None:
    log = table(sales(100))
    order = list(range(len(log)))
    random.Random(1).shuffle(order)
    with pytest.raises(servanda.LogError):
        judged(sale, log.take(order))
    told = judged(sale, log.take(order), bad="skip")
    assert sum(it["events"] or 0 for it in told) == len(log)


def test_memory_does_not_grow_with_the_log(sale: servanda.Agreement) -> None:
    import resource

    one = table(sales(2000)).combine_chunks().to_batches()[0].drop_columns(["case"])

    def stream(times: int) -> Iterator[pyarrow.RecordBatch]:
        for number in range(times):
            case = pyarrow.array([f"{number:09}"] * one.num_rows)
            place = pyarrow.array(range(1, one.num_rows + 1))
            columns = [one["time"], case, place, one["actor"], one["act"]]
            yield pyarrow.RecordBatch.from_arrays(columns, schema=SCHEMA)

    def most() -> int:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    for _ in servanda.verify_batches(sale, stream(20), rows=["cases"]):
        pass
    before = most()
    for _ in servanda.verify_batches(sale, stream(400), rows=["cases"]):
        pass
    # Twenty times the log, and not 16 MB more.
    assert most() - before < 16_384
