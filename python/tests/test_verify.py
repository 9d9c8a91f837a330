"""Whole logs: from files in every format, from mappings, from tables; the same verdicts each time."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pyarrow
import pytest
from conftest import DATA, UTC, sales, same_findings

import servanda


def lines(events: list[dict[str, Any]]) -> str:
    written = ({**event, "time": event["time"].isoformat()} for event in events)
    return "".join(json.dumps(event) + "\n" for event in written)


def rows(events: list[dict[str, Any]]) -> pyarrow.Table:
    return pyarrow.Table.from_pylist(events)


def of_xes(events: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0">\n')
    for case in dict.fromkeys(event["case"] for event in events):
        out.write(f'<trace><string key="concept:name" value="{case}"/>\n')
        for event in (it for it in events if it["case"] == case):
            out.write(
                f'<event><string key="concept:name" value="{event["act"]}"/>'
                f'<string key="org:resource" value="{event["actor"]}"/>'
                f'<date key="time:timestamp" value="{event["time"].isoformat()}"/></event>\n'
            )
        out.write("</trace>\n")
    out.write("</log>\n")
    return out.getvalue()


def of_csv(events: list[dict[str, Any]]) -> str:
    rows = (f'{it["time"].isoformat()},{it["case"]},{it["actor"]},{it["act"]}\n' for it in events)
    return "time,case,actor,act\n" + "".join(rows)


def told(verdicts: servanda.Verdicts, *, places: bool = True) -> list[Any]:
    """What was found, case by case; XES goes by case, so that its places are others."""
    without = ["id", "event"] if not places else []
    findings = verdicts.findings().drop_columns(without).to_pylist()
    cases = verdicts.cases().to_pylist()
    return [
        sorted(map(repr, findings)),
        sorted(map(repr, cases)),
        sorted(map(repr, verdicts.obligations().to_pylist())),
    ]


def test_the_settlement_is_judged_as_the_command_judges_it(settlement: servanda.Agreement) -> None:
    verdicts = servanda.verify(settlement, DATA / "log-history.jsonl", as_of="1963-01-07T17:00:00Z")
    report = verdicts.report
    written = json.loads((DATA / "report-verified-history.json").read_text())
    ours = report.to_dict()
    assert written["as_of"] == ours["as_of"]
    assert same_findings(ours.pop("findings"), written.pop("findings"))
    for key, value in written.items():
        assert ours[key] == value, key
    assert report.outcome == written["outcome"] and not report.conformant and not verdicts.conformant
    assert len(report.findings) == 3 and report.refusals == []
    assert report.as_of == datetime(1963, 1, 7, 17, tzinfo=UTC)
    assert "premature" in str(report) and report.case is None


@pytest.mark.parametrize("packed", ["", ".gz", ".zip"])
@pytest.mark.parametrize(
    ("ending", "write"), [("jsonl", lines), ("csv", of_csv), ("xes", of_xes), ("ndjson", lines)]
)
def test_files_in_every_format_say_the_same(
    sale: servanda.Agreement,
    tmp_path: Path,
    ending: str,
    write: Callable[[list[dict[str, Any]]], str],
    packed: str,
) -> None:
    events = sales(60)
    expected = servanda.verify(sale, events, as_of="end")
    path = tmp_path / f"log.{ending}{packed}"
    text = write(events).encode()
    if packed == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(f"log.{ending}", text)
    else:
        path.write_bytes(gzip.compress(text) if packed else text)
    verdicts = servanda.verify(sale, path, as_of="end")
    assert verdicts.events == len(events)
    places = ending != "xes"
    assert told(verdicts, places=places) == told(expected, places=places)


TABLES: dict[str, Callable[[list[dict[str, Any]]], Any]] = {
    "pyarrow": rows,
    "batches": lambda events: pyarrow.Table.from_batches(
        [batch for batch in rows(events).to_batches(max_chunksize=7)]
    ),
    "reader": lambda events: rows(events).to_reader(max_chunksize=13),
    "pandas": lambda events: pandas.DataFrame(events),
    "categories": lambda events: pandas.DataFrame(events).astype({"act": "category", "case": "category"}),
    "polars": lambda events: polars.DataFrame(events),
    "enumerated": lambda events: polars.DataFrame(events).with_columns(
        polars.col("act", "actor").cast(polars.Categorical)
    ),
    "nanoseconds": lambda events: rows(events).set_column(
        0, "time", rows(events)["time"].cast(pyarrow.timestamp("ns", "America/New_York"))
    ),
    "texts": lambda events: rows(events).set_column(
        0, "time", pyarrow.array([it["time"].isoformat() for it in events])
    ),
    "pm4py": lambda events: pandas.DataFrame(events).rename(
        columns={
            "time": "time:timestamp",
            "case": "case:concept:name",
            "actor": "org:resource",
            "act": "concept:name",
        }
    ),
}


@pytest.mark.parametrize("of", TABLES)
def test_tables_of_every_library_say_the_same(sale: servanda.Agreement, of: str) -> None:
    events = sales(60)
    expected = servanda.verify(sale, events, as_of="end")
    verdicts = servanda.verify(sale, TABLES[of](events), as_of="end")
    assert told(verdicts) == told(expected)
    assert verdicts.lost == []


def test_a_relation_of_duckdb_is_read_and_verdicts_go_back(sale: servanda.Agreement) -> None:
    events = sales(60)
    expected = servanda.verify(sale, events, as_of="end")
    log = rows(events)  # noqa: F841, DuckDB finds it by its name
    relation = duckdb.sql("select * from log order by time")
    findings = servanda.verify(sale, relation, as_of="end").findings()  # noqa: F841
    counted = duckdb.sql("select kind, count(*)::bigint from findings group by kind").fetchall()
    assert dict(counted) == expected.summary.findings
    frame = polars.from_arrow(findings)
    assert isinstance(frame, polars.DataFrame)
    assert frame.height == len(expected.findings())


def test_columns_go_by_a_mapping(sale: servanda.Agreement) -> None:
    events = sales(30)
    expected = servanda.verify(sale, events, as_of="end")
    frame = pandas.DataFrame(events).rename(columns={"act": "what", "time": "when"})
    frame["ward"] = "B"
    for mapping in ("act=what,time=when", {"act": "what", "time": "when"}):
        verdicts = servanda.verify(sale, frame, as_of="end", mapping=mapping)
        assert told(verdicts) == told(expected)
        assert verdicts.lost == ["no event has a place for the column `ward`"]
    # More than columns: activities that are acts of other names, and one actor for all.
    frame["what"] = frame["what"].map(lambda act: f"to {act}")
    toml = """
        [columns]
        act = "what"
        time = "when"
        [activities]
        "to pay" = "pay"
        "to deliver" = "deliver"
    """
    assert told(servanda.verify(sale, frame, as_of="end", mapping=toml)) == told(expected)
    listed = frame.to_dict("records")
    assert told(servanda.verify(sale, listed, as_of="end", mapping=toml)) == told(expected)


def test_one_actor_for_all_is_said_once(sale: servanda.Agreement) -> None:
    table = pyarrow.table({"time": ["2026-01-01T00:00:00Z"], "act": ["pay"]})
    verdicts = servanda.verify(sale, table, mapping={"actor": "value:buyer"})
    assert verdicts.report.obligations["price"]["status"] == "discharged"


def test_rows_tell_what_events_can_tell(sale: servanda.Agreement) -> None:
    order = {"time": "2026-01-01T00:00:00Z", "actor": "buyer", "act": "order", "told": {"price": 12}}
    release = {"time": "2026-01-02T00:00:00Z", "actor": "seller", "release": "price"}
    nested = pyarrow.Table.from_pylist([{**order, "release": None}, {**release, "act": None, "told": None}])
    flat = pyarrow.table(
        {
            "time": [order["time"], release["time"]],
            "actor": ["buyer", "seller"],
            "act": ["order", None],
            "release": [None, "price"],
            "told.price": pyarrow.array([12, None], pyarrow.int64()),
        }
    )
    event = pyarrow.table({"event": [json.dumps(order), json.dumps(release)]})
    expected = servanda.verify(sale, [order, release])
    assert expected.report.obligations["price"]["status"] == "released" and expected.conformant
    for table in (nested, flat, event):
        assert servanda.verify(sale, table).report == expected.report


@pytest.mark.parametrize("log", ["log-history.jsonl", "log-ideal.jsonl"])
def test_columns_say_quantities_and_words_as_lines_do(settlement: servanda.Agreement, log: str) -> None:
    expected = servanda.verify(settlement, DATA / log)
    events = [json.loads(line) for line in (DATA / log).read_text().splitlines()]
    keys = dict.fromkeys(key for event in events for key in event)
    table = pyarrow.table({key: [event.get(key) for event in events] for key in keys})
    assert "quantity" in keys
    # With remarks a row is read by all its keys, and without them by the way that is quicker.
    for columns in (list(keys), [key for key in keys if key not in ("note", "source", "known")]):
        assert servanda.verify(settlement, table.select(columns)).report == expected.report


def test_columns_and_categories_without_a_value_say_nothing(sale: servanda.Agreement) -> None:
    events = sales(10)
    table = rows(events).append_column("note", pyarrow.nulls(len(rows(events))))
    words = pyarrow.DictionaryArray.from_arrays([0] * len(table), pyarrow.array([None], pyarrow.string()))
    table = table.append_column("release", words).append_column("until", pyarrow.nulls(len(table)))
    assert told(servanda.verify(sale, table)) == told(servanda.verify(sale, events))


def test_a_gatekeeper_refuses(sale: servanda.Agreement) -> None:
    early = {"time": "2026-01-01T00:00:00Z", "actor": "seller", "act": "deliver"}
    verdicts = servanda.verify(sale, [early], submit=True)
    assert len(verdicts.findings()) == 0
    [refusal] = verdicts.refusals().to_pylist()
    assert (refusal["kind"], refusal["event"], refusal["id"]) == ("premature", 1, None)
    assert verdicts.report.refusals[0]["event"] == 1


def test_a_log_is_judged_by_time(settlement: servanda.Agreement) -> None:
    history = [json.loads(line) for line in (DATA / "log-history.jsonl").read_text().splitlines()]
    known = {"time": "1963-01-07T00:00:00Z", "actor": "un", "complete": "1962-11-21T00:00:00Z"}
    entries = [*reversed(history), known]
    verdicts = servanda.verify(settlement, entries, by_time=True)
    assert verdicts.report.complete == datetime(1962, 11, 21, tzinfo=UTC)
    assert any(finding["kind"] == "premature" for finding in verdicts.report.findings)
    with pytest.raises(servanda.LogError) as raised:
        servanda.verify(settlement, entries)
    assert "`complete` stands only in a log that is judged by time" in str(raised.value)


def test_an_agreement_changes_under_a_log(sale: servanda.Agreement) -> None:
    changed = sale.to_dict() | {"title": "Sale of a ship"}
    changed["obligations"]["delivery"]["within"] = "P5D"
    other = servanda.Agreement.from_dict(changed)
    log = [
        {"time": "2026-01-01T00:00:00Z", "actor": "buyer", "act": "pay"},
        {"time": "2026-01-02T00:00:00Z", "actors": ["buyer", "seller"], "amended": other.digest},
    ]
    verdicts = servanda.verify(sale, log, also=[other])
    assert verdicts.report.to_dict()["title"] == "Sale of a ship"


def test_what_can_be_known_and_until_when(sale: servanda.Agreement) -> None:
    events = sales(60)
    early = servanda.verify(sale, events, as_of="2026-01-10T00:00:00Z")
    assert all(finding["at"] <= datetime(2026, 1, 10, tzinfo=UTC) for finding in early.findings().to_pylist())
    unknown = servanda.verify(sale, events, known_by="2025-01-01T00:00:00Z")
    assert unknown.conformant and unknown.events == len(events)


def test_cases_are_found_by_number_and_name(sale: servanda.Agreement) -> None:
    verdicts = servanda.verify(sale, sales(20))
    assert len(verdicts) == 20 == len(list(verdicts))
    first = verdicts[0]
    assert first.case is not None and first.case in verdicts and verdicts[first.case] == first
    assert verdicts[-1] == verdicts[19]
    with pytest.raises(IndexError):
        verdicts[20]
    with pytest.raises(KeyError) as missing:
        verdicts["S-9"]
    assert "the log has no case `S-9`" in str(missing.value)
    with pytest.raises(servanda.LogError) as several:
        verdicts.report  # noqa: B018
    assert str(several.value).startswith("the log has 20 cases")


def test_a_summary_counts_what_the_tables_have(sale: servanda.Agreement) -> None:
    verdicts = servanda.verify(sale, sales(200), as_of="end")
    summary, findings = verdicts.summary, verdicts.findings().to_pylist()
    assert summary.cases == 200 and sum(summary.findings.values()) == len(findings)
    assert summary.to_dict()["cases"] == 200
    conformant = [case for case in verdicts.cases().to_pylist() if case["conformant"]]
    assert summary.conformant == len(conformant) > 0
    assert str(summary) == str(verdicts) and "Not conformant" in str(summary)
    standing = verdicts.obligations()
    assert len(standing) == 400 and standing.schema.field("progress").type == pyarrow.uint64()


def test_pages_are_shown(settlement: servanda.Agreement, sale: servanda.Agreement, tmp_path: Path) -> None:
    history = servanda.verify(settlement, DATA / "log-history.jsonl")
    assert history.report.page().startswith("<!DOCTYPE html>")
    for shown in (history, history.report, servanda.Monitor(settlement)):
        html = shown._repr_html_()
        assert html.startswith("<iframe sandbox=") and "&lt;" not in html[:400]
    events = sales(40)
    path = tmp_path / "log.jsonl"
    path.write_text(lines(events))
    logs = (events, rows(events), path)
    pages = [servanda.verify(sale, log, as_of="end")["S-000003"].page() for log in logs]
    assert pages[0] == pages[1] == pages[2] and "S-000003" in pages[0]
    summary = servanda.verify(sale, events).summary
    assert summary.page().startswith("<!DOCTYPE html>") and "<iframe" in summary._repr_html_()
    assert "<iframe" in servanda.verify(sale, events)._repr_html_()
    # What was read as it came is gone: there is the text, and no page.
    gone = servanda.verify(sale, iter(events))["S-000003"]
    assert gone._repr_html_().startswith("<pre>")
    with pytest.raises(servanda.LogError) as raised:
        gone.page()
    assert str(raised.value) == "there is no page: its events are not at hand any more"
    path.write_text(lines(sales(40, seed=8)))
    verdicts = servanda.verify(sale, path, as_of="end")
    path.write_text(lines(events))
    with pytest.raises(servanda.LogError) as changed:
        [report.page() for report in verdicts]
    assert str(changed.value) == "the log says otherwise than when it was judged"


def test_without_pyarrow_tables_are_dicts(
    sale: servanda.Agreement, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdicts = servanda.verify(sale, sales(60), as_of="end")
    expected = [verdicts.cases().to_pylist(), verdicts.findings().to_pylist(), verdicts.obligations().to_pylist()]
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    assert [verdicts.cases(), verdicts.findings(), verdicts.obligations()] == expected
