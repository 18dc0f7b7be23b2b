"""The official JavaScript client, `@datastax/langflow-client`, finds here what it finds at the reference.

`JAVASCRIPT_CLIENT` names the folder of the installed package; `.ci/run` sets it where npm is there.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from execution.catalogue.drawing import Drawing
from tests.live_server import LiveServer

PROGRAM = Path(__file__).with_name("javascript_client.mjs")

Calls = Callable[..., list[Any]]

pytestmark = [pytest.mark.live, pytest.mark.xdist_group("javascript_client")]


@pytest.fixture(scope="module")
def package() -> Path:
    folder = Path(os.environ.get("JAVASCRIPT_CLIENT", ""))
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    if not (folder / "package.json").is_file():
        pytest.skip("JAVASCRIPT_CLIENT does not name an installed @datastax/langflow-client")
    return folder


@pytest.fixture(scope="module")
def api_key(server: LiveServer) -> str:
    return server.api_key()


@pytest.fixture(scope="module")
def client(server: LiveServer, api_key: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.base, headers={"x-api-key": api_key}, trust_env=False) as client:
        yield client


@pytest.fixture(scope="module")
def calls(package: Path, server: LiveServer, api_key: str) -> Calls:
    """Return a function that makes calls by the client, in their order, and gives their results."""

    def make(*wanted: dict[str, Any]) -> list[Any]:
        command = ["node", str(PROGRAM), str(package), server.base, api_key]
        done = subprocess.run(command, input=json.dumps(wanted), capture_output=True, text=True, timeout=60, check=True)
        return json.loads(done.stdout)

    return make


@pytest.fixture(scope="module")
def shout(client: httpx.Client) -> str:
    """A flow: Chat Input -> prompt with a mark behind -> Chat Output."""
    drawing = Drawing()
    question = drawing.add("ChatInput", "aaaaa", at=(0, 0))
    prompt = drawing.add_prompt("mark", "{question}!", at=(1, 0))
    answer = drawing.add("ChatOutput", "zzzzz", at=(2, 0))
    drawing.connect(question, "message", prompt, "question")
    drawing.connect(prompt, "prompt", answer, "input_value")
    body = {"name": "Shout", "endpoint_name": "shout", "data": drawing.data}
    return client.post("/api/v1/flows/", json=body).raise_for_status().json()["id"]


def test_a_flow_runs_by_id_and_by_endpoint_name(calls: Calls, shout: str) -> None:
    by_id, by_name = calls({"flow": shout, "input": "hello"}, {"flow": "shout", "input": "hello"})
    assert by_id["text"] == by_name["text"] == "hello!"
    assert by_id["sessionId"] == shout


def test_tweaks_go_by_component(calls: Calls, shout: str) -> None:
    by_id, by_name = calls(
        {"flow": shout, "input": "hello", "tweaks": {"PromptTemplate-mark": {"template": "{question}?"}}},
        {"flow": shout, "input": "hello", "options": {"tweaks": {"Prompt Template": {"template": "<{question}>"}}}},
    )
    assert (by_id["text"], by_name["text"]) == ("hello?", "<hello>")


def test_a_session_is_kept(calls: Calls, client: httpx.Client, shout: str) -> None:
    options = {"session_id": "from-javascript"}
    first, _ = calls(*({"flow": shout, "input": word, "options": options} for word in ("one", "two")))
    assert first["sessionId"] == "from-javascript"
    history = client.get("/api/v1/monitor/messages", params={"session_id": "from-javascript"}).json()
    assert [message["text"] for message in history] == ["one", "one!", "two", "two!"]


def test_types_choose_inputs_and_outputs(calls: Calls, shout: str) -> None:
    (answer,) = calls({"flow": shout, "input": "hello", "options": {"input_type": "any", "output_type": "debug"}})
    assert len(answer["outputs"][0]["outputs"]) == 3


def test_a_stream_gives_its_events_and_ends_with_the_answer(calls: Calls, shout: str) -> None:
    (answer,) = calls({"flow": shout, "input": "hello", "stream": True})
    assert [event["event"] for event in answer["events"]] == ["add_message", "add_message", "end"]
    result = answer["events"][-1]["data"]["result"]
    assert result["outputs"][0]["outputs"][0]["results"]["message"]["text"] == "hello!"


def test_a_stream_can_be_left(calls: Calls, shout: str) -> None:
    left, after = calls(
        {"flow": shout, "input": "hello", "stream": True, "abortAfter": 1}, {"flow": shout, "input": "hello"}
    )
    assert left["error"] == "DOMException" or len(left["events"]) >= 1
    assert after["text"] == "hello!"


@pytest.mark.parametrize("stream", [False, True])
def test_refusals_arrive_as_errors_of_the_client(calls: Calls, shout: str, stream: bool) -> None:
    unknown, stranger = calls(
        {"flow": "no-such-flow", "input": "hello", "stream": stream},
        {"flow": shout, "input": "hello", "key": "sk-nobodys", "stream": stream},
    )
    assert unknown == {"error": "LangflowError", "message": "404 - Not Found"}
    assert stranger == {"error": "LangflowError", "message": "403 - Forbidden"}
