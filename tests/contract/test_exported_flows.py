"""Flow files that the reference exported upload unmodified, read back as they were and give the recorded answers."""

import json
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.live_server import LiveServer

NAMES = ("echo", "prompt_chain_10", "basic_prompting", "if_else", "memory_chat", "webhook_parse", "loop")

STUB = "http://127.0.0.1:7890"
"""The address that the exported flows name."""

pytestmark = [pytest.mark.live, pytest.mark.xdist_group("exported_flows")]


@pytest.fixture(scope="module")
def model_stub(shared: Path) -> Iterator[None]:
    """Use the stub that runs, else start one."""
    if _stub_answers():
        yield
        return
    process = subprocess.Popen([sys.executable, str(shared / "tools" / "stub_llm.py"), "--port", "7890"])
    try:
        _wait_for_stub()
        yield
    finally:
        process.terminate()
        process.wait()


def _stub_answers() -> bool:
    try:
        return httpx.get(f"{STUB}/calls", trust_env=False).is_success
    except httpx.TransportError:
        return False


def _wait_for_stub() -> None:
    deadline = time.monotonic() + 20
    while not _stub_answers():
        assert time.monotonic() < deadline, "The stub of the model providers did not start."
        time.sleep(0.1)


@pytest.fixture(scope="module")
def client(server: LiveServer) -> Iterator[httpx.Client]:
    headers = {"x-api-key": server.api_key()}
    with httpx.Client(base_url=server.base, headers=headers, timeout=60, trust_env=False) as client:
        yield client


@pytest.mark.parametrize("name", NAMES)
def test_an_exported_flow_reads_back_as_it_was(client: httpx.Client, shared: Path, name: str) -> None:
    document = _document(shared, name)
    stored = client.get(f"/api/v1/flows/{_uploaded(client, document)}").json()
    assert json.dumps(stored["data"]) == json.dumps(document["data"])


@pytest.mark.usefixtures("model_stub")
@pytest.mark.parametrize("name", NAMES)
def test_an_exported_flow_gives_the_recorded_answers(client: httpx.Client, shared: Path, name: str) -> None:
    flow_id = _uploaded(client, _document(shared, name))
    session_id = f"session-{uuid.uuid4()}"
    expected = json.loads((shared / "contract" / "flows" / "expected.json").read_text(encoding="utf-8"))[name]
    for exchange in expected:
        body = {"input_value": exchange["input_value"], "session_id": session_id}
        answer = client.post(f"/api/v1/run/{flow_id}", json=body)
        assert answer.status_code == exchange["status"], answer.text
        assert _texts(answer.json()) == [(given["component"], given["text"]) for given in exchange["answers"]]


def _document(shared: Path, name: str) -> dict[str, Any]:
    return json.loads((shared / "contract" / "flows" / f"{name}.json").read_text(encoding="utf-8"))


def _uploaded(client: httpx.Client, document: dict[str, Any]) -> str:
    file = ("flow.json", json.dumps(document), "application/json")
    answer = client.post("/api/v1/flows/upload/", files={"file": file})
    assert answer.status_code == 201, answer.text
    return answer.json()[0]["id"]


def _texts(body: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (output["component_id"], output["messages"][0]["message"])
        for run in body["outputs"]
        for output in run["outputs"]
        if output
    ]
