"""`POST /run/...?stream=true`: lines as they happen, one end, and what remains when the client goes away."""

import asyncio
import json

import pytest
from asgiref.sync import sync_to_async

from execution.runs import serializers, services, streams
from execution.runs.selectors import Call
from execution.wire.runs import OutputChoice
from flows.selectors import flow_to_run
from monitor.models import Message
from tests.execution.runs.conftest import model_data
from tests.execution.runs.test_run import post


async def lines_of(answer):
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    body = b"".join([chunk async for chunk in answer.streaming_content])
    assert body.endswith(b"\n\n")
    return [json.loads(line) for line in body.decode().split("\n\n") if line]


async def test_an_echo_streams_its_messages_and_the_answer(alices_calls, echo):
    lines = await lines_of(await post(alices_calls, f"{echo.pk}?stream=true", {"input_value": "hello"}))
    assert [line["event"] for line in lines] == ["add_message", "add_message", "end"]
    assert [line["data"]["sender"] for line in lines[:2]] == ["User", "Machine"]
    assert lines[2]["data"]["result"]["outputs"][0]["outputs"][0]["results"]["message"]["text"] == "hello"


async def test_a_model_streams_its_pieces(alices_calls, store_flow, alice, provider):
    flow = await sync_to_async(store_flow)(alice, model_data(provider.base_url))
    lines = await lines_of(await post(alices_calls, f"{flow.pk}?stream=true", {"input_value": "hello"}))
    pieces = [line["data"]["chunk"] for line in lines if line["event"] == "token"]
    assert "".join(pieces) == "Good day."
    assert [row async for row in Message.objects.order_by("timestamp").values_list("text", flat=True)] == [
        "hello",
        "Good day.",
    ]


async def test_the_first_piece_does_not_wait_for_the_second(store_flow, alice, provider):
    provider.pause = asyncio.Event()
    flow = await sync_to_async(store_flow)(alice, model_data(provider.base_url))
    lines = streams.lines_of(await run_of(flow, alice), OutputChoice())
    async for line in lines:
        if json.loads(line)["event"] == "token":
            break
    assert json.loads(line)["data"]["chunk"] == "Good "
    provider.pause.set()
    rest = [json.loads(line)["event"] async for line in lines]
    assert rest[0] == "token"
    assert rest[-1] == "end"


async def test_a_client_that_goes_away_ends_the_run_and_what_was_said_stays(store_flow, alice, provider):
    provider.pause = asyncio.Event()
    flow = await sync_to_async(store_flow)(alice, model_data(provider.base_url))
    lines = streams.lines_of(await run_of(flow, alice), OutputChoice())
    async for line in lines:
        if json.loads(line)["event"] == "token":
            break
    await lines.aclose()
    assert [row async for row in Message.objects.values_list("text", flat=True)] == ["hello"]


async def test_a_failure_is_told_in_the_chat_and_then_ends_the_stream(alices_calls, store_flow, alice, provider):
    provider.status = 500
    flow = await sync_to_async(store_flow)(alice, model_data(provider.base_url))
    lines = await lines_of(await post(alices_calls, f"{flow.pk}?stream=true", {"input_value": "hello"}))
    assert [line["event"] for line in lines] == ["add_message", "error", "error"]
    message, error = (line["data"] for line in lines[1:])
    assert (message["category"], message["properties"]["source"]["id"]) == ("error", "OpenAIModel-model")
    assert error["component_id"] == "OpenAIModel-model"
    assert "Traceback" not in error["error"]


@pytest.mark.parametrize("body", [{"input_value": "x", "tweaks": {"ChatInput-aaaaa": {"input_value": "y"}}}])
async def test_a_conflict_is_the_only_line(alices_calls, echo, body):
    lines = await lines_of(await post(alices_calls, f"{echo.pk}?stream=true", body))
    assert [line["event"] for line in lines] == ["error"]
    assert lines[0]["data"]["error"].startswith("If you pass an input_value")


async def test_an_unknown_flow_is_not_found(alices_calls):
    assert (await post(alices_calls, "no-such-flow?stream=true")).status_code == 404


async def run_of(flow, user):
    found = await sync_to_async(flow_to_run)(str(flow.pk), user_id=user.pk)
    call = Call(user_id=user.pk, flow=found)
    return services.simple_run(call, serializers.RunBody(input_value="hello"), {}, stream=True)
