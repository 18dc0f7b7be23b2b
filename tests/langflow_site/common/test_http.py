"""The guarded clients, against a server on loopback and a resolver that says what the test wants."""

import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from langflow_site.common import http
from langflow_site.common.addresses import OutboundPolicy, OutboundRefused

LOOPBACK = OutboundPolicy(loopback_allowed=True)
LIBRARIES = [
    "httpx",
    pytest.param("httpx2", marks=pytest.mark.skipif(not http.is_installed("httpx2"), reason="optional")),
]


class Pages(BaseHTTPRequestHandler):
    """Answers with the Host it was asked for; /away redirects to the metadata address."""

    def do_GET(self) -> None:
        away = self.path == "/away"
        self.send_response(302 if away else 200)
        if away:
            self.send_header("Location", "http://metadata.example/latest")
        body = self.headers["Host"].encode()
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


NAMES = {
    "page.example": ["127.0.0.1"],
    "two.example": ["::1", "127.0.0.1"],
    "metadata.example": ["169.254.169.254"],
    "intern.example": ["10.0.0.1"],
}


def resolve(host: str, port: int) -> list[str]:
    return NAMES.get(host, [])


async def resolve_async(host: str, port: int) -> list[str]:
    return resolve(host, port)


@pytest.mark.parametrize("library", LIBRARIES)
async def test_the_checked_address_is_connected_and_the_name_is_kept(port, library):
    async with http.guarded_async_client(LOOPBACK, resolve=resolve_async, library=library) as client:
        answer = await client.get(f"http://page.example:{port}/")
    assert answer.text == f"page.example:{port}"


def test_a_sync_client_does_the_same(port):
    with http.guarded_sync_client(LOOPBACK, resolve=resolve) as client:
        assert client.get(f"http://page.example:{port}/").text == f"page.example:{port}"


async def test_the_next_address_is_tried_when_one_does_not_answer(port):
    async with http.guarded_async_client(LOOPBACK, resolve=resolve_async) as client:
        assert (await client.get(f"http://two.example:{port}/")).status_code == 200


@pytest.mark.parametrize("library", LIBRARIES)
async def test_a_private_address_is_never_connected(library):
    async with http.guarded_async_client(LOOPBACK, resolve=resolve_async, library=library) as client:
        with pytest.raises(OutboundRefused, match="private"):
            await client.get("http://intern.example/")


def test_a_sync_client_refuses_too():
    with http.guarded_sync_client(LOOPBACK, resolve=resolve) as client, pytest.raises(OutboundRefused):
        client.get("http://intern.example/")


async def test_a_redirect_to_the_metadata_address_is_refused(port):
    async with http.guarded_async_client(LOOPBACK, resolve=resolve_async) as client:
        with pytest.raises(OutboundRefused, match="metadata"):
            await client.get(f"http://page.example:{port}/away", follow_redirects=True)


async def test_a_name_is_resolved_once_per_connection(port):
    asked: list[str] = []

    async def counting(host: str, _: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    async with http.guarded_async_client(LOOPBACK, resolve=counting) as client:
        assert (await client.get(f"http://page.example:{port}/")).status_code == 200
    assert asked == ["page.example"]


async def test_an_unreachable_host_is_a_connection_error():
    async with http.guarded_async_client(LOOPBACK, resolve=resolve_async) as client:
        with pytest.raises(httpx.ConnectError):
            await client.get("http://page.example:9/")


async def test_one_client_serves_one_event_loop():
    assert http.async_client() is http.async_client()
    other = await asyncio.to_thread(lambda: asyncio.run(_client_of_this_loop()))
    assert other is not http.async_client()
    await http.close_clients()


async def _client_of_this_loop() -> httpx.AsyncClient:
    return http.async_client()


def test_a_library_without_the_known_pool_is_refused():
    with pytest.raises(http.GuardCannotAttach):
        http._attach(object(), http.GuardedBackend(None, LOOPBACK, resolve, OSError))
