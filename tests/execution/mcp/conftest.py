"""MCP servers to use: a real program, and the same program over HTTP."""

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings

from accounts.models import User
from execution.engine.ports import RunContext
from execution.mcp.services import add_server
from execution.models import McpServer
from execution.runtime import mcp
from execution.runtime.editing import editing_context
from tests.execution.mcp.tool_server import PATH
from tests.live_server import free_port

Add = Callable[..., Awaitable[McpServer]]

NAME = "tools"
COMMAND = {"command": sys.executable, "args": [PATH]}
START_SECONDS = 30.0


@pytest.fixture
async def _connections_end(shared_connection: None) -> AsyncIterator[None]:
    yield
    await mcp.close()


@pytest.fixture
def add(alice: User, _connections_end: None) -> Add:
    """Return an async function that adds a server of Alice's."""

    async def added(name: str = NAME, *, user: User = alice, **config: Any) -> McpServer:
        return await sync_to_async(add_server)(user=user, name=name, config=config or COMMAND)

    return added


@pytest.fixture
def langflow(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that sets options for the test."""

    def changed(**options: Any) -> None:
        for name, value in options.items():
            monkeypatch.setattr(settings.LANGFLOW, name, value)

    return changed


@pytest.fixture
async def command(add: Add) -> McpServer:
    return await add()


@pytest.fixture
def alices_run(alice: User, shared_connection: None) -> RunContext:
    return editing_context(alice.pk)


@pytest.fixture(scope="session", params=["streamable-http", "sse"])
def web_server(request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    """Give the address of a server over HTTP, and what the API calls its transport."""
    paths = {"streamable-http": "mcp", "sse": "sse"}
    with served(request.param) as base:
        yield f"{base}/{paths[request.param]}", request.param.replace("-", "_")


@contextmanager
def served(transport: str) -> Iterator[str]:
    port = free_port()
    process = subprocess.Popen([sys.executable, PATH, transport, str(port)], stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("The server for tests did not start.")


async def is_alive(process_id: int, *, within: float) -> bool:
    """Does the process still exist after that time? Says no as soon as it does not."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if not _exists(process_id):
            return False
        await asyncio.sleep(0.02)
    return True


def _exists(process_id: int) -> bool:
    try:
        return Path(f"/proc/{process_id}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
