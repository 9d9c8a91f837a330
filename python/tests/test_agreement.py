"""Agreements: read, looked at, checked, pickled, refused."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path

import pytest
from conftest import DATA, SALE

import servanda


def test_an_agreement_reads_the_same_from_file_text_and_dict(tmp_path: Path) -> None:
    of_dict = servanda.Agreement.from_dict(SALE)
    of_json = servanda.Agreement.from_text(of_dict.to_json())
    of_toml = servanda.Agreement.from_text(of_dict.to_toml(), "toml")
    path = tmp_path / "sale.toml"
    path.write_text(of_dict.to_toml())
    of_file = servanda.Agreement.from_file(path)
    assert of_dict == of_json == of_toml == of_file == servanda.Agreement.from_dict(of_dict.to_dict())
    assert len({of_dict.digest, of_json.digest, of_toml.digest, of_file.digest}) == 1
    assert len({of_dict, of_json}) == 1
    assert of_dict != servanda.Agreement.from_file(DATA / "agreement-verified.json")


def test_it_tells_its_names(sale: servanda.Agreement, settlement: servanda.Agreement) -> None:
    assert (sale.title, sale.date) == ("Sale of a boat", None)
    assert sale.parties == ["buyer", "seller"]
    assert sale.acts == ["pay", "deliver", "order"]
    assert sale.obligations == ["price", "delivery"]
    assert settlement.date is not None and settlement.date.isoformat() == "1962-10-28T00:05:00+00:00"
    assert sale.graph().startswith("<svg")
    assert repr(sale).startswith("<servanda.Agreement `Sale of a boat` ")


def test_it_pickles(settlement: servanda.Agreement) -> None:
    again = pickle.loads(pickle.dumps(settlement))
    assert again == settlement and again.to_dict() == settlement.to_dict()
    assert copy.deepcopy(settlement).digest == settlement.digest


def test_a_check_tells_a_standoff() -> None:
    document = copy.deepcopy(SALE)
    document["acts"]["pay"]["requires"] = {"happened": "deliver"}
    check = servanda.Agreement.from_dict(document).check()
    assert not check.sound
    assert check.lints[0]["kind"] == "standoff"
    assert str(check).startswith("error: standoff at ")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('{"title": "Sale"', "line 1, column 16: EOF while parsing an object"),
        ("title = 3", "line 1, column 9: invalid type: integer `3`, expected a string"),
    ],
)
def test_what_is_no_agreement_is_told_with_its_place(text: str, error: str) -> None:
    with pytest.raises(servanda.AgreementError) as raised:
        servanda.Agreement.from_text(text)
    assert str(raised.value) == error


def test_what_breaks_a_rule_is_told_in_the_words_of_the_library() -> None:
    document = copy.deepcopy(SALE)
    document["obligations"]["price"]["creditor"] = "sellr"
    with pytest.raises(servanda.AgreementError) as raised:
        servanda.Agreement.from_dict(document)
    expected = "obligations.price.creditor: unknown party `sellr`: did you mean `seller`?"
    assert str(raised.value) == expected


def test_errors_tell_the_file(tmp_path: Path) -> None:
    path = tmp_path / "sale.json"
    with pytest.raises(FileNotFoundError) as missing:
        servanda.Agreement.from_file(path)
    assert str(path) in str(missing.value)
    path.write_text("{}")
    with pytest.raises(servanda.AgreementError) as raised:
        servanda.Agreement.from_file(path)
    assert str(raised.value).startswith(f"{path}: ") and "missing field `title`" in str(raised.value)
    with pytest.raises(servanda.AgreementError) as unknown:
        servanda.Agreement.from_text("", "xml")
    assert str(unknown.value) == "`xml` is no format of an agreement: `json`, `toml` or `yaml`"
