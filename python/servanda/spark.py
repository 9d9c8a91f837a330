"""Judging logs that have outgrown one machine, on Spark.

Spark has no order of its own, and rows that are not together by case are silently judged wrong. So `verify`
repartitions and sorts by itself, and counts afterwards whether each row, case and finding is there once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from . import _batches
from ._errors import AccountingError, LogError
from ._verify import mapping_of

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

    from . import Agreement
    from ._verify import Instant

#: The verdicts' columns as Spark writes their types.
SCHEMA = (
    "row string, case string, place bigint, kind string, party string, at timestamp, subject string, "
    "obligation string, act string, reason string, deadline timestamp, id string, text string, column string, "
    "outcome string, conformant boolean, events bigint, findings bigint, refusals bigint, as_of timestamp"
)

_OF_XES = {
    "time": "time:timestamp",
    "case": "case:concept:name",
    "actor": "org:resource",
    "act": "concept:name",
}
_FINDING = (
    "case",
    "place",
    "kind",
    "party",
    "at",
    "subject",
    "obligation",
    "act",
    "reason",
    "deadline",
    "id",
    "text",
)
_CASE = ("case", "outcome", "conformant", "events", "findings", "refusals", "as_of")


@dataclass(frozen=True)
class Accounts:
    """What was read, and what came out, counted each by itself."""

    #: How many rows the log has.
    rows: int
    #: How many of them were judged, over all cases.
    judged: int
    #: How many were passed over, each with a row that says why.
    bad: int
    #: How many cases there are.
    cases: int
    #: How many names of cases there are among these.
    distinct_cases: int
    #: How many findings there are.
    findings: int
    #: By how many identities these are known.
    distinct_findings: int
    #: How many findings the cases say that they have.
    told_findings: int

    def check(self) -> None:
        """Raise an error where something is missing, or is there twice."""
        wrong = []
        if self.judged + self.bad != self.rows:
            wrong.append(
                f"{self.rows} rows were read, and {self.judged} were judged and {self.bad} passed over"
            )
        if self.cases != self.distinct_cases:
            wrong.append(f"{self.cases} verdicts are of {self.distinct_cases} cases")
        if self.findings != self.distinct_findings:
            wrong.append(f"{self.findings} findings have {self.distinct_findings} identities")
        if self.findings != self.told_findings:
            wrong.append(f"{self.findings} findings came of {self.told_findings} that the cases have")
        if wrong:
            raise AccountingError("the verdicts don't account for the log: " + "; ".join(wrong))


@dataclass(frozen=True)
class SparkVerdicts:
    """The verdicts of a log, as DataFrames."""

    #: All rows of verdicts, as `verify_batches` gives them; kept until `unpersist`.
    verdicts: DataFrame
    #: What was counted; it is checked before this is handed out.
    accounts: Accounts
    _summary: dict[str, Any] = field(repr=False)

    @property
    def cases(self) -> DataFrame:
        """One row for each case."""
        return self._rows("case", _CASE)

    @property
    def findings(self) -> DataFrame:
        """One row for each finding."""
        return self._rows("finding", _FINDING)

    @property
    def refusals(self) -> DataFrame:
        """One row for each reason for which a submitted event was refused."""
        return self._rows("refusal", _FINDING)

    @property
    def bad(self) -> DataFrame:
        """One row for each row of the log that was passed over."""
        return self._rows("bad", ("case", "place", "column", "text"))

    @property
    def summary(self) -> dict[str, Any]:
        """What all cases come to together: how many, by outcome, and what was found, by kind and party."""
        return self._summary

    def _rows(self, row: str, columns: Sequence[str]) -> DataFrame:
        of = self.verdicts.where(self.verdicts["row"] == row)
        return of.select(*[of[column] for column in columns])

    def unpersist(self) -> None:
        """Let go of what Spark keeps of them."""
        self.verdicts.unpersist()


def verify(
    df: DataFrame,
    agreement: Agreement,
    *,
    partitions: int | None = None,
    columns: str | Mapping[str, str] | None = None,
    submit: bool = False,
    as_of: Instant | None = None,
    known_by: Instant | None = None,
    by_time: bool = False,
    bad: Literal["error", "skip"] = "error",
) -> SparkVerdicts:
    """Judge a log that is a DataFrame, and account for each of its rows."""
    named = mapping_of(columns)
    if isinstance(named, str):
        raise ValueError("columns are named one by one: a mapping of keys to columns is needed")
    pairs = _named(df, dict(named or []))
    case, place = _case_and_place(df, pairs)
    how: dict[str, Any] = {
        "columns": pairs,
        "submit": submit,
        "as_of": as_of,
        "known_by": known_by,
        "by_time": by_time,
        "bad": bad,
        "rows": ("cases", "findings"),
    }
    _try_on_driver(df, agreement, how)
    log = df.select(*[_column(df, column).alias(_plain(column)) for column in _read(pairs)])
    how["columns"] = {key: _plain(column) for key, column in pairs.items()}
    if case is None:
        # A log of one run is judged in one place.
        log = log.repartition(1).sortWithinPartitions(_column(log, _plain(place)))
    else:
        by_case = _column(log, _plain(case))
        log = log.repartition(partitions, by_case) if partitions else log.repartition(by_case)
        log = log.sortWithinPartitions(by_case, _column(log, _plain(place)))

    def judged(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        # What an executor runs: nothing but the package, which it must have.
        return _batches.verify_batches(agreement, batches, **how)

    verdicts = log.mapInArrow(judged, SCHEMA).persist()
    accounts, summary = _account(df, verdicts)
    try:
        accounts.check()
    except AccountingError:
        verdicts.unpersist()
        raise
    return SparkVerdicts(verdicts, accounts, summary)


def _column(df: DataFrame, name: str) -> Any:
    # Without quotes, a dot in a name would be a way into a structure.
    return df["`" + name.replace("`", "``") + "`"]


def _read(pairs: Mapping[str, str]) -> list[str]:
    """The columns that are read, each once."""
    return [column for column in dict.fromkeys(pairs.values()) if not column.startswith("value:")]


def _plain(column: str) -> str:
    """A name without dots, which `mapInArrow` does not put into quotes; constants stay as they are."""
    return column if column.startswith("value:") else column.replace(".", ":")


def _named(df: DataFrame, pairs: dict[str, str]) -> dict[str, str]:
    """Which column says what: those that are named, and those that are known by their names."""
    missing = [it for it in pairs.values() if it not in df.columns and not it.startswith("value:")]
    if missing:
        there = ", ".join(f"`{column}`" for column in df.columns)
        raise LogError(f"there is no column `{missing[0]}`: the table has {there}", column=missing[0])
    is_of_xes = "concept:name" in df.columns and "act" not in df.columns
    for key, column in _OF_XES.items():
        if key not in pairs and column in df.columns and (is_of_xes or key not in df.columns):
            pairs[key] = column
    if is_of_xes:
        if "place" in df.columns:
            pairs.setdefault("place", "place")
        return pairs
    taken = set(pairs.values())
    for column in df.columns:
        if column not in taken and column not in pairs and (
            column in _KEYS or column.startswith("told.")
        ):
            pairs[column] = column
    return pairs


_KEYS = frozenset(
    "time case actor act place event known id subject actors quantity told attest deny release extend amend waive "
    "amended until verified_by debtor creditor retract correct complete note source".split()
)


def _case_and_place(df: DataFrame, pairs: Mapping[str, str]) -> tuple[str | None, str]:
    place = pairs.get("place")
    if place is None or place.startswith("value:"):
        raise LogError(
            "no column says the place of a row in the log: a table of Spark has no order of its own, so name a "
            "column of whole numbers by the key `place`",
            column="place",
        )
    case = pairs.get("case")
    if case is None and "event" in pairs:
        raise LogError(
            "no column names the case: what stands in `event` can't be brought together; name a column by the key "
            "`case`",
            column="case",
        )
    return (None if case is None or case.startswith("value:") else case), place


def _try_on_driver(df: DataFrame, agreement: Agreement, how: dict[str, Any]) -> None:
    """Judge a row without a value, so that what is wrong with the columns is an error here and not on an executor."""
    import pyarrow
    from pyspark.sql.types import TimestampNTZType

    fields = []
    for it in df.schema.fields:
        if it.name not in _read(how["columns"]):
            continue
        if isinstance(it.dataType, TimestampNTZType):
            of = pyarrow.timestamp("us")
        elif it.dataType.typeName() == "timestamp":
            of = pyarrow.timestamp("us", "UTC")
        else:
            of = {"bigint": pyarrow.int64(), "int": pyarrow.int32()}.get(
                it.dataType.simpleString(), pyarrow.string()
            )
        fields.append(pyarrow.field(it.name, of))
    place = how["columns"]["place"]
    of_place = df.schema[place].dataType.simpleString()
    if of_place not in ("tinyint", "smallint", "int", "bigint"):
        raise LogError(f"column `{place}`: not of whole numbers, but of the type {of_place}", column=place)
    # A row without a value is passed over; what is wrong with the columns themselves is an error all the same.
    nothing = pyarrow.RecordBatch.from_pylist([{}], schema=pyarrow.schema(fields))
    list(_batches.verify_batches(agreement, [nothing], **{**how, "bad": "skip"}))


def _account(df: DataFrame, verdicts: DataFrame) -> tuple[Accounts, dict[str, Any]]:
    from pyspark.sql import functions as f

    def of(row: str, what: Any) -> Any:
        return f.when(f.col("row") == row, what)

    counted = verdicts.agg(
        f.sum(of("case", f.col("events"))).alias("judged"),
        f.sum(of("bad", f.col("events"))).alias("bad"),
        f.count(of("case", f.lit(1))).alias("cases"),
        f.countDistinct(of("case", f.coalesce(f.col("case"), f.lit("")))).alias("distinct_cases"),
        f.count(of("finding", f.lit(1))).alias("findings"),
        f.countDistinct(of("finding", f.col("id"))).alias("distinct_findings"),
        f.sum(of("case", f.col("findings"))).alias("told_findings"),
        f.sum(of("case", f.col("conformant").cast("long"))).alias("conformant"),
        f.sum(of("case", f.col("refusals"))).alias("refusals"),
    ).collect()[0].asDict()
    counts = {name: int(number or 0) for name, number in counted.items()}
    conformant, refusals = counts.pop("conformant"), counts.pop("refusals")
    accounts = Accounts(rows=df.count(), **counts)
    by = verdicts.groupBy("row", "outcome", "kind", "party").count().collect()
    outcomes: dict[str, int] = {}
    findings: dict[str, int] = {}
    parties: dict[str, dict[str, int]] = {}
    for group in by:
        if group["row"] == "case":
            outcomes[group["outcome"]] = outcomes.get(group["outcome"], 0) + group["count"]
        elif group["row"] == "finding":
            findings[group["kind"]] = findings.get(group["kind"], 0) + group["count"]
            of_party = parties.setdefault(group["party"], {})
            of_party[group["kind"]] = of_party.get(group["kind"], 0) + group["count"]
    summary = {
        "cases": accounts.cases,
        "conformant": conformant,
        "refusals": refusals,
        "skipped": accounts.bad,
        "outcomes": outcomes,
        "findings": findings,
        "parties": parties,
    }
    return accounts, summary
