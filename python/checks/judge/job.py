"""One job of Spark in a process of its own: judges the shuffled log, and says what it took.

    python -m judge.job FOLDER MASTER PARTITIONS KILL_AT OUT [KEY=VALUE]...

KILL_AT is after how many seconds of judging an executor's JVM is killed by -9; `never` where none is.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet

import servanda
import servanda.spark

from .made import AS_OF


def children(of: int) -> list[int]:
    """The processes below one, by what the system says of each."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            parents[int(entry.name)] = int(stat.rsplit(")", 1)[1].split()[1])
    found, todo = [], [of]
    while todo:
        parent = todo.pop()
        below = [pid for pid, its in parents.items() if its == parent]
        found += below
        todo += below
    return found


def executors() -> list[int]:
    """The JVMs of executors that this process has started."""
    found = []
    for pid in children(os.getpid()):
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            continue
        if b"CoarseGrainedExecutorBackend" in command and b"java" in command.split(b"\0")[0]:
            found.append(pid)
    return found


def session(master: str, conf: dict[str, str]) -> Any:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master(master).appName("judge")
    fixed = {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.adaptive.coalescePartitions.enabled": "false",
    }
    for key, value in {**fixed, **conf}.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def spilled(spark: Any) -> int:
    """How many bytes went from memory to disk, over all stages."""
    store = spark.sparkContext._jsc.sc().statusStore()
    total = 0
    stages = store.stageList(None, False, False, spark.sparkContext._gateway.new_array(
        spark.sparkContext._jvm.double, 0), None)
    for place in range(stages.size()):
        stage = stages.apply(place)
        total += stage.memoryBytesSpilled() + stage.diskBytesSpilled()
    return int(total)


def main() -> None:
    folder, master, partitions, kill_at, out, *conf = sys.argv[1:]
    agreement = servanda.Agreement.from_file(Path(folder) / "agreement.json")
    spark = session(master, dict(pair.split("=", 1) for pair in conf))
    spark.sparkContext.setLogLevel("OFF")
    log = spark.read.parquet(str(Path(folder) / "shuffled.parquet"))
    log.count()
    killed: list[int] = []

    def kill() -> None:
        for pid in executors()[:1]:
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)

    timer = None
    if kill_at != "never":
        timer = threading.Timer(float(kill_at), kill)
        timer.start()
    start = time.monotonic()
    verdicts = servanda.spark.verify(log, agreement, partitions=int(partitions), as_of=AS_OF)
    took = time.monotonic() - start
    table = verdicts.verdicts.toArrow()
    if timer is not None:
        timer.join()
    pyarrow.parquet.write_table(table, out)
    told = {"took": took, "killed": len(killed), "spilled": spilled(spark), "rows": verdicts.accounts.rows}
    spark.stop()
    left = children(os.getpid())
    deadline = time.monotonic() + 20
    while left and time.monotonic() < deadline:
        time.sleep(0.5)
        # The gateway's own JVM lives as long as this process; executors and workers must be gone.
        left = [pid for pid in children(os.getpid()) if pid in executors()]
    told["left"] = len(left)
    print(json.dumps(told))


if __name__ == "__main__":
    main()
