"""The parts of the check that need one machine: batches of every size, other engines, real logs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet

import servanda

from . import command
from .compare import Truth
from .made import AS_OF


def rows_of(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[dict[str, Any]]:
    for batch in batches:
        yield from batch.to_pylist()


def sorted_table(folder: Path) -> pyarrow.Table:
    table = pyarrow.parquet.read_table(folder / "shuffled.parquet")
    return table.sort_by([("case", "ascending"), ("place", "ascending")]).combine_chunks()


def batches(folder: Path, truth: Truth, agreement: servanda.Agreement) -> None:
    """Shuffled, sorted by pyarrow, and cut into batches of 1, 7 and 10,000 rows."""
    [whole] = sorted_table(folder).to_batches()
    for size in (1, 7, 10_000):
        cut = (whole.slice(start, size) for start in range(0, whole.num_rows, size))
        truth.check(f"batches of {size:,}", rows_of(servanda.verify_batches(agreement, cut, as_of=AS_OF)))


def engines(folder: Path, truth: Truth, agreement: servanda.Agreement) -> None:
    """DuckDB and polars, in and out."""
    import duckdb
    import polars

    path = folder / "shuffled.parquet"
    # A connection reads one answer at a time: what is read and what is made of it need two.
    relation = duckdb.connect().sql(f"select * from '{path}' order by \"case\", place")
    judged = servanda.verify_batches(agreement, relation, as_of=AS_OF)
    verdicts = pyarrow.RecordBatchReader.from_batches(servanda.verdict_schema(), judged)
    back = duckdb.connect().from_arrow(verdicts).to_arrow_table()
    truth.check("DuckDB in and out", back.to_pylist())
    frame = polars.read_parquet(path).sort("case", "place")
    judged = servanda.verify_batches(agreement, frame, as_of=AS_OF)
    out = polars.from_arrow(pyarrow.Table.from_batches(judged, servanda.verdict_schema()))
    assert isinstance(out, polars.DataFrame)
    truth.check("polars in and out", out.to_arrow().to_pylist())
    # As a whole log, in the order of its places.
    whole = servanda.verify(agreement, polars.read_parquet(path).sort("place"), as_of=AS_OF)
    findings = [{**row, "row": "finding"} for row in whole.findings().to_pylist()]
    truth.check("polars as a whole log", [*findings, *({**row, "row": "case"} for row in whole.cases().to_pylist())])


#: Real logs: the log, its agreement, and how it is read, by the command and here.
REAL: list[tuple[str, str, list[str], dict[str, Any]]] = [
    ("sepsis.xes.gz", "sepsis.agreement.json", ["--map", "actor=value:hospital"], {"mapping": {"actor": "value:hospital"}}),
    ("receipt.xes.gz", "receipt-two.agreement.toml", [], {}),
]


def logs(folder: Path) -> None:
    """Real logs, each as the command judges it; `LOGS` names their folder."""
    where = os.environ.get("LOGS")
    if where is None:
        print("real logs: left out, for LOGS names no folder of them")
        return
    for log, document, options, how in REAL:
        path, of = Path(where) / log, Path(where) / document
        agreement = servanda.Agreement.from_file(of)
        out = folder / "real"
        ends = ["--as-of", "end", *options]
        truth = Truth(command.findings(of, path, out, *ends), command.cases(of, path, *ends))
        verdicts = servanda.verify(agreement, path, as_of="end", **how)
        findings = [{**row, "row": "finding"} for row in verdicts.findings().to_pylist()]
        truth.check(log, [*findings, *({**row, "row": "case"} for row in verdicts.cases().to_pylist())])
