"""`/api/v1/voice/ws/flow_tts/{flow_id}/{session_id}`: the flow itself hears and speaks."""

import asyncio
from typing import Any

import pytest

from execution.components.input_output.chat_output import ChatOutput
from tests.execution.voice.conftest import KEY, SESSION, Call, Caller, messages_of
from tests.execution.voice.speech_provider import SpeechProvider

Wire = dict[str, Any]

HEARD = "conversation.item.input_audio_transcription.completed"


@pytest.fixture
async def caller(call: Call) -> Caller:
    """Alice, who called and was greeted."""
    connected = await call("flow_tts")
    await connected.hears("session.created")
    return connected


async def test_the_provider_only_listens(caller: Caller, provider: SpeechProvider) -> None:
    session = (await provider.hears("transcription_session.update"))["session"]
    assert provider.query == {"intent": "transcription"}
    assert session["input_audio_transcription"] == {"model": "gpt-4o-transcribe"}
    assert session["turn_detection"]["type"] == "server_vad"


async def test_what_is_heard_is_answered_aloud(caller: Caller, provider: SpeechProvider) -> None:
    await caller.says("input_audio_buffer.append", audio="AAAA", language="de-CH")
    await provider.hears("input_audio_buffer.append")
    await provider.says(HEARD, item_id="i1", transcript="Good day.")
    events = await caller.hears_until("response.done")
    kinds = [event["type"] for event in events]
    assert kinds[:2] == [HEARD, "response.created"]
    assert kinds[2:9] == ["flow.build.progress"] * 7
    assert kinds[9:] == ["response.audio.delta"] * 3 + ["response.audio.done", "response.done"]
    assert [event["delta"] for event in events[9:12]] == ["AQI=", "AwQ=", "BQY="]
    response_id = events[1]["response"]["id"]
    assert {event["response_id"] for event in events[9:13]} == {response_id}
    assert (events[-1]["response"]["id"], events[-1]["response"]["status"]) == (response_id, "completed")
    speech = provider.speeches[0]
    assert speech["path"] == "/v1/audio/speech"
    assert speech["headers"]["Authorization"] == f"Bearer {KEY}"
    assert speech["body"] == {
        "model": "gpt-4o-mini-tts",
        "voice": "echo",
        "input": "Good day.",
        "response_format": "pcm",
    }


async def test_the_chat_holds_question_and_answer_once(caller: Caller, provider: SpeechProvider) -> None:
    await provider.says(HEARD, item_id="i1", transcript="Good day.")
    await caller.hears("response.done")
    assert await messages_of(SESSION, count=2) == [("User", "User", "Good day."), ("Machine", "AI", "Good day.")]


async def test_the_language_of_the_editor_is_listened_to(caller: Caller, provider: SpeechProvider) -> None:
    await caller.says("input_audio_buffer.append", audio="AAAA", language="de-CH")
    await caller.says("input_audio_buffer.append", audio="AAAA", language="de-CH")
    await provider.hears("input_audio_buffer.append", number=2)
    languages = [
        event["session"]["input_audio_transcription"].get("language")
        for event in provider.of_kind("transcription_session.update")
    ]
    assert languages == [None, "de"]


async def test_the_client_chooses_voice_and_turns_and_manner(caller: Caller, provider: SpeechProvider) -> None:
    await caller.says("voice.settings", voice="ash", provider="openai")
    await caller.says("session.update", session={"turn_detection": None, "instructions": "Whisper."})
    update = await provider.hears("transcription_session.update", number=2)
    assert update["session"]["turn_detection"] is None
    await caller.says("input_audio_buffer.commit")
    await provider.hears("input_audio_buffer.commit")
    await provider.says(HEARD, item_id="i1", transcript="Good day.")
    await caller.hears("response.done")
    body = provider.speeches[0]["body"]
    assert (body["voice"], body["instructions"]) == ("ash", "Whisper.")


async def test_elevenlabs_speaks(caller: Caller, provider: SpeechProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ELEVENLABS_API_KEY", "el-of-the-environment")
    await caller.says("langflow.elevenlabs.config", enabled=True, voice_id="v1")
    await caller.says("input_audio_buffer.clear")
    await provider.hears("input_audio_buffer.clear")
    await provider.says(HEARD, item_id="i1", transcript="Good day.")
    assert (await caller.hears("response.audio.delta"))["delta"] == "AQI="
    await caller.hears("response.done")
    assert provider.speeches[0]["path"] == "/v1/text-to-speech/v1/stream?output_format=pcm_24000"


async def test_what_the_editor_sends_first_is_taken(caller: Caller, provider: SpeechProvider) -> None:
    await caller.says("langflow.elevenlabs.config", enabled=False, voice_id="")
    await caller.says("voice.settings", voice="alloy", provider="openai")
    await provider.says(HEARD, item_id="i1", transcript="Good day.")
    events = await caller.hears_until("response.done")
    assert "error" not in [event["type"] for event in events]
    assert provider.speeches[0]["body"]["voice"] == "alloy"


@pytest.mark.parametrize("by_client", [False, True])
async def test_who_speaks_again_silences_the_answer(caller: Caller, provider: SpeechProvider, by_client: bool) -> None:
    provider.speech_pause = asyncio.Event()
    await provider.says(HEARD, item_id="i1", transcript="Good day.")
    response_id = (await caller.hears("response.audio.delta"))["response_id"]
    if by_client:
        await caller.says("response.cancel")
    else:
        await provider.says("input_audio_buffer.speech_started", item_id="i2")
    assert (await caller.hears("response.cancelled"))["response_id"] == response_id
    assert (await caller.hears("response.done"))["response"]["status"] == "cancelled"
    provider.speech_pause.set()
    await provider.says(HEARD, item_id="i2", transcript="And then?")
    assert (await caller.hears("response.done"))["response"]["status"] == "completed"
    assert [speech["body"]["input"] for speech in provider.speeches] == ["Good day.", "And then?"]


async def test_who_speaks_again_silences_what_is_still_played(caller: Caller, provider: SpeechProvider) -> None:
    await provider.says(HEARD, item_id="i1", transcript="Good day.")
    response_id = (await caller.hears("response.done"))["response"]["id"]
    await provider.says("input_audio_buffer.speech_started", item_id="i2")
    assert (await caller.hears("response.cancelled"))["response_id"] == response_id
    await provider.says("input_audio_buffer.speech_started", item_id="i3")
    await provider.says("rate_limits.updated")
    assert "response.cancelled" not in [event["type"] for event in await caller.hears_until("rate_limits.updated")]


async def test_questions_are_answered_one_after_the_other(caller: Caller, provider: SpeechProvider) -> None:
    await provider.says(HEARD, item_id="i1", transcript="One.")
    await provider.says(HEARD, item_id="i2", transcript="Two.")
    created = [(await caller.hears(kind))["response"]["id"] for kind in ("response.created", "response.done")]
    assert created[0] == created[1]
    await caller.hears("response.done")
    assert [speech["body"]["input"] for speech in provider.speeches] == ["One.", "Two."]


async def test_so_many_questions_wait_and_no_more(caller: Caller, provider: SpeechProvider) -> None:
    provider.speech_pause = asyncio.Event()
    await provider.says(HEARD, item_id="i0", transcript="First.")
    await caller.hears("response.audio.delta")
    for number in range(9):
        await provider.says(HEARD, item_id=f"i{number}", transcript=f"Question {number}.")
    assert (await caller.hears("error"))["code"] == "too_many_questions"


async def test_silence_asks_nothing(caller: Caller, provider: SpeechProvider) -> None:
    await provider.says(HEARD, item_id="i1", transcript="  ")
    await provider.says(HEARD, item_id="i2", transcript="Good day.")
    await caller.hears("response.done")
    assert len(provider.speeches) == 1


async def test_a_flow_that_fails_says_why(
    caller: Caller, provider: SpeechProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(self: ChatOutput) -> None:
        raise ValueError("It broke.")

    monkeypatch.setattr(ChatOutput, "message_response", fails)
    await provider.says(HEARD, item_id="i1", transcript="Good day.")
    error = await caller.hears("error")
    assert error["code"] == "flow_failed"
    assert "It broke." in error["error"]["message"]
    assert (await caller.hears("response.done"))["response"]["status"] == "failed"
    assert provider.speeches == []


@pytest.mark.parametrize(
    ("status", "code"), [(401, "api_key_refused"), (429, "provider_rate_limited"), (500, "provider_unavailable")]
)
async def test_speech_that_is_refused_is_told_and_the_conversation_goes_on(
    caller: Caller, provider: SpeechProvider, status: int, code: str
) -> None:
    provider.speech_status = status
    await provider.says(HEARD, item_id="i1", transcript="Good day.")
    assert (await caller.hears("error"))["code"] == code
    await caller.hears("response.done")
    provider.speech_status = 200
    await provider.says(HEARD, item_id="i2", transcript="Again.")
    await caller.hears("response.audio.delta")


async def test_what_is_no_event_of_this_conversation_is_answered(caller: Caller, provider: SpeechProvider) -> None:
    await caller.says("conversation.item.create", item={})
    assert "conversation.item.create" in (await caller.hears("error"))["error"]["message"]
    assert provider.of_kind("conversation.item.create") == []


async def test_a_client_that_goes_away_ends_its_speech(caller: Caller, provider: SpeechProvider) -> None:
    provider.speech_pause = asyncio.Event()
    await provider.says(HEARD, item_id="i1", transcript="Good day.")
    await caller.hears("response.audio.delta")
    await caller.hangs_up()
    async with asyncio.timeout(5):
        await provider.closed.wait()


async def test_a_provider_of_today_is_understood(call: Call, provider: SpeechProvider) -> None:
    provider.speaks_today = True
    caller = await call("flow_tts")
    session = (await provider.hears("session.update"))["session"]
    assert session["type"] == "transcription"
    assert session["audio"]["input"]["format"] == {"type": "audio/pcm", "rate": 24000}
    await provider.says(HEARD, item_id="i1", transcript="Good day.")
    assert "error" not in [event["type"] for event in await caller.hears_until("response.done")]
