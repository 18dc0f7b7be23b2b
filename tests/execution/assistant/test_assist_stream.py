"""`POST /agentic/assist/stream`: how far it is, and what is said, as it happens."""

import asyncio
import json

from execution.assistant import services
from execution.assistant.serializers import AssistantRequest
from monitor.models import Message
from tests.execution.assistant.conftest import BROKEN, COMPONENT, KEY, ask, fenced, in_test_thread


async def events_of(answer):
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Type"] == "text/event-stream"
    body = b"".join([chunk async for chunk in answer.streaming_content]).decode()
    assert body.endswith("\n\n")
    return [json.loads(frame.removeprefix("data: ")) for frame in body.split("\n\n") if frame]


def steps_of(events):
    return [event.get("step", event["event"]) for event in events if event["event"] != "token"]


async def test_an_answer_comes_piece_by_piece(alices, answering):
    events = await events_of(await ask(alices, "assist/stream"))
    assert steps_of(events) == ["generating", "generation_complete", "complete"]
    assert events[0] == {
        "event": "progress",
        "step": "generating",
        "attempt": 0,
        "max_attempts": 3,
        "message": "Generating response...",
    }
    assert [event for event in events if event["event"] == "token"] == [
        {"event": "token", "chunk": "Good "},
        {"event": "token", "chunk": "day."},
    ]
    assert events[-1]["data"]["result"] == "Good day."


async def test_the_check_of_a_component_is_told(alices, answering):
    answering.answers = [fenced(COMPONENT)]
    events = await events_of(await ask(alices, "assist/stream"))
    assert steps_of(events)[2:] == ["extracting_code", "validating", "validated", "complete"]
    assert events[-2]["message"] == "Component 'Shout' validated successfully!"
    assert events[-1]["data"]["component_code"] == COMPONENT


async def test_a_correction_is_told(alices, answering):
    answering.answers = [fenced(BROKEN), fenced(COMPONENT)]
    events = await events_of(await ask(alices, "assist/stream", max_retries=1))
    failed = ["extracting_code", "validating", "validation_failed", "retrying"]
    again = ["generating_component", "generation_complete", "extracting_code", "validating", "validated", "complete"]
    assert steps_of(events) == ["generating", "generation_complete", *failed, *again]
    told = {event["step"]: event for event in events if event["event"] == "progress"}
    assert told["validation_failed"]["component_code"] == BROKEN
    assert told["retrying"]["message"] == "Retrying with error context (attempt 1/1)..."
    assert "'(' was never closed" in told["retrying"]["error"]
    assert (told["validated"]["attempt"], told["validated"]["max_attempts"]) == (1, 1)


async def test_the_last_attempt_is_followed_by_no_other(alices, answering):
    answering.answers = [fenced(BROKEN)]
    events = await events_of(await ask(alices, "assist/stream", max_retries=0))
    assert steps_of(events)[-2:] == ["validation_failed", "complete"]
    assert events[-1]["data"]["validated"] is False


async def test_a_failure_is_the_last_event(alices, answering):
    answering.status = 401
    events = await events_of(await ask(alices, "assist/stream"))
    assert steps_of(events) == ["generating", "error"]
    assert events[-1]["code"] == "provider_refused_key"
    assert KEY not in str(events)


async def test_what_can_be_known_before_is_no_stream(alices):
    assert (await ask(alices, "assist/stream")).status_code == 400


async def test_a_reader_who_goes_away_ends_the_run(alice, answering):
    answering.pause = asyncio.Event()
    question = await services.question_of(alice, AssistantRequest(flow_id="x", input_value="hello"), {})
    frames = services.frames_of(question)
    async for frame in frames:
        if b'"token"' in frame:
            break
    await frames.aclose()
    assert await in_test_thread(list, Message.objects.values_list("text", flat=True)) == ["hello"]
