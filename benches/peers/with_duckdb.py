"""The rules in SQL, written by hand, with window functions.

    with_duckdb.py memory|file THREADS FOLDER

`memory`: the log is loaded into a table of typed columns first, and only the query counts.
`file`: DuckDB's own JSON reader reads the log, and all of it counts.
"""

import json
import resource
import sys
import time

import duckdb

COLUMNS = """{time: 'TIMESTAMP', "case": 'VARCHAR', actor: 'VARCHAR', act: 'VARCHAR',
    attest: 'VARCHAR', quantity: 'BIGINT'}"""

LOG = """
    SELECT row_number() OVER () AS place, "case" AS run, actor, act, attest,
        coalesce(quantity, 1) AS quantity
    FROM read_json('{folder}/log.jsonl', format = 'newline_delimited', columns = {columns})
"""

# What holds before an event is what the effective events before it have brought.
VERDICTS = """
CREATE OR REPLACE TABLE verdicts AS
WITH authorised AS (
    SELECT *, CASE
        WHEN attest IS NOT NULL THEN actor = 'un'
        WHEN act IN ('accept-proposal', 'cease-work', 'render-inoperable', 'remove-weapons',
            'accept-safeguards', 'resume-work', 'introduce-weapons') THEN actor = 'ussr'
        WHEN act IN ('lift-quarantine', 'assure-no-invasion') THEN actor = 'us'
        WHEN act = 'establish-arrangements' THEN actor = 'un'
        WHEN act = 'conclude-arrangement' THEN actor IN ('us', 'ussr', 'un')
        ELSE false END AS may
    FROM log
),
before AS (
    SELECT *,
        coalesce(bool_or(may AND act = 'accept-proposal') OVER earlier, false) AS accepted,
        coalesce(bool_or(may AND act = 'cease-work') OVER earlier, false) AS ceased,
        coalesce(bool_or(may AND act = 'render-inoperable') OVER earlier, false) AS rendered,
        coalesce(bool_or(may AND act = 'conclude-arrangement') OVER earlier, false) AS concluded,
        coalesce(bool_or(may AND act = 'establish-arrangements') OVER earlier, false)
            AS established,
        coalesce(sum(CASE WHEN may AND act = 'remove-weapons' THEN quantity ELSE 0 END)
            OVER earlier, 0) AS removed
    FROM authorised
    WINDOW earlier AS (
        PARTITION BY run ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
attested AS (
    SELECT *,
        attest = 'remove-weapons' AND may AND accepted AND ceased AND rendered AND removed >= 84
            AS attests,
        coalesce(bool_or(attest = 'remove-weapons' AND may AND accepted AND ceased AND rendered
            AND removed >= 84) OVER earlier, false) AS was_attested
    FROM before
    WINDOW earlier AS (
        PARTITION BY run ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
SELECT run,
    count(*) FILTER (NOT may OR (attest IS NOT NULL AND (NOT attests OR was_attested))) AS void,
    count(*) FILTER (may AND (
        (act = 'conclude-arrangement' AND actor <> 'us' AND NOT (ceased AND rendered))
        OR (act = 'establish-arrangements' AND NOT concluded)
        OR (act = 'remove-weapons' AND NOT (ceased AND rendered))
        OR (act IN ('lift-quarantine', 'assure-no-invasion')
            AND NOT (established AND was_attested)))) AS premature,
    count(*) FILTER (may AND (
        (act = 'resume-work' AND accepted AND ceased)
        OR (act = 'introduce-weapons' AND accepted))) AS prohibited
FROM attested
GROUP BY run
"""


def main():
    row, threads, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    database = duckdb.connect(config={"threads": threads})
    source = LOG.format(folder=folder, columns=COLUMNS)
    start, busy = time.perf_counter(), time.process_time()
    if row == "memory":
        database.execute(f"CREATE TABLE log AS {source}")
        start, busy = time.perf_counter(), time.process_time()
    else:
        database.execute(f"CREATE VIEW log AS {source}")
    database.execute(VERDICTS)
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    rows = database.execute("SELECT * FROM verdicts ORDER BY run").fetchall()
    with open(f"{folder}/verdicts-duckdb-{row}-{threads}.csv", "w") as file:
        file.writelines(",".join(map(str, row)) + "\n" for row in rows)
    print(json.dumps({"seconds": seconds, "cpu": busy, "peak_kib": peak}))


main()
