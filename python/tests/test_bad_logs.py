"""Logs that can't be read: every error by its text, and what is passed over."""

from __future__ import annotations

import signal
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas
import pyarrow
import pytest
from conftest import DATA, UTC, sales

import servanda

AT = datetime(2026, 1, 1, tzinfo=UTC)
GOOD = {"time": "2026-01-01T00:00:00Z", "actor": "buyer", "act": "pay"}


@pytest.mark.parametrize(
    ("table", "error", "column"),
    [
        (
            pyarrow.table({"when": [AT]}),
            "the table: no column says when something happened: name it by the key `time`; the table has `when`",
            None,
        ),
        (
            pandas.DataFrame({"time": [datetime(2026, 1, 1)], "act": ["pay"]}),
            "the table: column `time`: a time without a zone",
            None,
        ),
        (
            pyarrow.table({"time": [AT, None], "actor": ["buyer"] * 2, "act": ["pay"] * 2}),
            "the table: row 2: column `time`: no value, and each row has a time",
            "time",
        ),
        (
            pyarrow.table({"time": ["yesterday"], "actor": ["buyer"], "act": ["pay"]}),
            "the table: row 1: column `time`: `yesterday`: not an instant",
            "time",
        ),
        (
            pyarrow.table({"time": [AT], "act": ["pay"]}),
            "the table: row 1: `act` needs `actor`",
            None,
        ),
        (
            pyarrow.table({"time": [AT], "actor": ["buyer"], "act": ["pay"], "quantity": ["few"]}),
            "the table: row 1: `few`: not a decimal number: expected digits, as in `1200` or `1200.50`",
            None,
        ),
        (
            pyarrow.table({"event": ['{"time": 7}']}),
            "the table: row 1: column `event`: invalid type: integer `7`, expected an instant of RFC 3339 as a text",
            "event",
        ),
        (
            pyarrow.table({"event": ["{}"], "act": ["pay"]}),
            "the table: `event` says all of an event, and there is `act` beside it: leave out one of them",
            None,
        ),
        (
            pyarrow.table({"time": [7], "actor": ["buyer"], "act": ["pay"]}),
            "the table: row 1: column `time`: neither a time nor a text",
            "time",
        ),
        (
            pyarrow.table({"time": [AT], "case": [1.5], "actor": ["buyer"], "act": [b"pay"]}),
            "the table: row 1: column `act`: of a type that no event has: Binary",
            "act",
        ),
    ],
)
def test_tables_that_can_not_be_read_are_told(
    sale: servanda.Agreement, table: Any, error: str, column: str | None
) -> None:
    with pytest.raises(servanda.LogError) as raised:
        servanda.verify(sale, table)
    assert str(raised.value).startswith(error)
    assert raised.value.column == column


@pytest.mark.parametrize(
    ("mapping", "error"),
    [
        ({"tim": "when"}, "the table: `tim` is not a key of an event: expected one of time, case"),
        ({"time": "then"}, "the table: there is no column `then`: the table has `when`, `act`"),
        ("time=when,act", "mapping: `time=when,act`: expected the form `key=column`"),
    ],
)
def test_mappings_that_can_not_be_are_told(
    sale: servanda.Agreement, mapping: Any, error: str
) -> None:
    table = pyarrow.table({"when": [AT], "act": ["pay"]})
    with pytest.raises(servanda.LogError) as raised:
        servanda.verify(sale, table, mapping=mapping)
    assert str(raised.value).startswith(error)


def test_files_that_can_not_be_read_are_told(sale: servanda.Agreement, tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    with pytest.raises(FileNotFoundError):
        servanda.verify(sale, path)
    path.write_text('{"time": "2026-01-01T00:00:00Z"}\n{"time": "2026-01-01T00:00:00Z", "actr": "a"}\n')
    with pytest.raises(servanda.LogError) as raised:
        servanda.verify(sale, path)
    assert str(raised.value).startswith(f"{path}: line 2, column ")
    assert str(raised.value).endswith(": unknown field `actr`: did you mean `actor`?")
    assert raised.value.line == 2
    skipped = servanda.verify(sale, path, bad="skip")
    assert skipped.events == 1 and [line for line, _ in skipped.skipped] == [2]
    path.write_text("{\n{\n")
    with pytest.raises(servanda.LogError) as nothing:
        servanda.verify(sale, path, bad="skip")
    assert str(nothing.value) == f"{path}: no event of it could be read: all 2 lines were passed over"
    for option, error in [
        ({"log_format": "parquet"}, "`parquet` is no format of a log"),
        ({"encoding": "latin-17"}, "`latin-17` is no encoding"),
        ({"separator": "€"}, "`€` is no separator"),
        ({"time_zone": "Mars"}, ""),
    ]:
        with pytest.raises(servanda.LogError) as wrong:
            servanda.verify(sale, path, **option)
        assert str(wrong.value).startswith(error)


def test_rows_that_can_not_be_read_are_told_or_passed_over(sale: servanda.Agreement) -> None:
    log = [GOOD, {"time": "2026-01-02T00:00:00Z", "act": "deliver"}, "{", GOOD]
    with pytest.raises(servanda.LogError) as raised:
        servanda.verify(sale, log)
    assert str(raised.value) == "the log: row 2: `act` needs `actor`"
    assert raised.value.line == 2
    verdicts = servanda.verify(sale, log, bad="skip")
    assert verdicts.skipped[0] == (2, "`act` needs `actor`") and len(verdicts.skipped) == 2
    assert verdicts.events == 2
    with pytest.raises(TypeError):
        servanda.verify(sale, GOOD)
    with pytest.raises(TypeError):
        servanda.verify(sale, [GOOD], separator=";")
    with pytest.raises(ValueError):
        servanda.verify(sale, [GOOD], bad="stop")
    with pytest.raises(ValueError):
        servanda.verify(sale, [GOOD], as_of="soon")
    with pytest.raises(TypeError) as kind:
        servanda.verify(sale, [GOOD], known_by=7)
    assert str(kind.value) == "an instant is a `datetime` or a text, and not `int`"


def test_a_page_has_the_places_of_the_log_though_rows_were_passed_over(sale: servanda.Agreement) -> None:
    early = {"time": "2026-01-02T00:00:00Z", "actor": "seller", "act": "deliver"}
    log = [{"time": "no"}, {**GOOD, "case": "a"}, {"time": "no"}, {**early, "case": "b"}]
    verdicts = servanda.verify(sale, log, bad="skip")
    assert verdicts["b"].findings[0]["event"] == 4
    assert verdicts["b"].page().startswith("<!DOCTYPE html>")


def test_names_of_a_log_are_told_as_they_are(sale: servanda.Agreement) -> None:
    verdicts = servanda.verify(sale, [{**GOOD, "actor": 'b"u\u202e', "case": "\x1b[2J"}])
    [finding] = verdicts.findings().to_pylist()
    assert finding["reason"] == "unknown" and finding["case"] == "\x1b[2J"
    assert "Some(" not in repr(verdicts[0]) and "\x1b" not in repr(verdicts[0])


def test_ctrl_c_is_heard(sale: servanda.Agreement, tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    line = '{"time": "2026-01-01T00:00:00Z", "actor": "buyer", "act": "pay", "case": "%d"}\n'
    with path.open("w") as file:
        file.writelines(line % (number % 1000) for number in range(400_000))
    rows = [GOOD] * 400_000
    table = pyarrow.Table.from_batches([pyarrow.RecordBatch.from_pylist(rows[:1000])] * 4000)
    for log in (path, rows, table):
        timer = threading.Timer(0.02, signal.raise_signal, [signal.SIGINT])
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            while True:
                servanda.verify(sale, log)
        timer.join()


def test_the_interpreter_is_not_held_while_a_log_is_judged(
    sale: servanda.Agreement, tmp_path: Path
) -> None:
    path = tmp_path / "long.jsonl"
    line = '{"time": "2026-01-01T00:00:00Z", "actor": "buyer", "act": "pay", "case": "%d"}\n'
    with path.open("w") as file:
        file.writelines(line % number for number in range(200_000))
    ticks, done = 0, threading.Event()

    def judge() -> None:
        servanda.verify(sale, path)
        done.set()

    judging = threading.Thread(target=judge)
    judging.start()
    while not done.wait(0.001):
        ticks += 1
    judging.join()
    assert ticks > 5


def test_the_history_is_not_read_by_another_name(settlement: servanda.Agreement) -> None:
    with pytest.raises(servanda.LogError) as raised:
        servanda.verify(settlement, DATA / "log-history.jsonl", log_format="xes")
    assert "log-history.jsonl: line 1" in str(raised.value)
    assert sales(1)[0]["actor"] == "buyer"
