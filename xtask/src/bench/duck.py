"""Answers one policy of the bench with DuckDB, on one thread, and counts."""

import sys

import duckdb

POLICIES = {
    "resp": """
        SELECT count(*) FROM log r WHERE name = 'request' AND NOT EXISTS (
            SELECT 1 FROM log g WHERE g.name = 'grant' AND g.x0 = r.x0
            AND g.ts BETWEEN r.ts AND r.ts + 604800)""",
    "cnt": """
        SELECT count(*) FROM (SELECT count(*) OVER (PARTITION BY x0 ORDER BY ts
            RANGE BETWEEN 604800 PRECEDING AND CURRENT ROW) AS c FROM log) WHERE c > 24""",
    "agg": """
        SELECT count(*) FROM (SELECT sum(x1) OVER (PARTITION BY x0 ORDER BY ts
            RANGE BETWEEN 604800 PRECEDING AND CURRENT ROW) AS s FROM log) WHERE s > 13000""",
}

policy, path = sys.argv[1:]
database = duckdb.connect(config={"threads": 1})
columns = "{'ts': 'BIGINT', 'name': 'VARCHAR', 'x0': 'BIGINT', 'x1': 'BIGINT', 'x2': 'BIGINT'}"
database.execute(f"CREATE TABLE log AS FROM read_csv('{path}', header = true, columns = {columns})")
print(database.execute(POLICIES[policy]).fetchone()[0])
