"""What is sent to OpenAI is what its own library describes: nothing is missing, nothing is unheard of."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter

from execution.voice import sessions
from execution.voice.dialects import to_today

realtime = pytest.importorskip("openai.types.realtime")

TOOL_SESSION = sessions.tool_session("Says it again", transcription_model="gpt-4o-transcribe")
CHANGES = {
    "voice": "ash",
    "speed": 1.2,
    "temperature": 0.7,
    "instructions": "Rhyme.",
    "turn_detection": {"type": "semantic_vad", "eagerness": "low"},
}
WISH = {"modalities": ["text"], "voice": "ash", "temperature": 1, "max_response_output_tokens": "inf"}
SAID = {"type": "message", "role": "assistant", "content": [{"type": "text", "text": "Good day."}]}

EVENTS: list[dict[str, Any]] = [
    {"type": "session.update", "session": TOOL_SESSION},
    {"type": "session.update", "session": sessions.changed_session(TOOL_SESSION, CHANGES)},
    {"type": "session.update", "session": {**TOOL_SESSION, "modalities": ["text"]}},
    {
        "type": "transcription_session.update",
        "session": sessions.listening_session(transcription_model="gpt-4o-transcribe", language="de"),
    },
    {"type": "response.create", "response": WISH},
    {"type": "response.create", "event_id": "event_1"},
    {"type": "conversation.item.create", "item": SAID},
    {"type": "input_audio_buffer.append", "audio": "AAAA"},
    sessions.announcement("what is up"),
    sessions.function_output("call_1", "Good day."),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event["type"])
def test_it_is_described(event: dict[str, Any]) -> None:
    read = TypeAdapter(realtime.RealtimeClientEvent).validate_python(to_today(event))
    assert read.type == to_today(event)["type"]
    assert list(unheard_of(read)) == []


def unheard_of(value: Any) -> Iterator[str]:
    """Yield the fields that the library does not know."""
    if isinstance(value, BaseModel):
        yield from value.model_extra or {}
        for name in type(value).model_fields:
            yield from unheard_of(getattr(value, name))
    elif isinstance(value, list):
        for item in value:
            yield from unheard_of(item)
