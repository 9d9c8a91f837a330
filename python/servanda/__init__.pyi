"""Agreements that can be kept, and checked: logs judged by typed obligations, verdicts with reasons.

>>> import servanda
>>> agreement = servanda.Agreement.from_file("agreement.json")
>>> verdicts = servanda.verify(agreement, "log.jsonl")
>>> print(verdicts.report)
"""

import datetime
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, Protocol, final

import pyarrow

from ._check import Check as Check
from ._errors import (
    AccountingError as AccountingError,
    AgreementError as AgreementError,
    Error as Error,
    LogError as LogError,
    RefusedError as RefusedError,
    StateError as StateError,
    UnknownNameError as UnknownNameError,
)
from ._step import Step as Step

__version__: str
__all__ = [
    "AccountingError",
    "Agreement",
    "AgreementError",
    "Check",
    "Docket",
    "Error",
    "LogError",
    "Monitor",
    "RefusedError",
    "Report",
    "StateError",
    "Step",
    "Summary",
    "UnknownNameError",
    "Verdicts",
    "verdict_schema",
    "verify",
    "verify_batches",
]

_Instant = datetime.datetime | str
"""A `datetime` with a time zone, or a text of RFC 3339."""

_Event = Mapping[str, Any] | str
"""The keys of an event, as in a line of a log, or such a line of JSON."""

class _Streams(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

@final
class Agreement:
    """What was promised: immutable, checked when it is read. It pickles."""

    @staticmethod
    def from_file(path: str | os.PathLike[str]) -> Agreement:
        """Read an agreement from a file in JSON, TOML or YAML."""

    @staticmethod
    def from_text(text: str, format: Literal["json", "toml", "yaml"] | None = None) -> Agreement:
        """Read an agreement from a text; without a format, JSON if it starts with a brace, and else TOML."""

    @staticmethod
    def from_dict(document: Mapping[str, Any]) -> Agreement:
        """Read an agreement from a dict with the keys of a document."""

    def to_dict(self) -> dict[str, Any]:
        """The document, each thing in its shortest form."""

    def to_json(self) -> str:
        """The document in JSON."""

    def to_toml(self) -> str:
        """The document in TOML."""

    def check(self, *, most_states: int | None = None) -> Check:
        """What is wrong with it before anybody signs it: standoffs, what can never be, what is doubtful."""

    def graph(self) -> str:
        """The agreement as a graph, in SVG."""

    @property
    def title(self) -> str: ...
    @property
    def date(self) -> datetime.datetime | None: ...
    @property
    def digest(self) -> str:
        """What it is known by: equal agreements have equal digests."""

    @property
    def parties(self) -> list[str]: ...
    @property
    def acts(self) -> list[str]: ...
    @property
    def obligations(self) -> list[str]: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Monitor:
    """One run of an agreement: it takes events one at a time. It pickles."""

    def __new__(cls, agreement: Agreement) -> Monitor: ...
    @staticmethod
    def restore(agreement: Agreement, state: bytes) -> Monitor:
        """A run that goes on where another stood."""

    def save(self) -> bytes:
        """The state, to go on from."""

    def submit(self, event: _Event) -> Step:
        """Let an event in, or raise `RefusedError` with every reason, and nothing has changed."""

    def record(self, event: _Event) -> Step:
        """Take what happened: what is wrong with it is found, and it has its effect."""

    def advance(self, to: _Instant) -> Step:
        """Move the clock on: every timer up to there fires."""

    def owed(self, party: str | None = None) -> list[dict[str, Any]]:
        """What a party owes now, or what all do: `debtor`, `obligation`, `subject`, `status`, `deadline`."""

    def open_to(self, party: str) -> list[str]:
        """The acts that a party may do now."""

    def status(self, obligation: str) -> str | None:
        """Where an obligation stands; nothing of one that is owed in each subject of a kind."""

    def deadline(self, obligation: str) -> datetime.datetime | None:
        """The deadline of an obligation, if it has one now."""

    def report(self) -> Report:
        """What the run comes to, as it stands."""

    @property
    def agreement(self) -> Agreement: ...
    @property
    def clock(self) -> datetime.datetime | None: ...
    @property
    def next_timeout(self) -> datetime.datetime | None:
        """When time alone brings something next."""

    @property
    def outcome(self) -> str: ...
    @property
    def conformant(self) -> bool: ...
    @property
    def events(self) -> int: ...
    def __eq__(self, value: object, /) -> bool: ...

@final
class Docket:
    """Many runs of one agreement, one for each `case` of its events. It pickles."""

    def __new__(cls, agreement: Agreement) -> Docket: ...
    @staticmethod
    def restore(agreement: Agreement, state: bytes) -> Docket:
        """A docket that goes on where another stood."""

    def save(self) -> bytes:
        """The state of all cases, to go on from."""

    def submit(self, event: _Event) -> Step:
        """Let an event into its case, or raise `RefusedError`. It has taken an offset all the same."""

    def record(self, event: _Event) -> Step:
        """Take what happened in its case."""

    def advance(self, to: _Instant) -> list[dict[str, Any]]:
        """Move all clocks on, and answer what that brought: findings with `case` and `id`."""

    def findings_since(self, offset: int = 0) -> list[dict[str, Any]]:
        """What was found by the event at an offset and since, in the order in which it came."""

    def owed(self, party: str | None = None) -> list[dict[str, Any]]:
        """What a party owes now in all cases, or what all do."""

    def reports(self) -> list[Report]:
        """The reports of all cases, in the order of their first events."""

    def report(self, case: str | None = None) -> Report | None:
        """The report of one case; nothing of one that there is not."""

    def close(self, case: str | None = None) -> Report | None:
        """Take a case out, and answer what its run comes to."""

    @property
    def agreement(self) -> Agreement: ...
    @property
    def offset(self) -> int:
        """The offset of the event that comes next."""

    @property
    def next_timeout(self) -> datetime.datetime | None: ...
    def __len__(self) -> int: ...

@final
class Report:
    """What the log of one run comes to. In a notebook it shows its page."""

    @property
    def case(self) -> str | None: ...
    @property
    def outcome(self) -> str: ...
    @property
    def conformant(self) -> bool: ...
    @property
    def as_of(self) -> datetime.datetime | None: ...
    @property
    def in_force(self) -> datetime.datetime | None: ...
    @property
    def terminated(self) -> datetime.datetime | None: ...
    @property
    def complete(self) -> datetime.datetime | None:
        """Up to when its log, judged by time, has all that happened."""

    @property
    def findings(self) -> list[dict[str, Any]]: ...
    @property
    def refusals(self) -> list[dict[str, Any]]: ...
    @property
    def obligations(self) -> dict[str, dict[str, Any]]: ...
    def to_dict(self) -> dict[str, Any]:
        """All of it, with the keys of the report in JSON; instants are texts."""

    def page(self) -> str:
        """A page of HTML with a timeline. The case is read once more from the log for it."""

    def __eq__(self, value: object, /) -> bool: ...

@final
class Summary:
    """What many cases come to together. In a notebook it shows its pictures."""

    @property
    def cases(self) -> int: ...
    @property
    def conformant(self) -> int: ...
    @property
    def findings(self) -> dict[str, int]:
        """How many findings there are of each kind."""

    def to_dict(self) -> dict[str, Any]:
        """All of it, with the keys of the summary in JSON."""

    def page(self) -> str:
        """All cases as one page of HTML with pictures."""

@final
class Verdicts:
    """The reports of a log, one for each case in the order of their first events.

    Tables are those of pyarrow, or lists of dicts where that is not there.
    """

    @property
    def agreement(self) -> Agreement: ...
    @property
    def events(self) -> int:
        """How many events were read."""

    @property
    def conformant(self) -> bool: ...
    @property
    def report(self) -> Report:
        """The one report of a log of one run."""

    @property
    def summary(self) -> Summary: ...
    @property
    def skipped(self) -> list[tuple[int, str]]:
        """The lines that were passed over: the number of each, and why."""

    @property
    def lost(self) -> list[str]:
        """What the log says that no event has a place for."""

    def cases(self) -> pyarrow.Table:
        """One row for each case."""

    def findings(self) -> pyarrow.Table:
        """One row for each finding, with its sentence."""

    def refusals(self) -> pyarrow.Table:
        """One row for each reason for which a submitted event was refused."""

    def obligations(self) -> pyarrow.Table:
        """One row for each obligation of each case, and of each of its subjects."""

    def __len__(self) -> int: ...
    def __getitem__(self, key: int | str | None, /) -> Report: ...
    def __contains__(self, key: str | None, /) -> bool: ...
    def __iter__(self) -> Iterator[Report]: ...

def verify(
    agreement: Agreement,
    log: str | os.PathLike[str] | Iterable[_Event] | _Streams,
    *,
    submit: bool = False,
    as_of: _Instant | Literal["end"] | None = None,
    known_by: _Instant | None = None,
    by_time: bool = False,
    also: Sequence[Agreement] = (),
    bad: Literal["error", "skip"] = "error",
    mapping: str | os.PathLike[str] | Mapping[str, str] | None = None,
    log_format: Literal["jsonl", "csv", "cloudevents", "xes", "ocel"] | None = None,
    time_format: str | None = None,
    time_zone: str | None = None,
    separator: str | None = None,
    encoding: str | None = None,
    ignore: Sequence[str] = (),
) -> Verdicts:
    """Judge a log against an agreement.

    `log` is a path (JSON Lines, CSV, CloudEvents, XES or OCEL, packed or not), an iterable of events, or anything
    that Arrow can stream: a DataFrame of pandas or polars, a table of pyarrow, a relation of DuckDB.

    `submit` refuses what is void, prohibited or premature. `as_of` leaves out what happened later and judges as of
    then; `"end"` is the log's last event. `known_by` leaves out what came to be known later. `by_time` judges each
    event as if it had been logged when it happened. `also` are further agreements, which a line of the log may put
    in this one's place. `bad="skip"` passes over what can't be read, and tells it in `skipped`.

    `mapping` says what of the log says what: a dict or `"time=when,act=what,actor=value:shop"` of keys and columns
    (`told.price` for what is told), or a mapping in TOML or the path of one. A table whose acts are in a column
    `concept:name` is read by the names of XES, as pm4py has them.

    What follows is for files alone: their format, how times are written, what stands between two cells of CSV, how
    it is encoded, and which columns of CSV are passed over.
    """

def verify_batches(
    agreement: Agreement,
    batches: Iterable[pyarrow.RecordBatch] | _Streams,
    *,
    columns: str | Mapping[str, str] | None = None,
    submit: bool = False,
    as_of: _Instant | None = None,
    known_by: _Instant | None = None,
    by_time: bool = False,
    bad: Literal["error", "skip"] = "error",
    rows: Sequence[Literal["cases", "findings"]] = ("cases", "findings"),
) -> Iterator[pyarrow.RecordBatch]:
    """Judge record batches in memory that does not grow with the log.

    Rows are to be sorted by case and place, each case whole. What is not so is an error that names case, place and
    column; with `bad="skip"` it is a row of the verdicts instead. Without a column of places a row's place is where
    it comes in the stream. See `verdict_schema` for what comes out.
    """

def verdict_schema() -> pyarrow.Schema:
    """The schema of what `verify_batches` gives.

    `row` says what a row is of: a `case` (`outcome`, `conformant`, `events`, `findings`, `refusals`, `as_of`), a
    `finding` or a `refusal` (`kind`, `party`, `at`, and so on), or a `bad` row that was passed over (`column`,
    `text`). The `events` of all rows together are the rows that were read.
    """
