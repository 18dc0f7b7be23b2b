"""The official `openai` client talks to a server of our own, token by token."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import openai
import pytest

from tests.execution.openai_responses.conftest import agent_data
from tests.execution.runs.conftest import echo_data, model_data
from tests.execution.runs.provider import Provider, running_provider
from tests.live_server import LiveServer, running_server

pytestmark = [pytest.mark.live, pytest.mark.xdist_group("openai_client")]

SECONDS = 20


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with running_server(tmp_path_factory.mktemp("responses"), LANGFLOW_AUTO_LOGIN="false") as started:
        yield started


@pytest.fixture(scope="module")
def api_key(server: LiveServer) -> str:
    return server.api_key()


@pytest.fixture
async def model() -> AsyncIterator[Provider]:
    async with running_provider() as running:
        yield running


@pytest.fixture
def options(server: LiveServer, api_key: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    headers = {"x-api-key": api_key}
    return {
        "api_key": "unused",
        "base_url": f"{server.base}/api/v1",
        "default_headers": headers,
        "max_retries": 0,
        "timeout": SECONDS,
    }


@pytest.fixture
async def client(options: dict[str, Any]) -> AsyncIterator[openai.AsyncOpenAI]:
    async with openai.AsyncOpenAI(**options) as opened:
        yield opened


@pytest.fixture
def flow_of(server: LiveServer, api_key: str) -> Any:
    """Return a function that stores a flow and gives its id."""

    def store(data: dict[str, Any]) -> str:
        body = {"name": "flow", "data": data}
        answer = httpx.post(f"{server.base}/api/v1/flows/", json=body, headers={"x-api-key": api_key}, trust_env=False)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    return store


def test_the_sync_client_gets_an_answer_and_a_stream(options, flow_of):
    flow = flow_of(echo_data())
    with openai.OpenAI(**options) as client:
        response = client.responses.create(model=flow, input="hello")
        assert response.status == "completed"
        assert response.output_text == "hello"
        events = list(client.responses.create(model=flow, input="hello", stream=True))
        assert [event.sequence_number for event in events] == list(range(len(events)))
        assert events[0].type == "response.created"
        assert events[-1].type == "response.completed"
        assert events[-1].response.output_text == "hello"


async def test_the_first_piece_comes_before_the_model_is_done(client, flow_of, model):
    model.pause = asyncio.Event()
    flow = await asyncio.to_thread(flow_of, model_data(model.base_url))
    pieces = []
    async for event in await client.responses.create(model=flow, input="hello", stream=True):
        if event.type == "response.output_text.delta":
            pieces.append(event.delta)
            model.pause.set()  # only what was told before lets the model go on
        if event.type == "response.completed":
            assert event.response.output_text == "Good day."
    assert pieces == ["Good ", "day."]


async def test_the_clients_own_stream_helper_puts_the_pieces_together(client, flow_of, model):
    flow = await asyncio.to_thread(flow_of, model_data(model.base_url))
    async with client.responses.stream(model=flow, input="hello") as stream:
        snapshots = [event.snapshot async for event in stream if event.type == "response.output_text.delta"]
        final = await stream.get_final_response()
    assert snapshots == ["Good ", "Good day."]
    assert final.output_text == "Good day."


async def test_a_conversation_goes_on(client, flow_of):
    flow = await asyncio.to_thread(flow_of, echo_data())
    first = await client.responses.create(model=flow, input="one")
    second = await client.responses.create(model=flow, input="two", previous_response_id=first.id)
    assert second.previous_response_id == first.id
    assert (await client.responses.retrieve(second.id)).output_text == "two"


@pytest.fixture
async def agent(flow_of, model):
    """An agent that uses its calculator once."""
    model.calls = (("evaluate_expression", json.dumps({"expression": "6*7"})),)
    return await asyncio.to_thread(flow_of, agent_data(model.base_url))


async def test_tools_are_items_of_the_output(client, agent):
    async with client.responses.stream(model=agent, input="What is 6 times 7?") as stream:
        final = await stream.get_final_response()
    call, said = final.output
    assert (call.type, call.name) == ("function_call", "evaluate_expression")
    assert json.loads(call.arguments) == {"expression": "6*7"}
    assert said.content[0].text == "Good day."


async def test_the_results_of_tools_are_included(client, agent):
    # The client's types do not know such items, which are Langflow's own; it hands them on as they are.
    ask = {"model": agent, "input": "What is 6 times 7?", "include": ["tool_call.results"]}
    events = [event async for event in await client.responses.create(**ask, stream=True)]
    for response in (events[-1].response, await client.responses.create(**ask)):
        call, said = response.output
        assert call.type == "tool_call"
        assert "42" in json.dumps(call.results)
        assert said.content[0].text == "Good day."


async def test_usage_is_told(client, flow_of, model):
    flow = await asyncio.to_thread(flow_of, model_data(model.base_url))
    response = await client.responses.create(model=flow, input="hello")
    assert response.usage.total_tokens == 3
    assert response.usage.output_tokens_details.reasoning_tokens == 0


async def test_a_failed_run_is_a_failed_response(client, flow_of, model):
    model.status = 429
    flow = await asyncio.to_thread(flow_of, model_data(model.base_url))
    response = await client.responses.create(model=flow, input="hello")
    assert response.status == "failed"
    assert response.error.code == "rate_limit_exceeded"
    events = [event async for event in await client.responses.create(model=flow, input="hello", stream=True)]
    assert events[-1].type == "response.failed"
    assert events[-1].response.error.code == "rate_limit_exceeded"


async def test_an_unknown_flow_is_told_as_an_error(client):
    response = await client.responses.create(model="gpt-4o", input="hello")
    assert response.error.code == "flow_not_found"


async def test_refusals_are_the_clients_own_errors(client, options):
    with pytest.raises(openai.NotFoundError) as missing:
        await client.responses.retrieve("nothing")
    assert missing.value.code == "response_not_found"
    with pytest.raises(openai.UnprocessableEntityError) as bad:
        await client.responses.create(model="m", input=[{"role": "user", "content": "x"}])
    assert bad.value.param == "input"
    async with openai.AsyncOpenAI(**{**options, "default_headers": {"x-api-key": "sk-bad"}}) as stranger:
        with pytest.raises(openai.PermissionDeniedError):
            await stranger.responses.create(model="m", input="x")


async def test_a_background_response_is_polled_and_read_again(client, flow_of, model):
    flow = await asyncio.to_thread(flow_of, model_data(model.base_url))
    response = await client.responses.create(model=flow, input="hello", background=True)
    async with asyncio.timeout(SECONDS):
        while response.status in {"queued", "in_progress"}:
            await asyncio.sleep(0.05)
            response = await client.responses.retrieve(response.id)
    assert response.output_text == "Good day."
    await client.responses.delete(response.id)
    with pytest.raises(openai.NotFoundError):
        await client.responses.retrieve(response.id)


async def test_a_background_stream_is_resumed(client, flow_of, model):
    model.pause = asyncio.Event()
    flow = await asyncio.to_thread(flow_of, model_data(model.base_url))
    stream = await client.responses.create(model=flow, input="hello", background=True, stream=True)
    async for event in stream:
        if event.type == "response.created":
            response_id = event.response.id
        if event.type == "response.output_text.delta":
            break
    await stream.close()
    model.pause.set()
    resumed = await client.responses.retrieve(response_id, stream=True, starting_after=event.sequence_number)
    rest = [event async for event in resumed]
    assert rest[0].delta == "day."
    assert rest[-1].response.output_text == "Good day."


async def test_a_background_response_is_cancelled(client, flow_of, model):
    model.silent = True
    flow = await asyncio.to_thread(flow_of, model_data(model.base_url))
    response = await client.responses.create(model=flow, input="hello", background=True)
    await asyncio.wait_for(model.asked.wait(), SECONDS)
    assert (await client.responses.cancel(response.id)).status == "cancelled"
    assert (await client.responses.retrieve(response.id)).status == "cancelled"
