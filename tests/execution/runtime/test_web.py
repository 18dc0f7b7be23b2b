"""The components' way to the web: a real connection, the guard, the caps."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from execution.components.web import RequestFailed, RequestRefused
from execution.runtime import web
from execution.runtime.services import HOST_SERVICES
from execution.runtime.web import GuardedWeb
from langflow_site.common import http

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nSet-Cookie: session=secret; Path=/\r\nConnection: close\r\n\r\nhello"

Serve = Callable[[bytes], Awaitable[str]]


@pytest.fixture
async def asked() -> list[bytes]:
    return []


@pytest.fixture
async def serve(asked: list[bytes]) -> AsyncIterator[Serve]:
    """Serve one fixed answer on a port of its own; return its address."""
    servers: list[asyncio.Server] = []

    async def start(answer: bytes) -> str:
        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            asked.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(answer)
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(handle, "127.0.0.1", 0)
        servers.append(server)
        return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"

    yield start
    for server in servers:
        server.close()
    await http.close_clients()


async def test_an_answer_comes_with_its_body(serve: Serve, asked: list[bytes]) -> None:
    answer = await GuardedWeb().send("POST", await serve(ANSWER), headers={"X-A": "1"}, json={"a": 1}, seconds=5)
    assert (answer.status_code, answer.text) == (200, "hello")
    assert b"x-a: 1" in asked[0].lower()


async def test_cookies_of_one_request_are_not_sent_with_the_next(serve: Serve, asked: list[bytes]) -> None:
    address = await serve(ANSWER)
    for _ in range(2):
        await GuardedWeb().send("GET", address)
    assert b"secret" not in asked[1]


async def test_an_answer_that_is_too_long_fails(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MOST_BYTES", 4)
    with pytest.raises(RequestFailed, match="longer than 4 bytes"):
        await GuardedWeb().send("GET", await serve(ANSWER))


async def test_what_the_operator_forbids_is_refused() -> None:
    with pytest.raises(RequestRefused, match=r"169\.254\.169\.254"):
        await GuardedWeb().send("GET", "http://169.254.169.254/latest/meta-data", seconds=2)
    await http.close_clients()


@pytest.mark.parametrize("url", ["http://nowhere.invalid/", "http://127.0.0.1:1/", "http://[::1/"])
async def test_no_answer_is_one_kind_of_error(url: str) -> None:
    with pytest.raises(RequestFailed):
        await GuardedWeb().send("GET", url, seconds=2)
    await http.close_clients()


def test_components_get_it_as_a_service() -> None:
    assert isinstance(HOST_SERVICES["web"], GuardedWeb)
