"""What the provider is asked to do in a conversation: our defaults, and what clients may change of them. Pure.

In the words of the Realtime API's preview, which clients know (see dialects.py).
"""

from collections.abc import Mapping
from typing import Any

from execution.voice.dialects import known_session
from execution.voice.errors import EventInvalid
from execution.voice.events import Wire

TOOL = "execute_flow"
"""The function by which the model runs the flow."""

DEFAULT_VOICE = "echo"
SOUND = "pcm16"
"""16 bit, 24 kHz, one channel: what clients record and play."""

TURN_DETECTION: Wire = {
    "type": "server_vad",
    "threshold": 0.5,
    "prefix_padding_ms": 300,
    "silence_duration_ms": 500,
}

INSTRUCTIONS = (
    f"You speak with somebody for whom the function {TOOL} does the work. Whenever a request could concern what the "
    f"function is described to do, call it, and hand over the request as a whole, in the speaker's own words. Base "
    "your answer on what it returns and add nothing that it does not say. Be brief: you are heard, not read. Say no "
    "web addresses. When the function fails, say so, and try again only if you are asked to. Speak the language in "
    "which you are spoken to."
)

CHANGEABLE = ("voice", "speed", "temperature", "turn_detection", "input_audio_transcription")
"""What a client may set. Its instructions are added to ours; sound formats and tools stay."""

HEARING = ("turn_detection", "input_audio_transcription")
"""What of it concerns a model that only listens."""


def flow_tool(description: str) -> Wire:
    """Return the function that runs the flow, described as its owner does."""
    return {
        "type": "function",
        "name": TOOL,
        "description": description or "Answers the request.",
        "parameters": {
            "type": "object",
            "properties": {"input": {"type": "string", "description": "The request, in full."}},
            "required": ["input"],
        },
    }


def tool_session(description: str, *, transcription_model: str) -> Wire:
    """Return the session of a model that runs the flow by a function."""
    return {
        "modalities": ["text", "audio"],
        "instructions": INSTRUCTIONS,
        "voice": DEFAULT_VOICE,
        "input_audio_format": SOUND,
        "output_audio_format": SOUND,
        "turn_detection": TURN_DETECTION,
        "input_audio_transcription": {"model": transcription_model},
        "tools": [flow_tool(description)],
        "tool_choice": "auto",
    }


def changed_session(default: Wire, wanted: Mapping[str, Any]) -> Wire:
    """Return the default session with what a client wants of it; raise EventInvalid for what cannot be.

    Takes today's names of the fields, too.
    """
    wanted = known_session(dict(wanted))
    session = {**default, **{name: wanted[name] for name in CHANGEABLE if name in wanted}}
    instructions = wanted.get("instructions")
    if instructions is not None:
        if not isinstance(instructions, str):
            raise EventInvalid(reason="`instructions` is not a text.")
        session["instructions"] = f"{default['instructions']}\n\n{instructions}"
    return session


def listening_session(*, transcription_model: str, language: str = "") -> Wire:
    """Return the session of a model that only writes down what it hears, in whatever language where none is named."""
    transcription = {"model": transcription_model, **({"language": language} if language else {})}
    return {
        "input_audio_format": SOUND,
        "input_audio_transcription": transcription,
        "turn_detection": TURN_DETECTION,
        "input_audio_noise_reduction": {"type": "near_field"},
    }


def language_code(tag: Any) -> str:
    """Return the language of a tag such as `de-CH` as the provider names it; empty for what is no tag."""
    code = tag.partition("-")[0].lower() if isinstance(tag, str) else ""
    return code if code.isascii() and code.isalpha() and len(code) in {2, 3} else ""


def announcement(request: str) -> Wire:
    """Return the wish for a few words while the flow runs: silence sounds like a broken line."""
    instructions = (
        "Say in one short sentence that you are on it, naming what is asked for. Do not answer it yet. "
        f"What is asked for: {request}"
    )
    return {"type": "response.create", "response": {"instructions": instructions, "tool_choice": "none"}}


def function_output(call_id: str, output: str) -> Wire:
    item = {"type": "function_call_output", "call_id": call_id, "output": output}
    return {"type": "conversation.item.create", "item": item}
