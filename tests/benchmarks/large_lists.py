"""Lists, filters and pages of an installation that is used a lot: ten thousand flows, a million messages.

On SQLite and, where it is reachable (`TEST_POSTGRESQL_URL`), on PostgreSQL; then beside the reference with a thousand
flows, where `REFERENCE_URL` and `REFERENCE_KEY` name one. `BENCH_FLOWS` and `BENCH_MESSAGES` make it smaller.
`python -m tests.benchmarks.large_lists` measures only this.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import httpx

from tests.benchmarks.large_database import SMALL_THINGS, Size, fill
from tests.contract.lfkit import chain_flow
from tests.live_server import LiveServer, running_server
from tests.reference import reference_client
from tests.services import POSTGRESQL_URL, answers, own_database

BUDGET = "budget 50 ms"
ASKED = 15
BESIDE_THE_REFERENCE = 1_000
BATCH = 100

Row = tuple[str, str, str]
Question = tuple[str, str, dict[str, Any]]
"""What is asked, its path and its query."""

MONITOR = "/api/v1/monitor"
KNOWLEDGE_BASE = "first_base"
PAGE: dict[str, Any] = {"page": 1, "size": 50}


def main() -> None:
    for row in rows():
        print("{:<44} {:>24}   {}".format(*row), flush=True)


def rows() -> Iterator[Row]:
    """Fill servers of our own and give what their lists take."""
    yield from _on("SQLite", None)
    if answers(POSTGRESQL_URL):
        with own_database() as url:
            yield from _on("PostgreSQL", url)
    yield from _beside_the_reference()


@contextmanager
def _server(database_url: str | None) -> Iterator[tuple[LiveServer, httpx.Client]]:
    settings = {"LANGFLOW_DATABASE_URL": database_url} if database_url else {}
    with (
        tempfile.TemporaryDirectory() as folder,
        running_server(Path(folder), LANGFLOW_AUTO_LOGIN="false", **settings) as server,
        httpx.Client(
            base_url=server.base, headers={"x-api-key": server.api_key()}, timeout=300, trust_env=False
        ) as client,
    ):
        yield server, client


def _on(database: str, url: str | None) -> Iterator[Row]:
    with _server(url) as (server, client):
        flow = _flow_that_ran(client)
        started = time.perf_counter()
        size = Size()
        fill(server.folder, url, flow, size)
        seconds = time.perf_counter() - started
        yield f"{database}: {size.flows} flows, {size.messages} messages", f"filled in {seconds:.0f} s", ""
        for name, path, query in questions(client, flow, size):
            before = server.cpu_seconds()
            taken = _p50_ms(client, path, query)
            computed = (server.cpu_seconds() - before) / ASKED * 1000
            yield name, f"p50 {taken:.1f} ms", f"{computed:.0f} ms of the server's CPU, {BUDGET}"
        yield from _memory(server, client, flow["folder_id"])


def _memory(server: LiveServer, client: httpx.Client, project: str) -> Iterator[Row]:
    """Everything at once, which no client should ask for and some do."""
    before = server.memory_mb()
    for name, path, query in whole_lists(project):
        server.forget_memory_peak()
        seconds, received = _received(client, path, query)
        used = f"{server.memory_peak_mb() - before:+.0f} MB at the most"
        yield name, f"{received / 2**20:.0f} MB in {seconds:.1f} s", used


def _flow_that_ran(client: httpx.Client) -> dict[str, Any]:
    flow = chain_flow(client.get("/api/v1/all").raise_for_status().json(), 0, "The first flow")
    stored: dict[str, Any] = client.post("/api/v1/flows/", json=flow).raise_for_status().json()
    client.post(f"/api/v1/run/{stored['id']}", json={"input_value": "hello"}).raise_for_status()
    for path in ("/api/v2/files/", f"/api/v1/files/upload/{stored['id']}"):
        client.post(path, files={"file": ("first.txt", b"text")}).raise_for_status()
    for path, body in _first_things(stored).items():
        client.post(path, json=body).raise_for_status()
    return stored


def _first_things(flow: dict[str, Any]) -> dict[str, Any]:
    """What else is copied, by the path that makes it."""
    shared = {"name": "First", "description": "", "data": flow["data"], "tags": [], "is_component": False}
    base = {"name": KNOWLEDGE_BASE, "embedding_provider": "OpenAI", "embedding_model": "text-embedding-3-small"}
    return {
        "/api/v1/variables/": {"name": "FIRST", "value": "v", "type": "Generic", "default_fields": []},
        "/api/v1/api_key/store": {"api_key": "any"},
        "/api/v1/store/components/": shared,
        "/api/v1/knowledge_bases": base,
        "/api/v2/workflows": {"flow_id": flow["id"]},
    }


def questions(client: httpx.Client, flow: dict[str, Any], size: Size) -> Iterator[Question]:
    """Give a name, a path and a query for each list."""
    yield from flow_questions(flow["folder_id"], size.flows)
    some_flow = client.get("/api/v1/flows/", params=_page_of(flow["folder_id"])).json()["items"][0]["id"]
    yield from message_questions(some_flow)
    yield from trace_questions(some_flow)
    yield "transactions, a page", f"{MONITOR}/transactions", {"flow_id": flow["id"], **PAGE}
    yield "transactions, a page far behind", f"{MONITOR}/transactions", {"flow_id": flow["id"], **PAGE, "page": 50}
    yield "builds of a flow", f"{MONITOR}/builds", {"flow_id": some_flow}
    yield "builds of a flow, as many as are kept", f"{MONITOR}/builds", {"flow_id": flow["id"]}
    yield "usage, all", f"{MONITOR}/usage", {}
    yield "usage of a flow", f"{MONITOR}/usage", {"flow_id": some_flow}
    yield "usage since a moment", f"{MONITOR}/usage", {"since": "2026-01-02T00:00:00Z"}
    yield from small_questions(flow)


def message_questions(some_flow: str) -> Iterator[Question]:
    path = f"{MONITOR}/messages"
    yield "messages of a flow", path, {"flow_id": some_flow}
    yield "messages of a session", path, {"session_id": "session 77"}
    yield "messages of a flow, by sender", path, {"flow_id": some_flow, "order_by": "sender"}
    yield "messages of a flow, of a sender", path, {"flow_id": some_flow, "sender": "User"}
    yield "messages of a session of a flow", path, {"flow_id": some_flow, "session_id": "session 77"}
    yield "messages of a name that nobody has", path, {"sender_name": "nobody"}
    yield "sessions of a flow", f"{path}/sessions", {"flow_id": some_flow}
    yield "sessions, all", f"{path}/sessions", {}


def trace_questions(some_flow: str) -> Iterator[Question]:
    path = f"{MONITOR}/traces"
    times = {"start_time": "2026-01-01T10:00:00Z", "end_time": "2026-01-01T20:00:00Z"}
    yield "traces, a page", path, PAGE
    yield "traces, a page far behind", path, {**PAGE, "page": 1_000}
    yield "traces of a flow", path, {"flow_id": some_flow, **PAGE}
    yield "traces of a session", path, {"session_id": "session 77", **PAGE}
    yield "traces that failed", path, {"status": "error", **PAGE}
    yield "traces of some hours", path, {**times, **PAGE}
    yield "traces that are searched for", path, {"query": "session 77", **PAGE}
    yield "traces, a search for a flow", path, {"query": some_flow, **PAGE}
    yield "traces, a search that finds nothing", path, {"query": "nowhere", **PAGE}


def small_questions(flow: dict[str, Any]) -> Iterator[Question]:
    """Lists of what there are fewer of."""
    chunks = f"/api/v1/knowledge_bases/{KNOWLEDGE_BASE}/chunks"
    yield "projects, all", "/api/v1/projects/", {}
    yield "tools of a project", f"/api/v1/mcp/project/{flow['folder_id']}", {}
    yield "files, all", "/api/v2/files/", {}
    yield "files of a flow", f"/api/v1/files/list/{flow['id']}", {}
    yield "users, a page", "/api/v1/users/", {"skip": 0, "limit": 10}
    yield "users, a page far behind", "/api/v1/users/", {"skip": SMALL_THINGS - 10, "limit": 10}
    yield "variables, all", "/api/v1/variables/", {}
    yield "API keys, all", "/api/v1/api_key/", {}
    yield "knowledge bases", "/api/v1/knowledge_bases", {}
    yield "chunks, a page", chunks, {"page": 1, "limit": 50}
    yield "chunks, a page far behind", chunks, {"page": 400, "limit": 50}
    yield "chunks that are searched for", chunks, {"page": 1, "limit": 50, "search": "chunk 777"}
    yield "store, a page", "/api/v1/store/components/", {"page": 1, "limit": 50}
    yield "store, a page far behind", "/api/v1/store/components/", {"page": 100, "limit": 50}
    yield "store, a page of the newest", "/api/v1/store/components/", {"page": 1, "limit": 50, "sort": "-date_updated"}
    yield "store, a page that is searched for", "/api/v1/store/components/", {"page": 1, "limit": 50, "search": "77"}


def flow_questions(project: str, count: int) -> Iterator[Question]:
    """Those that the reference can be asked, too."""
    project_path = f"/api/v1/projects/{project}"
    yield "flows, a page", "/api/v1/flows/", _page_of(project)
    yield "flows, a page far behind", "/api/v1/flows/", {**_page_of(project), "page": count // 50}
    yield "flows, a page of components", "/api/v1/flows/", {**_page_of(project), "components_only": True}
    yield "flows, all headers", "/api/v1/flows/", {"header_flows": True}
    yield "project, a page", project_path, PAGE
    yield "project, a page without components", project_path, {**PAGE, "is_flow": True}
    yield "project, a page that is searched for", project_path, {**PAGE, "search": "77"}
    yield "project, a search that finds nothing", project_path, {**PAGE, "search": "nowhere"}


def whole_lists(project: str) -> Iterator[Question]:
    yield "flows, all with their graphs", "/api/v1/flows/", {}
    yield "flows, all of a project", f"/api/v1/projects/{project}", {}
    yield "messages, all", f"{MONITOR}/messages", {}
    yield "messages, all of a sender, by name", f"{MONITOR}/messages", {"sender": "User", "order_by": "sender_name"}


def _page_of(project: str) -> dict[str, Any]:
    return {"folder_id": project, "get_all": False, **PAGE}


def _p50_ms(client: httpx.Client, path: str, query: dict[str, Any]) -> float:
    seconds = []
    for _ in range(ASKED):
        started = time.perf_counter()
        client.get(path, params=query).raise_for_status()
        seconds.append(time.perf_counter() - started)
    return median(seconds) * 1000


def _received(client: httpx.Client, path: str, query: dict[str, Any]) -> tuple[float, int]:
    """Return how long it took and how many bytes came, without keeping them."""
    started = time.perf_counter()
    with client.stream("GET", path, params=query) as answer:
        answer.raise_for_status()
        received = sum(len(piece) for piece in answer.iter_raw())
    return time.perf_counter() - started, received


def _beside_the_reference() -> Iterator[Row]:
    """The same flows in both, stored by the API; the reference's own are left as they are."""
    with reference_client() as reference:
        if reference is None:
            return
        with _server(None) as (_, ours), _many_flows(ours) as project, _many_flows(reference) as other_project:
            yield f"beside the reference: {BESIDE_THE_REFERENCE} flows", "", ""
            pairs = zip(
                flow_questions(project, BESIDE_THE_REFERENCE),
                flow_questions(other_project, BESIDE_THE_REFERENCE),
                strict=True,
            )
            for (name, path, query), (_, other_path, other_query) in pairs:
                taken, other = _p50_ms(ours, path, query), _p50_ms(reference, other_path, other_query)
                yield name, f"p50 {taken:.1f} ms", f"reference {other:.1f} ms, {other / taken:.1f} times as long"


@contextmanager
def _many_flows(client: httpx.Client) -> Iterator[str]:
    """Store many flows in a project of their own and give its id; they go at the end."""
    catalogue = client.get("/api/v1/all").raise_for_status().json()
    project = client.post("/api/v1/projects/", json={"name": "Benchmark"}).raise_for_status().json()["id"]
    flow = {**chain_flow(catalogue, 0, "Flow"), "folder_id": project}
    try:
        for start in range(0, BESIDE_THE_REFERENCE, BATCH):
            flows = [{**flow, "name": f"Flow {number}"} for number in range(start, start + BATCH)]
            client.post("/api/v1/flows/batch/", json={"flows": flows}).raise_for_status()
        yield project
    finally:
        client.delete(f"/api/v1/projects/{project}").raise_for_status()


if __name__ == "__main__":
    main()
