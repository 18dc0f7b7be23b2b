"""ElevenLabs' voices in `flow_as_tool`: the model writes, somebody else speaks."""

import asyncio

import pytest

from tests.execution.voice.conftest import Call, Caller
from tests.execution.voice.speech_provider import SpeechProvider


@pytest.fixture
async def caller(call: Call, provider: SpeechProvider, monkeypatch: pytest.MonkeyPatch) -> Caller:
    monkeypatch.setenv("ELEVENLABS_API_KEY", "el-of-the-environment")
    connected = await call()
    await connected.says("langflow.elevenlabs.config", enabled=True, voice_id="v/2")
    await provider.hears("session.update", number=2)
    return connected


async def write(provider: SpeechProvider, *texts: str) -> None:
    await provider.says("response.created", response={"id": "r1"})
    for text in texts:
        await provider.says("response.text.delta", response_id="r1", delta=text)


async def test_the_model_only_writes(caller: Caller, provider: SpeechProvider) -> None:
    assert provider.of_kind("session.update")[1]["session"]["modalities"] == ["text"]
    await caller.says("response.create", response={"modalities": ["audio", "text"]})
    assert (await provider.hears("response.create"))["response"]["modalities"] == ["text"]


async def test_what_it_writes_is_spoken(caller: Caller, provider: SpeechProvider) -> None:
    await write(provider, "Good d", "ay. How are", " you?")
    await provider.says("response.done", response={"id": "r1", "status": "completed"})
    events = await caller.hears_until("response.done")
    sounds = [event for event in events if event["type"] == "response.audio.delta"]
    assert [(sound["response_id"], sound["delta"]) for sound in sounds][:3] == [
        ("r1", "AQI="),
        ("r1", "AwQ="),
        ("r1", "BQY="),
    ]
    assert len(sounds) == 6
    assert [event["type"] for event in events[-2:]] == ["response.audio.done", "response.done"]
    assert events[-1]["response"] == {"id": "r1", "status": "completed"}
    assert [speech["body"]["text"] for speech in provider.speeches] == ["Good day.", "How are you?"]
    assert provider.speeches[0]["path"] == "/v1/text-to-speech/v%2F2/stream?output_format=pcm_24000"
    assert provider.speeches[0]["headers"]["xi-api-key"] == "el-of-the-environment"


async def test_who_speaks_silences_it(caller: Caller, provider: SpeechProvider) -> None:
    provider.speech_pause = asyncio.Event()
    await write(provider, "Good day. Now ")
    await caller.hears("response.audio.delta")
    await provider.says("input_audio_buffer.speech_started", item_id="i1")
    assert (await caller.hears("response.cancelled"))["response_id"] == "r1"
    provider.speech_pause.set()
    await provider.says("response.done", response={"id": "r1", "status": "cancelled"})
    events = await caller.hears_until("response.done")
    assert [event["type"] for event in events] == ["response.done"]


async def test_a_key_that_is_refused_leaves_the_text(caller: Caller, provider: SpeechProvider) -> None:
    provider.speech_status = 401
    await write(provider, "Good day. ")
    error = await caller.hears("error")
    assert (error["code"], "API key" in error["error"]["message"]) == ("api_key_refused", True)
    await provider.says("response.done", response={"id": "r1"})
    await caller.hears("response.done")


async def test_the_client_goes_back_to_openais_voice(caller: Caller, provider: SpeechProvider) -> None:
    await caller.says("langflow.elevenlabs.config", enabled=False, voice_id="")
    session = (await provider.hears("session.update", number=3))["session"]
    assert session["modalities"] == ["text", "audio"]


async def test_a_missing_key_of_elevenlabs_is_told_and_the_voice_stays(call: Call, provider: SpeechProvider) -> None:
    caller = await call()
    await caller.says("langflow.elevenlabs.config", enabled=True, voice_id="v1")
    error = await caller.hears("error")
    assert (error["code"], error["key_name"]) == ("api_key_missing", "ELEVENLABS_API_KEY")
    session = (await provider.hears("session.update", number=2))["session"]
    assert session["modalities"] == ["text", "audio"]
