"""Lists, filters and pages of an installation that is used a lot: ten thousand flows, a million messages.

`BENCH_FLOWS` and `BENCH_MESSAGES` make it smaller. `python -m tests.benchmarks.large_lists` measures only this.
"""

import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

import httpx

from tests.contract.lfkit import chain_flow
from tests.live_server import LiveServer, running_server

FLOWS = int(os.environ.get("BENCH_FLOWS", "10000"))
MESSAGES = int(os.environ.get("BENCH_MESSAGES", "1000000"))
MESSAGES_IN_A_SESSION = 50
BUDGET = "budget 50 ms"
ASKED = 15

Row = tuple[str, str, str]

NUMBERS = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count)"
NEW_ID = "lower(hex(randomblob(16)))"

COPY_FLOW = f"""
{NUMBERS}
INSERT INTO flows_flow ({{columns}}, id, name, version_stamp, updated_at)
SELECT {{columns}}, {NEW_ID}, 'Flow ' || n, {NEW_ID}, datetime('2026-01-01', n || ' minutes') || '.000001'
FROM numbers, flows_flow WHERE flows_flow.id = :flow
"""

NUMBER_FLOWS = "CREATE TEMP TABLE many AS SELECT id FROM flows_flow WHERE user_id = :user"
"""Rows of a new table are numbered from 1 on."""

COPY_MESSAGE = f"""
{NUMBERS}
INSERT INTO monitor_message ({{columns}}, id, flow_id, session_id, timestamp, text)
SELECT {{columns}}, {NEW_ID}, many.id, 'session ' || n / {MESSAGES_IN_A_SESSION},
       datetime('2026-01-01', n || ' seconds') || '.000001', 'message ' || n
FROM numbers JOIN many ON many.rowid = 1 + (n / {MESSAGES_IN_A_SESSION}) % :flows,
     (SELECT * FROM monitor_message WHERE id = :message) AS one
"""


def main() -> None:
    for row in rows():
        print("{:<44} {:>24}   {}".format(*row), flush=True)


def rows() -> Iterator[Row]:
    """Fill a server of our own and give what its lists take."""
    with tempfile.TemporaryDirectory() as folder, running_server(Path(folder), LANGFLOW_AUTO_LOGIN="false") as server:
        headers = {"x-api-key": server.api_key()}
        with httpx.Client(base_url=server.base, headers=headers, timeout=120, trust_env=False) as client:
            flow = _flow_that_ran(client)
            started = time.perf_counter()
            _fill(server, flow)
            yield f"filled: {FLOWS} flows, {MESSAGES} messages", f"{time.perf_counter() - started:.0f} s", ""
            for name, path, query in _questions(client, flow):
                yield name, f"p50 {_p50_ms(client, path, query):.1f} ms", BUDGET


def _flow_that_ran(client: httpx.Client) -> dict[str, Any]:
    flow = chain_flow(client.get("/api/v1/all").raise_for_status().json(), 0, "The first flow")
    stored: dict[str, Any] = client.post("/api/v1/flows/", json=flow).raise_for_status().json()
    client.post(f"/api/v1/run/{stored['id']}", json={"input_value": "hello"}).raise_for_status()
    return stored


def _fill(server: LiveServer, flow: dict[str, Any]) -> None:
    """Copy the flow and one of its messages many times."""
    with closing(sqlite3.connect(server.folder / "data" / "langflow.db", timeout=30)) as database:
        database.execute("PRAGMA cache_size = -400000")
        flow_id, user_id = (flow[name].replace("-", "") for name in ("id", "user_id"))
        columns = _columns(database, "flows_flow", but=("id", "name", "version_stamp", "updated_at", "endpoint_name"))
        database.execute(COPY_FLOW.format(columns=columns), {"count": FLOWS, "flow": flow_id})
        columns = _columns(database, "monitor_message", but=("id", "flow_id", "session_id", "timestamp", "text"))
        database.execute(NUMBER_FLOWS, {"user": user_id})
        (message_id,) = database.execute("SELECT id FROM monitor_message LIMIT 1").fetchone()
        facts = {"count": MESSAGES, "flows": FLOWS, "message": message_id}
        database.execute(COPY_MESSAGE.format(columns=columns), facts)
        database.commit()


def _columns(database: sqlite3.Connection, table: str, *, but: tuple[str, ...]) -> str:
    names = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    return ", ".join(name for name in names if name not in but)


def _questions(client: httpx.Client, flow: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Give a name, a path and a query for each list."""
    project = {"folder_id": flow["folder_id"]}
    page: dict[str, Any] = {"page": 1, "size": 50}
    yield "flows, a page", "/api/v1/flows/", {**project, **page, "get_all": False}
    yield "flows, a page far behind", "/api/v1/flows/", {**project, "get_all": False, "page": FLOWS // 50, "size": 50}
    yield "flows, a page of headers", "/api/v1/flows/", {**project, **page, "get_all": False, "header_flows": True}
    yield "project, a page", f"/api/v1/projects/{flow['folder_id']}", page
    yield "project, a page that is searched for", f"/api/v1/projects/{flow['folder_id']}", {**page, "search": "77"}
    some_flow = client.get("/api/v1/flows/", params={**project, **page, "get_all": False}).json()["items"][0]["id"]
    monitor = "/api/v1/monitor"
    yield "messages of a flow", f"{monitor}/messages", {"flow_id": some_flow}
    yield "messages of a session", f"{monitor}/messages", {"session_id": "session 77"}
    yield "messages of a flow, by sender", f"{monitor}/messages", {"flow_id": some_flow, "order_by": "sender"}
    yield "sessions of a flow", f"{monitor}/messages/sessions", {"flow_id": some_flow}
    yield "transactions, a page", f"{monitor}/transactions", {"flow_id": flow["id"], **page}
    yield "builds of a flow", f"{monitor}/builds", {"flow_id": flow["id"]}
    yield "traces, a page", f"{monitor}/traces", page
    yield "users, a page", "/api/v1/users/", {"skip": 0, "limit": 10}
    yield "flows, all headers", "/api/v1/flows/", {"header_flows": True}
    yield "sessions, all", f"{monitor}/messages/sessions", {}


def _p50_ms(client: httpx.Client, path: str, query: dict[str, Any]) -> float:
    seconds = []
    for _ in range(ASKED):
        started = time.perf_counter()
        client.get(path, params=query).raise_for_status()
        seconds.append(time.perf_counter() - started)
    return median(seconds) * 1000


if __name__ == "__main__":
    main()
