"""The protocol's own client talks to a real server, by both transports."""

from collections.abc import Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import httpx2
import pytest
from mcp import Client
from mcp.client.sse import sse_client
from mcp.client.streamable_http import streamable_http_client

from tests.execution.builds.conftest import echo_data
from tests.live_server import LiveServer, running_server

pytestmark = [pytest.mark.live, pytest.mark.xdist_group("official client")]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with running_server(tmp_path_factory.mktemp("mcp"), LANGFLOW_AUTO_LOGIN="false") as server:
        yield server


@pytest.fixture(scope="module")
def headers(server: LiveServer) -> dict[str, str]:
    return {"x-api-key": server.api_key()}


@pytest.fixture(scope="module")
def project(server: LiveServer, headers: dict[str, str]) -> str:
    """Return the address of a project with one flow."""
    made = httpx.post(f"{server.base}/api/v1/projects/", json={"name": "tools"}, headers=headers).json()
    flow = {"name": "echo", "data": echo_data(), "folder_id": made["id"], "mcp_enabled": True}
    httpx.post(f"{server.base}/api/v1/flows/", json=flow, headers=headers).raise_for_status()
    return f"{server.base}/api/v1/mcp/project/{made['id']}"


@asynccontextmanager
async def streamable(url: str, headers: dict[str, str], **options: Any) -> Any:
    async with (
        httpx2.AsyncClient(headers=headers, timeout=20) as http,
        Client(streamable_http_client(f"{url}/streamable", http_client=http), **options) as client,
    ):
        yield client


@asynccontextmanager
async def sse(url: str, headers: dict[str, str], **options: Any) -> Any:
    async with Client(sse_client(f"{url}/sse", headers=headers), **options) as client:
        yield client


@pytest.mark.parametrize("mode", ["auto", "legacy"])
@pytest.mark.parametrize("transport", [streamable, sse])
async def test_it_lists_tools_and_calls_them(project, headers, transport, mode):
    async with transport(project, headers, mode=mode) as client:
        assert [tool.name for tool in (await client.list_tools()).tools] == ["echo"]
        answer = await client.call_tool("echo", {"input_value": "hello"})
    assert (answer.content[0].text, answer.is_error) == ("hello", False)


@pytest.mark.parametrize("transport", [streamable, sse])
async def test_all_flows_of_the_caller_are_there_too(server, project, headers, transport):
    async with transport(f"{server.base}/api/v1/mcp", headers) as client:
        assert [tool.name for tool in (await client.list_tools()).tools] == ["echo"]


async def test_a_session_belongs_to_who_opened_it(server, project, headers):
    other = {"x-api-key": server.api_key()}
    async with httpx.AsyncClient(timeout=20) as http, http.stream("GET", f"{project}/sse", headers=headers) as stream:
        lines = stream.aiter_lines()
        address = [await anext(lines), await anext(lines)][1].removeprefix("data: ")
        ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
        own = await http.post(f"{server.base}{address}", json=ping, headers=other)
        assert own.status_code == 202  # another key of the same user
        assert (await http.post(f"{server.base}{address}", json=ping)).status_code == 401


@pytest.fixture(scope="module")
def bobs_headers(server: LiveServer) -> dict[str, str]:
    admin, bob = {"Authorization": f"Bearer {server.token()}"}, {"username": "bob", "password": "Passw0rd!x"}
    with httpx.Client(base_url=f"{server.base}/api/v1", headers=admin) as client:
        made = client.post("/users/", json=bob).raise_for_status().json()
        client.patch(f"/users/{made['id']}", json={"is_active": True}).raise_for_status()
        token = client.post("/login", data=bob).raise_for_status().json()["access_token"]
    return {"Authorization": f"Bearer {token}"}


async def test_a_session_of_somebody_else_takes_nothing(server, headers, bobs_headers):
    url = f"{server.base}/api/v1/mcp/sse"
    async with httpx.AsyncClient(timeout=20) as http, http.stream("GET", url, headers=headers) as stream:
        lines = stream.aiter_lines()
        address = [await anext(lines), await anext(lines)][1].removeprefix("data: ")
        ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
        assert (await http.post(f"{server.base}{address}", json=ping, headers=headers)).status_code == 202
        assert (await http.post(f"{server.base}{address}", json=ping, headers=bobs_headers)).status_code == 404
