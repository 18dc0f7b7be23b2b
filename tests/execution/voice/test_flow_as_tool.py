"""`/api/v1/voice/ws/flow_as_tool/{flow_id}/{session_id}`: a model with a voice, and the flow as its tool."""

import asyncio
import json
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from execution.components.input_output.chat_output import ChatOutput
from execution.voice import sessions
from flows.models import Flow
from tests.execution.voice.conftest import KEY, SESSION, Call, Caller, messages_of
from tests.execution.voice.speech_provider import SpeechProvider

Wire = dict[str, Any]

QUESTION = "what is up"


async def model_calls_flow(
    provider: SpeechProvider, arguments: str = json.dumps({"input": QUESTION}), *, call_id: str = "c1"
) -> None:
    """The model answers with a call of the flow."""
    response = f"resp_of_{call_id}"
    item = {"type": "function_call", "name": sessions.TOOL, "call_id": call_id, "arguments": arguments}
    await provider.says("response.created", response={"id": response})
    await provider.says("response.output_item.done", response_id=response, item={**item, "status": "completed"})
    await provider.says("response.done", response={"id": response, "status": "completed"})


async def output_of_call(provider: SpeechProvider, *, number: int = 1) -> Wire:
    event = await provider.hears("conversation.item.create", number=number)
    item: Wire = event["item"]
    assert item["type"] == "function_call_output"
    return item


@pytest.fixture
async def caller(call: Call) -> Caller:
    """Alice, who called and was greeted."""
    connected = await call()
    await connected.hears("session.created")
    return connected


async def test_the_model_gets_the_flow_as_its_only_tool(caller: Caller, provider: SpeechProvider) -> None:
    session = (await provider.hears("session.update"))["session"]
    assert [(tool["name"], tool["description"]) for tool in session["tools"]] == [("execute_flow", "Says it again")]
    assert session["voice"] == "echo"
    assert session["input_audio_format"] == session["output_audio_format"] == "pcm16"
    assert provider.headers["Authorization"] == f"Bearer {KEY}"
    assert "OpenAI-Beta" not in provider.headers
    assert provider.query == {"model": "gpt-realtime-2.1-mini"}


async def test_events_of_both_sides_come_through(caller: Caller, provider: SpeechProvider) -> None:
    await caller.says("input_audio_buffer.append", audio="AAAA", language="de-DE")
    assert await provider.hears("input_audio_buffer.append") == {"type": "input_audio_buffer.append", "audio": "AAAA"}
    await caller.says("conversation.item.truncate", item_id="i", content_index=0, audio_end_ms=5)
    assert (await provider.hears("conversation.item.truncate"))["audio_end_ms"] == 5
    await provider.says("rate_limits.updated", rate_limits=[])
    assert await caller.hears("rate_limits.updated") == {"type": "rate_limits.updated", "rate_limits": []}


async def test_nobody_but_us_tells_of_runs(caller: Caller, provider: SpeechProvider) -> None:
    await provider.says("flow.build.progress", data={"event": "end"})
    await provider.says("rate_limits.updated")
    assert [event["type"] for event in await caller.hears_until("rate_limits.updated")] == ["rate_limits.updated"]


async def test_a_call_runs_the_flow_and_its_answer_goes_to_the_model(caller: Caller, provider: SpeechProvider) -> None:
    await model_calls_flow(provider)
    assert await output_of_call(provider) == {"type": "function_call_output", "call_id": "c1", "output": QUESTION}
    assert "response" not in await provider.hears("response.create")
    told = await progress_of(caller)
    assert [line["event"] for line in told] == [
        "vertices_sorted",
        "build_start",
        "add_message",
        "end_vertex",
        "add_message",
        "end_vertex",
        "end",
    ]
    assert [line.get("vertex_id") for line in told if line["event"] == "end_vertex"] == [
        "ChatInput-aaaaa",
        "ChatOutput-zzzzz",
    ]


async def progress_of(caller: Caller) -> list[Wire]:
    lines: list[Wire] = []
    while not lines or lines[-1]["event"] != "end":
        lines.append((await caller.hears("flow.build.progress"))["data"])
    return lines


async def test_the_run_is_part_of_the_session(caller: Caller, provider: SpeechProvider) -> None:
    await model_calls_flow(provider)
    await output_of_call(provider)
    assert await messages_of(SESSION, count=2) == [("User", "User", QUESTION), ("Machine", "AI", QUESTION)]


async def test_a_session_begins_where_none_is_named(call: Call, provider: SpeechProvider) -> None:
    caller = await call(session=None)
    await caller.hears("session.created")
    await model_calls_flow(provider)
    messages = [line["data"] for line in await progress_of(caller) if line["event"] == "add_message"]
    assert {message["session_id"] for message in messages} - {SESSION, ""}
    assert len({message["session_id"] for message in messages}) == 1


async def test_what_is_said_is_stored_in_the_order_in_which_it_was_said(
    caller: Caller, provider: SpeechProvider
) -> None:
    await provider.says("input_audio_buffer.committed", item_id="i1")
    spoken = {"type": "message", "role": "assistant", "content": [{"type": "audio", "transcript": "Good day."}]}
    await provider.says("response.output_item.done", response_id="r1", item=spoken)
    assert await messages_of(SESSION, count=1) == [("Machine", "AI", "Good day.")]
    await provider.says(
        "conversation.item.input_audio_transcription.completed", item_id="i1", content_index=0, transcript="Hello"
    )
    assert await messages_of(SESSION, count=2) == [("User", "User", "Hello"), ("Machine", "AI", "Good day.")]
    typed = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Typed"}]}
    await provider.says("conversation.item.created", item=typed)
    assert (await messages_of(SESSION, count=3))[2] == ("User", "User", "Typed")


async def test_silence_is_not_stored(caller: Caller, provider: SpeechProvider) -> None:
    done = "conversation.item.input_audio_transcription.completed"
    await provider.says(done, item_id="i1", transcript=" ")
    await provider.says(done, item_id="i2", transcript="Hello")
    assert await messages_of(SESSION, count=1) == [("User", "User", "Hello")]


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """The flow never gives anything; the event says that it was ended."""
    ended = asyncio.Event()

    async def waits(self: ChatOutput) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    monkeypatch.setattr(ChatOutput, "message_response", waits)
    return ended


@pytest.mark.usefixtures("endless")
async def test_work_is_announced_while_it_goes_on(caller: Caller, provider: SpeechProvider) -> None:
    await model_calls_flow(provider)
    wish = (await provider.hears("response.create"))["response"]
    assert QUESTION in wish["instructions"]
    assert wish["tool_choice"] == "none"


@pytest.mark.usefixtures("endless")
async def test_a_client_may_want_no_announcements(caller: Caller, provider: SpeechProvider) -> None:
    await caller.says("langflow.voice_mode.config", progress_enabled=False)
    await caller.says("input_audio_buffer.clear")
    await provider.hears("input_audio_buffer.clear")
    await model_calls_flow(provider)
    await caller.hears("flow.build.progress")
    assert provider.of_kind("response.create") == []


async def test_calls_in_an_announcement_run_nothing(
    caller: Caller, provider: SpeechProvider, endless: asyncio.Event
) -> None:
    await model_calls_flow(provider)
    await provider.hears("response.create")
    await model_calls_flow(provider, call_id="c2")
    await provider.says("rate_limits.updated")
    told = [event["data"]["event"] for event in await caller.hears_until("rate_limits.updated") if "data" in event]
    assert told.count("vertices_sorted") == 1


async def test_a_client_that_goes_away_ends_everything(
    caller: Caller, provider: SpeechProvider, endless: asyncio.Event
) -> None:
    await model_calls_flow(provider)
    await caller.hears("flow.build.progress")
    await caller.hangs_up()
    assert endless.is_set()
    async with asyncio.timeout(5):
        await provider.closed.wait()


async def test_a_provider_that_goes_away_ends_everything(
    caller: Caller, provider: SpeechProvider, endless: asyncio.Event
) -> None:
    await model_calls_flow(provider)
    await caller.hears("flow.build.progress")
    assert provider.socket is not None
    await provider.socket.close()
    assert (await caller.hears("error"))["code"] == "provider_closed"
    assert await caller.is_hung_up() == {"type": "websocket.close", "code": 1011, "reason": "provider_closed"}
    assert endless.is_set()


async def test_any_text_can_be_asked_and_answered(caller: Caller, provider: SpeechProvider) -> None:
    question = "\u00fc \U0001f600 \x00"
    await model_calls_flow(provider, json.dumps({"input": question}))
    assert (await output_of_call(provider))["output"] == question
    await progress_of(caller)


@pytest.mark.parametrize("arguments", ["", "no JSON", "[]", '{"input": 7}', "{}"])
async def test_a_call_that_makes_no_sense_is_answered(caller: Caller, provider: SpeechProvider, arguments: str) -> None:
    await model_calls_flow(provider, arguments)
    assert (await output_of_call(provider))["output"].startswith("Error: the arguments")
    await provider.hears("response.create")


async def test_a_flow_that_fails_is_an_answer(
    caller: Caller, provider: SpeechProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(self: ChatOutput) -> None:
        raise ValueError("It broke.")

    monkeypatch.setattr(ChatOutput, "message_response", fails)
    await model_calls_flow(provider)
    output = (await output_of_call(provider))["output"]
    assert output.startswith("Error: ")
    assert "It broke." in output
    await provider.hears("response.create")


async def test_a_flow_that_was_deleted_is_an_answer(caller: Caller, provider: SpeechProvider, echo: Flow) -> None:
    await sync_to_async(echo.delete)()
    await model_calls_flow(provider)
    assert (await output_of_call(provider))["output"].endswith("not found")


async def test_a_call_is_run_once(caller: Caller, provider: SpeechProvider) -> None:
    await model_calls_flow(provider)
    await output_of_call(provider)
    await model_calls_flow(provider)
    await model_calls_flow(provider, call_id="c2")
    assert (await output_of_call(provider, number=2))["call_id"] == "c2"


async def test_functions_of_others_are_left_to_the_client(caller: Caller, provider: SpeechProvider) -> None:
    item = {"type": "function_call", "name": "dance", "call_id": "c1", "arguments": "{}"}
    await provider.says("response.output_item.done", response_id="r1", item=item)
    assert (await caller.hears("response.output_item.done"))["item"]["name"] == "dance"
    await model_calls_flow(provider, call_id="c2")
    assert (await output_of_call(provider))["call_id"] == "c2"


async def test_a_client_changes_settings(caller: Caller, provider: SpeechProvider) -> None:
    await caller.says("session.update", session={"voice": "ash", "instructions": "Rhyme.", "tools": []})
    session = (await provider.hears("session.update", number=2))["session"]
    assert session["voice"] == "ash"
    assert session["instructions"].endswith("Rhyme.")
    assert len(session["tools"]) == 1


@pytest.mark.parametrize(
    "said",
    [
        {"type": "session.update"},
        {"type": "session.update", "session": []},
        {"type": "session.update", "session": {"instructions": 1}},
        {"type": "input_audio_buffer.append", "audio": 7},
        {"type": "langflow.elevenlabs.config", "enabled": "yes"},
        {"type": "langflow.voice_mode.config", "progress_enabled": 1},
        {"type": "response.create", "response": "now"},
        {"no": "type"},
    ],
)
async def test_what_makes_no_sense_is_answered_and_the_conversation_goes_on(
    caller: Caller, provider: SpeechProvider, said: Wire
) -> None:
    await caller.communicator.send_to(json.dumps(said))
    error = await caller.hears("error")
    assert error["code"] == error["error"]["code"] == "event_invalid"
    await caller.says("input_audio_buffer.clear")
    await provider.hears("input_audio_buffer.clear")


async def test_bytes_are_answered(caller: Caller) -> None:
    await caller.communicator.send_to(bytes_data=b"\x00\x01")
    assert "base64" in (await caller.hears("error"))["message"]


async def test_what_holds_no_sound_is_not_committed(caller: Caller, provider: SpeechProvider) -> None:
    await caller.says("input_audio_buffer.append", audio="A" * 40)
    await caller.says("input_audio_buffer.commit")
    await caller.says("input_audio_buffer.append", audio="A" * 80)
    await caller.says("input_audio_buffer.commit")
    await provider.hears("input_audio_buffer.commit")
    assert [event["type"] for event in provider.events].count("input_audio_buffer.commit") == 1


async def test_a_client_asks_for_responses_in_turn(caller: Caller, provider: SpeechProvider) -> None:
    await caller.says("response.create", event_id="a")
    await provider.hears("response.create")
    await caller.says("response.create", event_id="b", response={"instructions": "more"})
    await provider.says("response.created", response={"id": "r1"})
    await caller.hears("response.created")
    assert len(provider.of_kind("response.create")) == 1
    await provider.says("response.done", response={"id": "r1"})
    assert (await provider.hears("response.create", number=2))["event_id"] == "b"


async def test_so_many_may_wait_and_no_more(caller: Caller, provider: SpeechProvider) -> None:
    await provider.says("response.created", response={"id": "r1"})
    await caller.hears("response.created")
    for _ in range(17):
        await caller.says("response.create")
    assert "turn" in (await caller.hears("error"))["message"]


async def test_who_speaks_silences_the_model(caller: Caller, provider: SpeechProvider) -> None:
    await provider.says("response.created", response={"id": "r1"})
    await provider.says("response.audio.delta", response_id="r1", delta="AAAA")
    await provider.says("input_audio_buffer.speech_started", item_id="i1")
    await provider.says("response.audio.delta", response_id="r1", delta="BBBB")
    await provider.says("response.done", response={"id": "r1", "status": "cancelled"})
    assert [event["type"] for event in await caller.hears_until("response.done")] == [
        "response.created",
        "response.audio.delta",
        "input_audio_buffer.speech_started",
        "response.cancelled",
        "response.done",
    ]


async def test_a_client_may_not_want_to_interrupt(caller: Caller, provider: SpeechProvider) -> None:
    turns = {"type": "server_vad", "interrupt_response": False}
    await caller.says("session.update", session={"turn_detection": turns})
    await provider.hears("session.update", number=2)
    await provider.says("response.audio.delta", response_id="r1", delta="AAAA")
    await provider.says("input_audio_buffer.speech_started", item_id="i1")
    await provider.says("response.audio.delta", response_id="r1", delta="BBBB")
    await provider.says("response.done", response={"id": "r1"})
    assert "response.cancelled" not in [event["type"] for event in await caller.hears_until("response.done")]


async def test_a_provider_of_today_is_understood(call: Call, provider: SpeechProvider) -> None:
    provider.speaks_today = True
    caller = await call()
    assert (await caller.hears("session.created"))["session"]["modalities"] == ["audio", "text"]
    session = (await provider.hears("session.update"))["session"]
    assert session["type"] == "realtime"
    assert session["audio"]["output"]["voice"] == "echo"
    await model_calls_flow(provider)
    assert (await output_of_call(provider))["output"] == QUESTION
    await provider.hears("response.create")
    await provider.says("response.output_audio.delta", response_id="r2", delta="AAAA")
    assert (await caller.hears("response.audio.delta"))["delta"] == "AAAA"
    spoken = {"type": "message", "role": "assistant", "content": [{"type": "output_audio", "transcript": "Done."}]}
    await provider.says("response.output_item.done", response_id="r2", item=spoken)
    assert (await messages_of(SESSION, count=3))[2] == ("Machine", "AI", "Done.")
    assert [event["error"] for event in provider.events if event["type"] == "error"] == []
