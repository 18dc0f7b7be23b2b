"""Large files pass through a real server without ever standing in its memory."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.live_server import LiveServer, running_server

MEGABYTE = 1024 * 1024
SIZE = 100 * MEGABYTE
MORE_MEMORY_MB = 40.0
"""For buffers of a few megabytes and first uses of modules."""

FILES = "/api/v2/files"

pytestmark = [pytest.mark.live, pytest.mark.xdist_group("files")]


@contextmanager
def flat_memory(server: LiveServer) -> Iterator[None]:
    """Assert that what is done meanwhile never needs much more memory than there was before."""
    before = server.memory_mb()
    server.forget_memory_peak()
    yield
    assert server.memory_peak_mb() - before < MORE_MEMORY_MB


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with running_server(tmp_path_factory.mktemp("files"), LANGFLOW_AUTO_LOGIN="false") as started:
        yield started


@pytest.fixture(scope="module")
def client(server: LiveServer) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {server.token()}"}
    with httpx.Client(base_url=server.base, headers=headers, timeout=120, trust_env=False) as signed_in:
        yield signed_in


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "large.bin"
    with path.open("wb") as file:
        for number in range(SIZE // MEGABYTE):
            file.write(bytes([number]) * MEGABYTE)
    return path


@pytest.fixture(scope="module")
def uploaded(server: LiveServer, client: httpx.Client, large: Path) -> str:
    client.post(FILES, files={"file": ("small.bin", b"first use")})
    with flat_memory(server), large.open("rb") as file:
        answer = client.post(FILES, files={"file": ("large.bin", file)})
    assert answer.status_code == 201, answer.text
    assert answer.json()["size"] == SIZE
    return answer.json()["id"]


def test_a_large_file_comes_back_as_it_was(
    server: LiveServer, client: httpx.Client, uploaded: str, large: Path
) -> None:
    with flat_memory(server), client.stream("GET", f"{FILES}/{uploaded}") as answer, large.open("rb") as file:
        assert answer.headers["Content-Length"] == str(SIZE)
        for piece in answer.iter_bytes(MEGABYTE):
            assert piece == file.read(len(piece))
        assert file.read() == b""


def test_what_a_slow_client_has_not_read_does_not_pile_up(
    server: LiveServer, client: httpx.Client, uploaded: str
) -> None:
    with flat_memory(server), client.stream("GET", f"{FILES}/{uploaded}") as answer:
        assert answer.is_success
        time.sleep(1)  # long enough for a server that does not wait to read all of the file
    assert client.get("/health").is_success


def test_a_large_file_can_be_lengthened(server: LiveServer, client: httpx.Client, uploaded: str) -> None:
    with flat_memory(server):
        answer = client.post(FILES, params={"append": "true"}, files={"file": ("large.bin", b"!")})
    assert (answer.json()["id"], answer.json()["size"]) == (uploaded, SIZE + 1)


def test_deleting_it_frees_the_disk(server: LiveServer, client: httpx.Client, uploaded: str) -> None:
    client.delete(f"{FILES}/{uploaded}")
    kept = [path for path in (server.folder / "data" / "files").rglob("*") if path.is_file()]
    assert all(path.stat().st_size < MEGABYTE for path in kept)
