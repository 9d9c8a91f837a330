"""Monitors and dockets: events one at a time, states that are saved and gone on from."""

from __future__ import annotations

import json
import pickle
from datetime import datetime, timedelta

import pytest
from conftest import DATA, UTC, sales, same_findings

import servanda

HISTORY = [json.loads(line) for line in (DATA / "log-history.jsonl").read_text().splitlines()]


def test_a_monitor_comes_to_what_the_command_wrote_down(settlement: servanda.Agreement) -> None:
    monitor = servanda.Monitor(settlement)
    for event in HISTORY:
        monitor.record(event)
    written = json.loads((DATA / "report-verified-history.json").read_text())
    monitor.advance(written["as_of"])
    report = monitor.report().to_dict()
    assert same_findings(report["findings"], written["findings"])
    for key in ("outcome", "conformant", "as_of", "obligations"):
        assert report[key] == written[key], key
    assert monitor.events == len(HISTORY)


def test_a_step_tells_what_changed(sale: servanda.Agreement) -> None:
    monitor = servanda.Monitor(sale)
    paid = datetime(2026, 5, 4, 9, tzinfo=UTC)
    step = monitor.record({"time": paid, "actor": "buyer", "act": "pay"})
    moved = [(it["obligation"], it["from"], it["to"]) for it in step.changes if it["to"]]
    assert ("price", "due", "discharged") in moved and ("delivery", "dormant", "due") in moved
    assert step.findings == []
    assert monitor.status("delivery") == "due"
    assert monitor.deadline("delivery") == paid + timedelta(days=3)
    assert monitor.owed() == [
        {
            "debtor": "seller",
            "obligation": "delivery",
            "status": "due",
            "deadline": "2026-05-07T09:00:00Z",
        }
    ]
    assert monitor.owed("buyer") == []
    assert monitor.open_to("seller") == ["deliver"]
    late = monitor.advance(paid + timedelta(days=4))
    assert [it["kind"] for it in late.findings] == ["overdue"]
    assert not monitor.conformant and monitor.outcome == "breached"


def test_what_is_refused_changes_nothing(sale: servanda.Agreement) -> None:
    monitor = servanda.Monitor(sale)
    with pytest.raises(servanda.RefusedError) as refused:
        monitor.submit('{"time": "2026-05-04T09:00:00Z", "actor": "seller", "act": "deliver"}')
    assert [it["kind"] for it in refused.value.findings] == ["premature"]
    assert str(refused.value).startswith("`deliver` by seller would be premature")
    assert monitor.status("delivery") == "dormant"
    assert str(pickle.loads(pickle.dumps(refused.value))) == str(refused.value)


def test_a_monitor_goes_on_wherever_it_is_pickled(settlement: servanda.Agreement) -> None:
    whole, pieces = servanda.Monitor(settlement), servanda.Monitor(settlement)
    for event in HISTORY:
        whole.record(event)
        pieces.record(event)
        pieces = pickle.loads(pickle.dumps(pieces))
        assert pieces == whole
    assert pieces.report() == whole.report()
    other = servanda.Monitor.restore(settlement, whole.save())
    assert other == whole


def test_a_state_of_another_agreement_is_refused(
    sale: servanda.Agreement, settlement: servanda.Agreement
) -> None:
    state = servanda.Monitor(settlement).save()
    with pytest.raises(servanda.StateError) as raised:
        servanda.Monitor.restore(sale, state)
    assert str(raised.value).startswith("saved under another agreement")
    with pytest.raises(servanda.StateError):
        servanda.Monitor.restore(sale, b"{}")
    docket = servanda.Docket(settlement).save()
    with pytest.raises(servanda.StateError):
        servanda.Docket.restore(sale, docket)
    with pytest.raises(servanda.StateError) as torn:
        servanda.Docket.restore(settlement, docket[:-3])
    assert "torn" in str(torn.value) or "not a state" in str(torn.value)


def test_a_docket_keeps_cases_apart_and_pickles(sale: servanda.Agreement) -> None:
    events = sales(50)
    docket = servanda.Docket(sale)
    for event in events[: len(events) // 2]:
        docket.record(event)
    docket = pickle.loads(pickle.dumps(docket))
    for event in events[len(events) // 2 :]:
        docket.record(event)
    assert (len(docket), docket.offset) == (50, len(events))
    verdicts = servanda.verify(sale, events)
    assert docket.reports() == list(verdicts)
    name = events[0]["case"]
    assert docket.report(name) == verdicts[name]
    assert docket.report("none") is None
    owed = docket.owed("seller")
    assert owed and {it["debtor"] for it in owed} == {"seller"} and owed[0]["case"].startswith("S-")
    assert docket.next_timeout is not None
    found = docket.advance("2030-01-01T00:00:00Z")
    assert {it["kind"] for it in found} == {"overdue"} and all(it["id"] for it in found)
    assert len(docket.findings_since(0)) >= len(found)
    closed = docket.close(name)
    assert closed is not None and closed.case == name and len(docket) == 49


def test_names_and_times_that_are_wrong_are_told(sale: servanda.Agreement) -> None:
    monitor = servanda.Monitor(sale)
    with pytest.raises(servanda.UnknownNameError) as name:
        monitor.status("delivry")
    assert str(name.value) == "unknown obligation `delivry`: did you mean `delivery`?"
    with pytest.raises(servanda.UnknownNameError):
        monitor.owed("byer")
    with pytest.raises(ValueError) as time:
        monitor.advance(datetime(2026, 5, 4))
    assert str(time.value).startswith("`2026-05-04T00:00:00`: not an instant")
    monitor.advance("2026-05-04T00:00:00Z")
    with pytest.raises(servanda.LogError):
        monitor.record({"time": "2026-05-04T00:00:00Z", "actr": "buyer"})
    with pytest.raises(servanda.LogError) as strange:
        monitor.record(7)
    assert str(strange.value) == "an event is a mapping or a line of JSON, and not `int`"
