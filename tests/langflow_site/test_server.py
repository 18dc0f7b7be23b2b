"""What the server itself owes every request, before Django sees it."""

import json
import socket
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from langflow_site.server import limit_of
from tests.live_server import LiveServer, running_server

MEGABYTE = 1024 * 1024

pytestmark = [pytest.mark.live, pytest.mark.xdist_group("server")]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    folder = tmp_path_factory.mktemp("server")
    with running_server(folder, LANGFLOW_AUTO_LOGIN="true", LANGFLOW_MAX_FILE_SIZE_UPLOAD="1") as started:
        yield started


def _pieces(count: int) -> Iterator[bytes]:
    yield from (b" " * MEGABYTE for _ in range(count))


@pytest.mark.parametrize("body", [lambda: b" " * (MEGABYTE + 1), lambda: _pieces(2)], ids=["at once", "in pieces"])
@pytest.mark.parametrize("path", ["/api/v1/login", "/api/v1/run/echo", "/api/v1/flows/upload/", "/nowhere"])
def test_a_body_that_is_too_large_is_refused(server: LiveServer, path: str, body: Callable[[], Any]) -> None:
    answer = httpx.post(server.base + path, content=body(), trust_env=False)
    assert answer.status_code == 413
    assert "larger" in answer.json()["detail"]
    assert "LANGFLOW_MAX_BODY_SIZE" in answer.json()["detail"]


def test_uploads_have_a_limit_of_their_own(server: LiveServer) -> None:
    files = {"file": ("large.json", b" " * (MEGABYTE + 1))}
    answer = httpx.post(f"{server.base}/api/v1/flows/upload/", files=files, trust_env=False)
    assert answer.status_code == 413
    assert "LANGFLOW_MAX_FILE_SIZE_UPLOAD" in answer.json()["detail"]


def test_an_upload_may_be_larger_than_other_bodies(settings: Any, monkeypatch: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    monkeypatch.setattr(settings.LANGFLOW, "UPLOAD_MAX_BYTES", 100)
    assert limit_of([b"multipart/form-data; boundary=x"]).bytes == 100
    assert limit_of([b"application/json"]).bytes == limit_of(None).bytes == 10


def test_who_goes_on_sending_is_cut_off(server: LiveServer) -> None:
    with pytest.raises((httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError)):
        httpx.post(f"{server.base}/api/v1/login", content=_pieces(200), trust_env=False)
    assert httpx.get(f"{server.base}/health", trust_env=False).is_success


def test_a_body_within_the_limit_is_read(server: LiveServer) -> None:
    content = json.dumps({"name": "x" * (MEGABYTE - 20)})
    assert httpx.post(f"{server.base}/api/v1/flows/", content=content, trust_env=False).status_code == 403


def test_statuses_have_their_names(server: LiveServer) -> None:
    answer = httpx.post(f"{server.base}/api/v1/users/", json={}, trust_env=False)
    assert (answer.status_code, answer.reason_phrase) == (422, "Unprocessable Entity")


@pytest.mark.parametrize("path", ["/health", "/api/v1/auto_login", "/docs", "/admin/login/"])
def test_other_host_names_are_refused_on_every_route(server: LiveServer, path: str) -> None:
    answer = httpx.get(server.base + path, headers={"Host": "rebound.example"}, trust_env=False)
    assert answer.status_code == 400
    assert "host" in answer.json()["detail"]
    assert not answer.cookies


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:7860", "[::1]:7860"])
def test_names_of_this_machine_are_served(server: LiveServer, host: str) -> None:
    assert httpx.get(f"{server.base}/health", headers={"Host": host}, trust_env=False).is_success


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GARBAGE\r\n\r\n",
        b"POST /api/v1/login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /api/v1/run/\xff HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: a\x00b\r\n\r\n",
    ],
)
def test_what_is_no_http_is_refused_and_the_server_stays_up(server: LiveServer, request_bytes: bytes) -> None:
    status, detail = _answer_to(server, request_bytes)
    assert status == 400
    assert "no HTTP request" in detail
    assert httpx.get(f"{server.base}/health", trust_env=False).is_success


@pytest.mark.parametrize(
    ("request_bytes", "status", "names"),
    [
        (b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n\r\n", 414, "address"),
        (b"GET /" + b"a" * MEGABYTE, 414, "address"),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 20_000 + b"\r\n\r\n", 431, "header is longer"),
        (b"GET / HTTP/1.1\r\n" + b"X: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n" * 500, 431, "headers are longer"),
    ],
    ids=["address", "address without end", "header", "headers"],
)
def test_what_is_too_long_before_the_body_is_told(
    server: LiveServer, request_bytes: bytes, status: int, names: str
) -> None:
    told, detail = _answer_to(server, request_bytes)
    assert told == status
    assert names in detail
    assert "16384 bytes" in detail


def _answer_to(server: LiveServer, request_bytes: bytes) -> tuple[int, str]:
    """Return the status and the detail of an answer in JSON, after which the server hangs up."""
    host, port = server.base.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection, connection.makefile("rb") as answer:
        connection.sendall(request_bytes)
        head, _, body = answer.read().partition(b"\r\n\r\n")
    assert b"application/json" in head
    return int(head.split()[1]), json.loads(body)["detail"]


@pytest.mark.parametrize("accept", ["image/*", "text/html", "nonsense"])
def test_a_route_answers_in_its_form_whatever_the_client_accepts(server: LiveServer, accept: str) -> None:
    pictures = httpx.get(
        f"{server.base}/api/v1/files/profile_pictures/list", headers={"Accept": accept}, trust_env=False
    )
    assert pictures.status_code == 200
    name = pictures.json()["files"][0]
    path = f"/api/v1/files/profile_pictures/{name}?format=xml"
    picture = httpx.get(server.base + path, headers={"Accept": accept}, trust_env=False)
    assert picture.headers["content-type"] == "image/svg+xml"
