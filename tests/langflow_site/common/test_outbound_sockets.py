"""Websockets to others: only to addresses that the policy allows, and never longer than we want."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from django.conf import settings
from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from langflow_site.common import outbound_sockets
from langflow_site.common.addresses import HostUnknown, OutboundRefused
from langflow_site.common.outbound_sockets import (
    MESSAGE_BYTES,
    SocketClosed,
    SocketFailed,
    SocketRefused,
    open_socket,
)

Handler = Callable[[ServerConnection], Any]


@asynccontextmanager
async def running(handler: Handler, **options: Any) -> AsyncIterator[int]:
    """A server on loopback; gives its port."""
    async with serve(handler, "127.0.0.1", 0, **options) as server:
        yield next(iter(server.sockets)).getsockname()[1]


async def echo(connection: ServerConnection) -> None:
    async for message in connection:
        await connection.send(message)


async def tells_headers(connection: ServerConnection) -> None:
    assert connection.request is not None
    await connection.send(connection.request.headers["x-own"] + " " + connection.request.headers["host"])


def answering(status: int, **headers: str) -> Callable[[ServerConnection, Request], Response]:
    def answer(connection: ServerConnection, _: Request) -> Response:
        response = connection.respond(status, "no")
        for name, value in headers.items():
            response.headers[name] = value
        return response

    return answer


@pytest.fixture
def resolving(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def to(*addresses: str) -> None:
        async def resolved(_host: str, _port: int) -> list[str]:
            return list(addresses)

        monkeypatch.setattr(outbound_sockets, "resolved_async", resolved)

    return to


async def test_messages_go_both_ways() -> None:
    async with running(echo) as port:
        socket = await open_socket(f"ws://127.0.0.1:{port}", {})
        await socket.send("hello")
        assert await socket.receive() == "hello"
        await socket.close()
        with pytest.raises(SocketClosed):
            await socket.send("again")


async def test_the_name_is_kept_where_the_address_was_checked(resolving: Callable[..., None]) -> None:
    resolving("127.0.0.1")
    async with running(tells_headers) as port:
        socket = await open_socket(f"ws://provider.example:{port}/v1", {"x-own": "mine"})
        assert await socket.receive() == f"mine provider.example:{port}"
        with pytest.raises(SocketClosed):
            await socket.receive()
        await socket.close()


async def test_the_next_address_is_tried(resolving: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings.LANGFLOW, "OUTBOUND_GUARD", False)
    resolving("127.0.0.2", "127.0.0.1")  # the server listens on the second only
    async with running(echo) as port:
        socket = await open_socket(f"ws://provider.example:{port}", {})
        await socket.close()


@pytest.mark.parametrize("address", ["10.0.0.1", "169.254.169.254", "::1"])
async def test_addresses_that_are_not_public_are_refused(
    address: str, resolving: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings.LANGFLOW, "LISTENS_ON_LOOPBACK_ONLY", False)
    resolving(address)
    with pytest.raises(OutboundRefused):
        await open_socket("wss://provider.example", {})


async def test_an_unknown_name_is_told(resolving: Callable[..., None]) -> None:
    resolving()
    with pytest.raises(HostUnknown):
        await open_socket("wss://provider.example", {})


@pytest.mark.parametrize("url", ["", "http://provider.example", "ws://", "nonsense"])
async def test_what_is_no_address_is_told(url: str) -> None:
    with pytest.raises(SocketFailed):
        await open_socket(url, {})


async def test_a_refusal_tells_its_status() -> None:
    async with running(echo, process_request=answering(401)) as port:
        with pytest.raises(SocketRefused) as refused:
            await open_socket(f"ws://127.0.0.1:{port}", {})
    assert refused.value.status == 401


async def test_nobody_is_led_to_another_server() -> None:
    asked = asyncio.Event()

    async def elsewhere(_: ServerConnection) -> None:
        asked.set()

    async with running(elsewhere) as other:
        away = answering(302, Location=f"ws://127.0.0.1:{other}/")
        async with running(echo, process_request=away) as port:
            with pytest.raises(SocketFailed):
                await open_socket(f"ws://127.0.0.1:{port}", {"authorization": "secret"})
    assert not asked.is_set()


async def test_a_message_has_a_limit() -> None:
    async def says_too_much(connection: ServerConnection) -> None:
        await connection.send("x" * (MESSAGE_BYTES + 1))

    async with running(says_too_much) as port:
        socket = await open_socket(f"ws://127.0.0.1:{port}", {})
        with pytest.raises(SocketClosed):
            await socket.receive()
        await socket.close()


async def test_who_does_not_listen_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbound_sockets, "CLOSE_SECONDS", 0.1)

    async def keeps_still(connection: ServerConnection) -> None:
        connection.transport.pause_reading()
        await connection.wait_closed()

    async with running(keeps_still) as port:
        socket = await open_socket(f"ws://127.0.0.1:{port}", {})
        sending = asyncio.create_task(send_for_ever(lambda: socket.send("x" * 1_000_000)))
        await asyncio.sleep(0.2)
        assert not sending.done()
        async with asyncio.timeout(5):
            await socket.close()
            with pytest.raises(SocketClosed):
                await sending


async def send_for_ever(send: Callable[[], Any]) -> None:
    while True:
        await send()
