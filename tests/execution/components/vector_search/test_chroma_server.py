"""Chroma's own server, as its package starts it."""

import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from execution.components.chroma.chroma import ChromaVectorStoreComponent as Chroma
from execution.components.vector_search.errors import StoreFailed
from execution.components.web import RequestFailed
from execution.runtime.web import GuardedWeb
from tests.execution.components.vector_search.shelf import RIVERS, bench, found
from tests.live_server import START_SECONDS, STOP_SECONDS, free_port

pytestmark = pytest.mark.live
SERVICES = {"web": GuardedWeb()}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    port, folder = free_port(), tmp_path_factory.mktemp("chroma")
    program = Path(sys.executable).parent / "chroma"
    command = [str(program), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/api/v2/heartbeat", process)
        yield {"chroma_server_host": "127.0.0.1", "chroma_server_http_port": port}
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(url, trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise RuntimeError("Chroma's server did not start.")


async def test_documents_are_stored_once_and_found(server):
    values = {"collection_name": "rivers", "ingest_data": RIVERS, "search_query": "steel bridge", **server}
    for _ in range(2):
        texts = await found(Chroma, SERVICES, **values)
    assert texts == [RIVERS[2].text, RIVERS[0].text, RIVERS[1].text]


async def test_the_search_can_prefer_what_differs(server):
    values = {"collection_name": "mmr", "ingest_data": RIVERS, "search_query": "river", "number_of_results": 1}
    assert await found(Chroma, SERVICES, search_type="MMR", **values, **server) == [RIVERS[0].text]


async def test_metadata_comes_back(server):
    made = bench(Chroma, SERVICES, collection_name="meta", ingest_data=RIVERS, search_query="apples", **server)
    assert (await made.give("search_results"))[0].data == {"id": "d2", "text": RIVERS[1].text}


async def test_what_the_server_refuses_is_told(server):
    with pytest.raises(StoreFailed, match="Chroma answered: 400"):
        await bench(Chroma, SERVICES, collection_name="!", search_query="river", **server).give("search_results")


async def test_a_server_that_is_not_there_is_told():
    values = {"chroma_server_host": "127.0.0.1", "chroma_server_http_port": free_port(), "search_query": "river"}
    with pytest.raises(RequestFailed):
        await bench(Chroma, SERVICES, **values).give("search_results")
