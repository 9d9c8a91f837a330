"""Spark: the same verdicts as in one place, accounted for, and faults told at the driver."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow
import pytest
from conftest import UTC, sales

import servanda
import servanda.spark

pytest.importorskip("pyspark")

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

AS_OF = "2026-03-01T00:00:00Z"


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    from pyspark.sql import SparkSession

    # Workers run the Python that has the package.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local[2]")
        .appName("servanda")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.session.timeZone", "America/New_York")
        .getOrCreate()
    )
    yield session
    session.stop()


def frame(spark: SparkSession, events: list[dict[str, Any]]) -> DataFrame:
    """A log that comes in no order."""
    from pyspark.sql import functions as f

    schema = "time timestamp, case string, actor string, act string, place bigint"
    rows = [
        (it["time"], it["case"], it["actor"], it["act"], place) for place, it in enumerate(events, 1)
    ]
    return spark.createDataFrame(rows, schema).orderBy(f.rand(seed=3))


def found(rows: list[Any]) -> list[str]:
    keys = ("case", "kind", "party", "obligation", "act", "reason", "id", "text")
    return sorted(repr([row["place"], row["at"].timestamp(), *(row[key] for key in keys)]) for row in rows)


def expected(verdicts: servanda.Verdicts) -> list[str]:
    return found([{**row, "place": row["event"]} for row in verdicts.findings().to_pylist()])


@pytest.mark.parametrize("partitions", [1, 7, None])
def test_verdicts_are_those_of_one_machine(
    spark: SparkSession, sale: servanda.Agreement, partitions: int | None
) -> None:
    events = sales(300)
    events += [
        {"time": datetime(1800, 1, 1, tzinfo=UTC), "case": "old", "actor": "buyer", "act": "pay"},
        {"time": datetime(1800, 3, 1, tzinfo=UTC), "case": "old", "actor": "seller", "act": "deliver"},
    ]
    whole = servanda.verify(sale, events, as_of=AS_OF)
    verdicts = servanda.spark.verify(frame(spark, events), sale, partitions=partitions, as_of=AS_OF)
    # Spark hands times over in the zone of the driver: they are compared as instants.
    assert found(verdicts.findings.toArrow().to_pylist()) == expected(whole)
    cases = {row["case"]: (row["outcome"], row["conformant"]) for row in verdicts.cases.collect()}
    assert cases == {row["case"]: (row["outcome"], row["conformant"]) for row in whole.cases().to_pylist()}
    assert (verdicts.accounts.rows, verdicts.accounts.cases) == (len(events), 301)
    summary, ours = verdicts.summary, whole.summary
    assert (summary["cases"], summary["conformant"]) == (ours.cases, ours.conformant)
    assert summary["findings"] == ours.findings
    assert sum(summary["outcomes"].values()) == 301
    assert summary["parties"]["seller"]["overdue"] > 0
    verdicts.unpersist()


def test_columns_of_pm4py_and_a_gatekeeper(spark: SparkSession, sale: servanda.Agreement) -> None:
    events = sales(100)
    log = frame(spark, events).toDF(
        "time:timestamp", "case:concept:name", "org:resource", "concept:name", "place"
    )
    verdicts = servanda.spark.verify(log, sale, submit=True, as_of=AS_OF)
    whole = servanda.verify(sale, events, submit=True, as_of=AS_OF)
    assert verdicts.summary["refusals"] == sum(row["refusals"] for row in whole.cases().to_pylist()) > 0
    assert len(verdicts.refusals.collect()) == len(whole.refusals())
    renamed = log.withColumnRenamed("concept:name", "what.was done")
    named = servanda.spark.verify(renamed, sale, columns={"act": "what.was done"}, as_of=AS_OF, submit=True)
    assert named.accounts == verdicts.accounts


def test_bad_rows_are_errors_or_are_told(spark: SparkSession, sale: servanda.Agreement) -> None:
    from pyspark.sql import functions as f

    log = frame(spark, sales(100)).withColumn(
        "place", f.when(f.col("place") == 7, f.lit(None)).otherwise(f.col("place"))
    )
    with pytest.raises(Exception, match="column `place`: no value, and each row has a place"):
        servanda.spark.verify(log, sale)
    verdicts = servanda.spark.verify(log, sale, bad="skip")
    [bad] = verdicts.bad.collect()
    assert (bad["column"], bad["place"]) == ("place", None)
    assert verdicts.accounts.bad == 1 == verdicts.summary["skipped"]
    assert verdicts.accounts.judged == verdicts.accounts.rows - 1


def test_what_is_wrong_with_columns_is_told_at_the_driver(
    spark: SparkSession, sale: servanda.Agreement
) -> None:
    log = frame(spark, sales(3))
    faults: list[tuple[Any, dict[str, Any], str]] = [
        (log.drop("place"), {}, "no column says the place of a row in the log"),
        (log.withColumn("place", log["place"].cast("string")), {}, "column `place`: not of whole numbers"),
        (log.withColumn("time", log["time"].cast("timestamp_ntz")), {}, "column `time`: a time without a zone"),
        (log.drop("time"), {}, "no column says when something happened"),
        (log, {"columns": {"act": "what"}}, "there is no column `what`: the table has `time`"),
        (log, {"columns": {"what": "act"}}, "`what` is not a key of an event"),
        (log.selectExpr("place", "'{}' as event"), {}, "no column names the case"),
    ]
    for table, how, text in faults:
        with pytest.raises(servanda.LogError) as raised:
            servanda.spark.verify(table, sale, **how)
        assert str(raised.value).startswith(text)
    with pytest.raises(ValueError):
        servanda.spark.verify(log, sale, as_of="end")


def test_verdicts_that_do_not_account_for_the_log_are_no_verdicts() -> None:
    right = servanda.spark.Accounts(
        rows=7,
        judged=6,
        bad=1,
        cases=2,
        distinct_cases=2,
        findings=3,
        distinct_findings=3,
        told_findings=3,
    )
    right.check()
    for wrong, text in [
        ({"rows": 8}, "8 rows were read, and 6 were judged and 1 passed over"),
        ({"cases": 3}, "3 verdicts are of 2 cases"),
        ({"findings": 4, "told_findings": 4}, "4 findings have 3 identities"),
        ({"told_findings": 2}, "3 findings came of 2 that the cases have"),
    ]:
        with pytest.raises(servanda.AccountingError) as raised:
            replace(right, **wrong).check()
        assert str(raised.value) == f"the verdicts don't account for the log: {text}"


def test_a_stream_keeps_the_state_of_each_case(
    spark: SparkSession, sale: servanda.Agreement, tmp_path: Path
) -> None:
    import pandas
    import pyarrow.parquet

    zone = spark.conf.get("spark.sql.session.timeZone")

    def judged(key: Any, frames: Any, state: Any) -> Iterator[pandas.DataFrame]:
        docket = servanda.Docket.restore(sale, bytes(state.get[0])) if state.exists else servanda.Docket(sale)
        since = docket.offset
        for frame in frames:
            frame["time"] = frame["time"].dt.tz_localize(zone)
            for event in frame.sort_values("place").drop(columns="place").to_dict("records"):
                docket.record(event)
        state.update((docket.save(),))
        found = docket.findings_since(since)
        yield pandas.DataFrame({key: [it[key] for it in found] for key in ("case", "kind")})

    events = sales(40)
    placed = [{**event, "place": place} for place, event in enumerate(events, 1)]
    (tmp_path / "log").mkdir()
    for number, start in enumerate(range(0, len(placed), 40)):
        part = pyarrow.Table.from_pylist(placed[start : start + 40])
        pyarrow.parquet.write_table(part, tmp_path / "log" / f"{number}.parquet")
    log = spark.readStream.schema("time timestamp, case string, actor string, act string, place bigint")
    grouped = log.option("maxFilesPerTrigger", 1).parquet(str(tmp_path / "log")).groupBy("case")
    found = grouped.applyInPandasWithState(
        judged, "case string, kind string", "state binary", "append", "NoTimeout"
    )
    query = found.writeStream.format("memory").queryName("found").outputMode("append")
    query.trigger(availableNow=True).start().awaitTermination()
    ours = sorted((row["case"], row["kind"]) for row in spark.table("found").collect())
    whole = servanda.verify(sale, events).findings().to_pylist()
    assert ours == sorted((row["case"], row["kind"]) for row in whole) != []


def test_an_engine_that_hands_verdicts_over_twice_is_noticed(
    spark: SparkSession, sale: servanda.Agreement
) -> None:
    def twice(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in servanda.verify_batches(sale, batches, as_of=AS_OF):
            yield batch
            yield batch

    log = frame(spark, sales(50))
    sorted_log = log.repartition(2, "case").sortWithinPartitions("case", "place")
    accounts, _ = servanda.spark._account(log, sorted_log.mapInArrow(twice, servanda.spark.SCHEMA))
    with pytest.raises(servanda.AccountingError):
        accounts.check()
