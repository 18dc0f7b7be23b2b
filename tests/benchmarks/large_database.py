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
"""Of the user, and as many of one flow."""
SMALL_THINGS = 1_000
"""As many users, keys, variables and projects."""
SHARED_ITEMS = 10_000
LIKES_OF_ALL = 50_000
CHUNKS = 20_000
JOBS = 100_000
MODEL_USES = 100_000

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

SESSIONS = """
INSERT INTO monitor_chatsession (flow_id, user_id, session_id)
SELECT DISTINCT flow_id, user_id, session_id FROM monitor_message JOIN flows_flow ON flows_flow.id = flow_id
WHERE session_id LIKE 'session %'
"""

GROUPED = "session_id LIKE 'session %'"
SEARCHED = "lower(session_id || ' ' || name)"
TRACE_GROUPS = f"""
INSERT INTO monitor_tracegroup (id, flow_id, user_id, searched)
SELECT row_number() OVER (), flow_id, user_id, searched
FROM (SELECT DISTINCT flow_id, user_id, {SEARCHED} AS searched FROM monitor_trace WHERE {GROUPED}) AS groups
"""
GROUP_TRACES = f"""
UPDATE monitor_trace SET group_id = (
    SELECT id FROM monitor_tracegroup WHERE flow_id = monitor_trace.flow_id AND searched = {SEARCHED}
) WHERE {GROUPED}
"""

LIKES = """
INSERT INTO store_like (user_id, item_id, created_at)
SELECT liking.id, item.id, item.created_at FROM accounts_user AS liking, store_shareditem AS item
WHERE liking.id <> '{user}' LIMIT {count}
"""

FIRST_CHUNK = """
INSERT INTO knowledge_chunk (
    knowledge_base_id, job_id, content, words, characters, vector,
    source, file_name, number, number_of_chunks, ingested_at
)
SELECT id, {new_id}, '{content}', 100, 1000, {vector}, 'first.txt', 'first.txt', 0, 1, created_at
FROM knowledge_knowledgebase WHERE user_id = '{user}'
"""

FIRST_MODEL_USE = """
INSERT INTO monitor_modeluse (id, flow_id, timestamp, model_name, calls, input_tokens, output_tokens)
SELECT {new_id}, id, updated_at, 'gpt', 1, 10, 20 FROM flows_flow WHERE id = '{flow}'
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

    vector: str
    """As long as those of a usual embedding model."""


SQLITE = Dialect(
    name="SQLite",
    new_id="lower(hex(randomblob(16)))",
    moment="datetime('2026-01-01', n || ' {unit}') || '.000001'",
    columns="SELECT name FROM pragma_table_info('{table}')",
    vector="zeroblob(4 * 1536)",
)
POSTGRESQL = Dialect(
    name="PostgreSQL",
    new_id="gen_random_uuid()",
    moment="TIMESTAMPTZ '2026-01-01Z' + n * INTERVAL '1 {unit}'",
    columns="SELECT column_name FROM information_schema.columns WHERE table_name = '{table}'",
    vector="array_fill(0.5::real, ARRAY[1536])",
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
        self.execute(SESSIONS)
        self._copy("monitor_trace", TRACES, own, {**spread, "session_id": session}, join=OF_MANY_FLOWS)
        self.execute(TRACE_GROUPS)
        self.execute(GROUP_TRACES)
        self._copy("monitor_transaction", TRANSACTIONS, own, spread, join=OF_MANY_FLOWS)
        self._copy("monitor_transaction", OF_ONE_FLOW, own, {**new, **times})
        builds = {"build_id": self.dialect.new_id, **times, "vertex_id": "'vertex ' || (n % 40)"}
        self._copy("monitor_vertexbuild", OF_ONE_FLOW, own, builds)
        jobs = {**new, "flow_id": "many.flow_key", "created_at": times["timestamp"]}
        self._copy("execution_job", JOBS, own, jobs, join=OF_MANY_FLOWS)
        self._fill_small_lists(flow, user)
        self._fill_knowledge(user)
        self.execute(FIRST_MODEL_USE.format(flow=flow, new_id=self.dialect.new_id))
        model = {"model_name": "'model ' || (n % 5)"}
        self._copy("monitor_modeluse", MODEL_USES, own, {**spread, **model}, join=OF_MANY_FLOWS)

    def _fill_small_lists(self, flow: str, user: str) -> None:
        new = {"id": self.dialect.new_id}
        name, own = {"name": "'thing ' || n"}, f"user_id = '{user}'"
        path = {"file_name": "'file ' || n || '.txt'", "key": "'users/none/' || n"}
        self._copy("files_userfile", FILES, own, {**new, **name, **path})
        self._copy("files_flowfile", FILES, f"flow_id = '{flow}'", {**new, **name, "key": "'flows/none/' || n"})
        self._copy("accounts_user", SMALL_THINGS, f"id = '{user}'", {**new, "username": "'user ' || n"})
        self._copy("accounts_apikey", SMALL_THINGS, own, {**new, **name, "key_hash": "'none ' || n"})
        self._copy("accounts_variable", SMALL_THINGS, own, {**new, **name})
        self._copy("projects_project", SMALL_THINGS, own, {**new, **name})
        times = {"updated_at": self._moment("minutes"), "is_private": "(n % 2 = 0)"}
        self._copy("store_shareditem", SHARED_ITEMS, own, {**new, **name, **times})
        self.execute(LIKES.format(user=user, count=LIKES_OF_ALL))

    def _fill_knowledge(self, user: str) -> None:
        content = "many words of a text, " * 50
        new_id, vector = self.dialect.new_id, self.dialect.vector
        self.execute(FIRST_CHUNK.format(user=user, content=content, vector=vector, new_id=new_id))
        numbered = {"id": "n + 1", "content": f"'chunk ' || n || ': {content}'", "number": "n"}
        self._copy("knowledge_chunk", CHUNKS, "number = 0", numbered)

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
