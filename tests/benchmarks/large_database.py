"""Fill a server's database as years of use would, in SQL: copies of one flow and of what its run left behind."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

MESSAGES_IN_A_SESSION = 50
TRACES = 100_000
TRANSACTIONS = 300_000
OF_ONE_FLOW = 3_000
"""As many transactions and builds as the server keeps of one flow."""
FILES = 1_000

Execute = Callable[[str], Any]

NUMBERS = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})"

COPY = f"""
{NUMBERS}
INSERT INTO {{table}} ({{columns}}, {{names}})
SELECT {{columns}}, {{values}}
FROM (SELECT * FROM {{table}} WHERE {{which}} LIMIT 1) AS one, numbers {{join}}
"""

NUMBERED_FLOWS = """
CREATE TEMPORARY TABLE many AS
SELECT id AS flow_key, row_number() OVER (ORDER BY id) AS number FROM flows_flow WHERE user_id = '{user}'
"""

OF_MANY_FLOWS = f"JOIN many ON many.number = 1 + (n / {MESSAGES_IN_A_SESSION}) % {{flows}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """What each database says in its own way."""

    name: str

    new_id: str

    moment: str
    """That many `unit`s, `n`, after the start of a year."""

    columns: str
    """A query for the columns of a table."""


SQLITE = Dialect(
    name="SQLite",
    new_id="lower(hex(randomblob(16)))",
    moment="datetime('2026-01-01', n || ' {unit}') || '.000001'",
    columns="SELECT name FROM pragma_table_info('{table}')",
)
POSTGRESQL = Dialect(
    name="PostgreSQL",
    new_id="gen_random_uuid()",
    moment="TIMESTAMPTZ '2026-01-01Z' + n * INTERVAL '1 {unit}'",
    columns="SELECT column_name FROM information_schema.columns WHERE table_name = '{table}'",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much there shall be."""

    flows: int = int(os.environ.get("BENCH_FLOWS", "10000"))
    messages: int = int(os.environ.get("BENCH_MESSAGES", "1000000"))


def fill(folder: Path, database_url: str | None, flow: dict[str, Any], size: Size) -> None:
    """Copy the flow, which has run once, and its records: into PostgreSQL, or SQLite in the server's folder."""
    dialect = POSTGRESQL if database_url else SQLITE
    with _connected(folder, database_url) as execute:
        _Filler(execute, dialect, flow, size).fill()


@contextmanager
def _connected(folder: Path, database_url: str | None) -> Iterator[Execute]:
    if database_url:
        with psycopg.connect(database_url) as postgresql:
            yield postgresql.execute
            postgresql.commit()
            postgresql.autocommit = True
            postgresql.execute("VACUUM ANALYZE")  # what the server's own daemon does sooner or later
        return
    with closing(sqlite3.connect(folder / "data" / "langflow.db", timeout=30)) as database:
        database.execute("PRAGMA cache_size = -400000")
        yield database.execute
        database.commit()


@dataclass(frozen=True, slots=True)
class _Filler:
    execute: Execute
    dialect: Dialect
    flow: dict[str, Any]
    size: Size

    def fill(self) -> None:
        flow, user = (self._id(self.flow[name]) for name in ("id", "user_id"))
        new = {"id": self.dialect.new_id}
        own = f"flow_id = '{flow}'"
        self._copy(
            "flows_flow", self.size.flows, f"id = '{flow}'",
            {**new, "version_stamp": self.dialect.new_id, "updated_at": self._moment("minutes"),
             "endpoint_name": "NULL", "name": "'Flow ' || n", "is_component": "(n % 100 = 0)"},
        )  # fmt: skip
        self.execute(NUMBERED_FLOWS.format(user=user))
        times = {"timestamp": self._moment("seconds")}
        spread = {**new, **times, "flow_id": "many.flow_key"}
        session = f"'session ' || (n / {MESSAGES_IN_A_SESSION})"
        text = {"session_id": session, "text": "'message ' || n"}
        self._copy("monitor_message", self.size.messages, own, {**spread, **text}, join=OF_MANY_FLOWS)
        self._copy("monitor_trace", TRACES, own, {**spread, "session_id": session}, join=OF_MANY_FLOWS)
        self._copy("monitor_transaction", TRANSACTIONS, own, spread, join=OF_MANY_FLOWS)
        self._copy("monitor_transaction", OF_ONE_FLOW, own, {**new, **times})
        builds = {"build_id": self.dialect.new_id, **times, "vertex_id": "'vertex ' || (n % 40)"}
        self._copy("monitor_vertexbuild", OF_ONE_FLOW, own, builds)
        names = {"name": "'file ' || n", "file_name": "'file ' || n || '.txt'", "key": "'users/none/' || n"}
        self._copy("files_userfile", FILES, f"user_id = '{user}'", {**new, **names})

    def _copy(self, table: str, count: int, which: str, values: dict[str, str], join: str = "") -> None:
        """Copy the one row so many times, with these columns made anew."""
        rows = self.execute(self.dialect.columns.format(table=table)).fetchall()
        columns = [name for (name,) in rows if name not in values]
        statement = COPY.format(
            table=table, columns=", ".join(columns), names=", ".join(values), values=", ".join(values.values()),
            which=which, join=join.format(flows=self.size.flows), count=count,
        )  # fmt: skip
        self.execute(statement)

    def _id(self, identifier: str) -> str:
        return identifier.replace("-", "")

    def _moment(self, unit: str) -> str:
        return self.dialect.moment.format(unit=unit)
