"""Judging whole logs: from files, mappings and tables."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from . import _servanda
from ._errors import LogError

if TYPE_CHECKING:
    import datetime

    from . import Agreement, Verdicts

    Instant = datetime.datetime | str


def judging(
    *,
    submit: bool = False,
    as_of: Instant | None = None,
    known_by: Instant | None = None,
    by_time: bool = False,
    also: Sequence[Agreement] = (),
) -> dict[str, Any]:
    """How a log is judged, as the Rust part takes it."""
    return {
        "submit": submit,
        "as_of": as_of if as_of is None or as_of == "end" else _servanda.instant_text(as_of),
        "known_by": None if known_by is None else _servanda.instant_text(known_by),
        "by_time": by_time,
        "also": list(also),
    }


def skips(bad: str) -> bool:
    """Whether bad lines are passed over."""
    if bad not in ("error", "skip"):
        raise ValueError(f'bad="{bad}": expected "error" or "skip"')
    return bad == "skip"


def mapping_of(
    mapping: str | os.PathLike[str] | Mapping[str, str] | None,
) -> list[tuple[str, str]] | str | None:
    """A mapping as the Rust part takes it: pairs of a key and a column, or a text in TOML."""
    if mapping is None:
        return None
    if isinstance(mapping, Mapping):
        return [(str(key), str(column)) for key, column in mapping.items()]
    if isinstance(mapping, str) and "=" in mapping and "\n" not in mapping:
        pairs = [pair.split("=", 1) for pair in mapping.split(",")]
        if any(len(pair) != 2 for pair in pairs):
            raise LogError(
                f"mapping: `{mapping}`: expected the form `key=column`, as in `time=when,actor=value:shop`"
            )
        return [(key.strip(), column.strip()) for key, column in pairs]
    if isinstance(mapping, str) and "\n" in mapping:
        return mapping
    with open(mapping, encoding="utf-8") as file:
        return file.read()


def verify(
    agreement: Agreement,
    log: Any,
    *,
    submit: bool = False,
    as_of: Instant | Literal["end"] | None = None,
    known_by: Instant | None = None,
    by_time: bool = False,
    also: Sequence[Agreement] = (),
    bad: Literal["error", "skip"] = "error",
    mapping: str | os.PathLike[str] | Mapping[str, str] | None = None,
    log_format: str | None = None,
    time_format: str | None = None,
    time_zone: str | None = None,
    separator: str | None = None,
    encoding: str | None = None,
    ignore: Sequence[str] = (),
) -> Verdicts:
    """Judge a log: a path, an iterable of mappings, or a table that Arrow can stream."""
    how = judging(submit=submit, as_of=as_of, known_by=known_by, by_time=by_time, also=also)
    says, passes = mapping_of(mapping), skips(bad)
    of_files = {
        "log_format": log_format,
        "time_format": time_format,
        "time_zone": time_zone,
        "separator": separator,
        "encoding": encoding,
    }
    if isinstance(log, (str, os.PathLike)):
        reading = {**of_files, "mapping": says, "ignore": list(ignore)}
        return _servanda.verify_path(agreement, os.fspath(log), how, passes, reading)
    stray = [name for name, value in of_files.items() if value is not None]
    if stray or ignore:
        raise TypeError(f"`{(stray or ['ignore'])[0]}` is for a log in a file")
    if hasattr(log, "__arrow_c_stream__"):
        # What is read as it comes is gone then, and there is no second look for a page.
        is_kept = not hasattr(log, "read_next_batch")
        return _servanda.verify_table(agreement, log, how, passes, says, is_kept)
    if isinstance(log, Mapping):
        raise TypeError("a log is an iterable of events, and this is one event: put it in a list")
    is_kept = isinstance(log, Sequence)
    if says is None and is_kept and log and isinstance(log[0], Mapping) and "concept:name" in log[0]:
        # As pm4py names them, which the library's mappings know by themselves.
        says = []
    return _servanda.verify_rows(agreement, log, how, passes, says, is_kept)


def verify_rows_of(rows: Iterable[str]) -> tuple[bool, bool]:
    """Which rows are asked for: of cases, and of findings."""
    asked = set(rows)
    unknown = asked - {"cases", "findings"}
    if unknown or not asked:
        raise ValueError(f'rows={sorted(asked)}: expected "cases", "findings" or both')
    return "cases" in asked, "findings" in asked
