"""Judging streams of batches, in memory that does not grow with the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from . import _servanda
from ._verify import judging, mapping_of, skips, verify_rows_of

if TYPE_CHECKING:
    import pyarrow

    from . import Agreement
    from ._verify import Instant


def judge_of(
    agreement: Agreement,
    *,
    columns: str | Mapping[str, str] | None,
    submit: bool,
    as_of: Instant | None,
    known_by: Instant | None,
    by_time: bool,
    bad: str,
    rows: Sequence[str],
) -> _servanda.BatchJudge:
    """Whoever judges the batches of one stream."""
    if as_of == "end":
        raise ValueError('as_of="end": where a stream ends is known only then; name an instant')
    pairs = mapping_of(columns)
    if isinstance(pairs, str):
        raise ValueError("columns are named one by one: a mapping of keys to columns is needed")
    cases, findings = verify_rows_of(rows)
    how = judging(submit=submit, as_of=as_of, known_by=known_by, by_time=by_time)
    return _servanda.BatchJudge(agreement, how, pairs or [], skips(bad), cases, findings)


def verify_batches(
    agreement: Agreement,
    batches: Iterable[Any],
    *,
    columns: str | Mapping[str, str] | None = None,
    submit: bool = False,
    as_of: Instant | None = None,
    known_by: Instant | None = None,
    by_time: bool = False,
    bad: Literal["error", "skip"] = "error",
    rows: Sequence[str] = ("cases", "findings"),
) -> Iterator[pyarrow.RecordBatch]:
    """Judge record batches that are sorted by case and place, each case whole."""
    judge = judge_of(
        agreement,
        columns=columns,
        submit=submit,
        as_of=as_of,
        known_by=known_by,
        by_time=by_time,
        bad=bad,
        rows=rows,
    )
    if hasattr(batches, "__arrow_c_stream__"):
        import pyarrow

        batches = pyarrow.RecordBatchReader.from_stream(batches)
    return _judged(judge, batches)


def _judged(judge: _servanda.BatchJudge, batches: Iterable[Any]) -> Iterator[pyarrow.RecordBatch]:
    for batch in batches:
        verdicts = judge.take(batch)
        if verdicts is not None:
            yield verdicts
    verdicts = judge.finish()
    if verdicts is not None:
        yield verdicts
