"""`stream=true`: OpenAI's events, each the moment it happens."""

import asyncio

import pytest
from django.conf import settings

from execution.models import Job
from execution.openai_responses import services
from execution.openai_responses.selectors import Question
from execution.openai_responses.serializers import ResponseBody
from flows.selectors import flow_to_run
from monitor.models import Message
from tests.execution.openai_responses.conftest import asked, event_of, streamed, text_of, types_of
from tests.execution.runs.conftest import in_test_thread, model_data

BEGUN = ["created", "in_progress"]
TEXT_BEGUN = ["output_item.added", "content_part.added"]
TEXT_DONE = ["output_text.done", "content_part.done", "output_item.done"]


@pytest.fixture
async def model_flow(store_flow, alice, provider):
    return await in_test_thread(store_flow, alice, model_data(provider.base_url))


async def frames_of(flow, user, **fields):
    found = await in_test_thread(flow_to_run, str(flow.pk))
    question = Question(user_id=user.pk, flow=found, session_id="session")
    body = ResponseBody(model=str(flow.pk), input="hello", stream=True, **fields)
    return services.frames_of(await services.requested(question, body, {}))


async def read_to_first_piece(frames):
    async for frame in frames:
        event = event_of(frame.decode().removesuffix("\n\n"))
        if event["type"] == "response.output_text.delta":
            return event
    raise AssertionError("no piece came")


async def test_an_answer_that_comes_at_once_is_one_piece(alices_calls, echo):
    events = await streamed(alices_calls, echo)
    assert types_of(events) == [*BEGUN, *TEXT_BEGUN, "output_text.delta", *TEXT_DONE, "completed"]
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    assert text_of(events[-1]["response"]) == "hello"


async def test_a_model_streams_its_pieces(alices_calls, model_flow):
    events = await streamed(alices_calls, model_flow)
    assert types_of(events) == [*BEGUN, *TEXT_BEGUN, "output_text.delta", "output_text.delta", *TEXT_DONE, "completed"]
    assert [event["delta"] for event in events if "delta" in event] == ["Good ", "day."]
    assert text_of(events[-1]["response"]) == "Good day."


async def test_what_is_streamed_is_what_is_answered_at_once(alices_calls, model_flow):
    end = (await streamed(alices_calls, model_flow))[-1]["response"]
    whole = await asked(alices_calls, model_flow)
    differs = {"id", "conversation", "created_at", "output", "usage"}
    assert {name: end[name] for name in end.keys() - differs} == {name: whole[name] for name in whole.keys() - differs}
    assert text_of(end) == text_of(whole)


async def test_the_first_piece_does_not_wait_for_the_second(model_flow, alice, provider):
    provider.pause = asyncio.Event()
    frames = await frames_of(model_flow, alice)
    assert (await asyncio.wait_for(read_to_first_piece(frames), 5))["delta"] == "Good "
    provider.pause.set()
    rest = b"".join([frame async for frame in frames]).decode()
    assert "day." in rest
    assert rest.endswith("data: [DONE]\n\n")


async def test_a_client_that_goes_away_ends_the_run_and_what_was_said_stays(model_flow, alice, provider):
    provider.pause = asyncio.Event()
    frames = await frames_of(model_flow, alice)
    await read_to_first_piece(frames)
    await frames.aclose()
    assert [row async for row in Message.objects.values_list("text", flat=True)] == ["hello"]
    assert not await Job.objects.aexists()


async def test_a_failure_is_the_last_event(alices_calls, model_flow, provider):
    provider.status = 500
    events = await streamed(alices_calls, model_flow)
    assert types_of(events) == [*BEGUN, "failed"]
    response = events[-1]["response"]
    assert response["status"] == "failed"
    assert response["error"]["code"] == "server_error"
    assert response["error"]["component_id"] == "OpenAIModel-model"


async def test_a_run_that_is_refused_is_told_in_the_stream(alices_calls, echo, monkeypatch):
    monkeypatch.setattr(settings.LANGFLOW, "RUNS_PER_USER", 0)
    events = await streamed(alices_calls, echo)
    assert types_of(events) == [*BEGUN, "failed"]
    assert events[-1]["response"]["error"]["code"] == "rate_limit_exceeded"
    assert events[-1]["response"]["error"]["cause"] == "too_many_runs"
