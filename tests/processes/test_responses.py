"""Responses in the background are anybody's to serve: a worker makes them, each web process reads and ends them."""

import asyncio

import openai
import pytest

from tests.processes.cluster import echo_data, model_data
from tests.services import postgresql_is_needed, redis_server_is_needed

pytestmark = [
    pytest.mark.live,
    pytest.mark.xdist_group("cluster"),
    postgresql_is_needed,
    redis_server_is_needed,
]

SECONDS = 20


@pytest.fixture
async def clients(cluster, monkeypatch):
    """The official client at each of the two web processes."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    headers = {"x-api-key": cluster.api_key}
    opened = [
        openai.AsyncOpenAI(
            api_key="unused", base_url=f"{web.base}/api/v1", default_headers=headers, max_retries=0, timeout=SECONDS
        )
        for web in cluster.webs
    ]
    yield opened
    for client in opened:
        await client.close()


async def test_a_stream_goes_on_at_another_process(cluster, clients, provider):
    one, other = clients
    provider.pause = asyncio.Event()
    flow = cluster.store_flow(model_data(provider.base_url), "response resumed")
    stream = await one.responses.create(model=flow, input="hello", background=True, stream=True)
    async for event in stream:
        if event.type == "response.created":
            response_id = event.response.id
        if event.type == "response.output_text.delta":
            break
    await stream.close()
    assert (await other.responses.retrieve(response_id)).status == "in_progress"
    provider.pause.set()
    resumed = await other.responses.retrieve(response_id, stream=True, starting_after=event.sequence_number)
    rest = [told async for told in resumed]
    assert rest[0].sequence_number == event.sequence_number + 1
    assert rest[0].delta == "day."
    assert rest[-1].response.output_text == "Good day."
    assert (await one.responses.retrieve(response_id)).output_text == "Good day."


async def test_a_cancel_through_another_process_ends_it(cluster, clients, provider):
    one, other = clients
    provider.silent = True
    flow = cluster.store_flow(model_data(provider.base_url), "response cancelled")
    response = await one.responses.create(model=flow, input="hello", background=True)
    await asyncio.wait_for(provider.asked.wait(), SECONDS)
    assert (await other.responses.cancel(response.id)).status == "cancelled"
    events = [event async for event in await one.responses.retrieve(response.id, stream=True)]
    assert events[-1].response.status == "cancelled"


async def test_a_conversation_may_change_the_process(cluster, clients):
    one, other = clients
    flow = cluster.store_flow(echo_data(), "response continued")
    first = await one.responses.create(model=flow, input="one")
    second = await other.responses.create(model=flow, input="two", previous_response_id=first.id)
    assert (await one.responses.retrieve(second.id)).output_text == "two"


async def test_a_killed_workers_response_is_made_again(cluster, clients, provider):
    one, other = clients
    provider.pause = asyncio.Event()
    flow = cluster.store_flow(model_data(provider.base_url), "response of a killed worker")
    stream = await one.responses.create(model=flow, input="hello", background=True, stream=True)
    async for event in stream:
        if event.type == "response.created":
            response_id = event.response.id
        if event.type == "response.output_text.delta":
            break
    await stream.close()
    while cluster.workers:
        cluster.kill_worker()
    provider.pause.set()
    cluster.start_worker()
    events = [event async for event in await other.responses.retrieve(response_id, stream=True)]
    assert [told.sequence_number for told in events] == list(range(len(events)))
    assert events[-1].type == "response.completed"
    assert events[-1].response.output_text == "Good day."
