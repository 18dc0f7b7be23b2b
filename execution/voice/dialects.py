"""OpenAI's Realtime API has two dialects. Clients of Langflow speak the preview's, which OpenAI itself served until
2026 and which other servers still do; OpenAI speaks today's. Pure translations, one event at a time.

Inside of this slice everything is in the preview's words.
"""

from collections.abc import Mapping
from typing import Any

from execution.voice.events import Wire

FORMATS: Mapping[str, Wire] = {
    "pcm16": {"type": "audio/pcm", "rate": 24000},
    "g711_ulaw": {"type": "audio/pcmu"},
    "g711_alaw": {"type": "audio/pcma"},
}
_FORMAT_NAMES = {described["type"]: name for name, described in FORMATS.items()}

# Events that only changed their names, by their beginnings.
_RENAMED = {
    "response.output_audio.": "response.audio.",
    "response.output_audio_transcript.": "response.audio_transcript.",
    "response.output_text.": "response.text.",
}
_CONTENT = {"output_text": "text", "output_audio": "audio"}
_CONTENT_TODAY = {name: today for today, name in _CONTENT.items()}

_SAME_IN_SESSIONS = ("model", "instructions", "tools", "tool_choice", "include", "prompt", "tracing", "truncation")
_INPUT_FIELDS = {
    "input_audio_transcription": "transcription",
    "input_audio_noise_reduction": "noise_reduction",
    "turn_detection": "turn_detection",
}
_OUTPUT_FIELDS = ("voice", "speed")


def is_todays(session: Wire) -> bool:
    """Is this the session of a server that speaks today's dialect?"""
    return "modalities" not in session and ("audio" in session or "output_modalities" in session)


def to_today(event: Wire) -> Wire:
    """Return a client's event in today's words."""
    match event:
        case {"type": "session.update", "session": dict(session)}:
            return {**event, "session": session_today(session)}
        case {"type": "transcription_session.update", "session": dict(session)}:
            return {**event, "type": "session.update", "session": session_today(session, kind="transcription")}
        case {"type": "response.create", "response": dict(response)}:
            return {**event, "response": _response_today(response)}
        case {"type": "conversation.item.create", "item": {"role": "assistant", "content": list(content)}}:
            return {**event, "item": {**event["item"], "content": _renamed_contents(content, _CONTENT_TODAY)}}
        case _:
            return event


def session_today(session: Wire, *, kind: str = "realtime") -> Wire:
    """Return a session of the preview in today's words. Today nobody chooses a temperature."""
    today: Wire = {"type": kind, **{name: session[name] for name in _SAME_IN_SESSIONS if name in session}}
    heard = {name: session[known] for known, name in _INPUT_FIELDS.items() if known in session}
    if "input_audio_format" in session:
        heard["format"] = _format_today(session["input_audio_format"])
    spoken = {name: session[name] for name in _OUTPUT_FIELDS if name in session}
    if "output_audio_format" in session:
        spoken["format"] = _format_today(session["output_audio_format"])
    audio = {name: facts for name, facts in (("input", heard), ("output", spoken)) if facts}
    if audio:
        today["audio"] = audio
    if "modalities" in session:
        today["output_modalities"] = _modalities_today(session["modalities"])
    if "max_response_output_tokens" in session:
        today["max_output_tokens"] = session["max_response_output_tokens"]
    return today


def _response_today(response: Wire) -> Wire:
    changed = {"modalities", "voice", "output_audio_format", "temperature", "max_response_output_tokens"}
    today = {name: value for name, value in response.items() if name not in changed}
    if "modalities" in response:
        today["output_modalities"] = _modalities_today(response["modalities"])
    if "max_response_output_tokens" in response:
        today["max_output_tokens"] = response["max_response_output_tokens"]
    if "voice" in response:
        today["audio"] = {"output": {"voice": response["voice"]}}
    return today


def _modalities_today(modalities: Any) -> list[str]:
    """Today speech brings its transcript along, and both cannot be asked for."""
    return ["audio"] if isinstance(modalities, list) and "audio" in modalities else ["text"]


def to_known(event: Wire) -> Wire:
    """Return a server's event of today in the words that clients know; others come through as they are."""
    kind = event["type"]
    for today, known in _RENAMED.items():
        if kind.startswith(today):
            return {**event, "type": known + kind.removeprefix(today)}
    match event:
        case {"type": "conversation.item.added", "item": dict(item)}:
            return {**event, "type": "conversation.item.created", "item": _known_item(item)}
        case {"type": "session.created" | "session.updated", "session": dict(session)}:
            return {**event, "session": known_session(session)}
        case {"item": dict(item)}:
            return {**event, "item": _known_item(item)}
        case {"part": dict(part)}:
            return {**event, "part": _renamed_content(part, _CONTENT)}
        case {"response": dict(response)}:
            return {**event, "response": _known_response(response)}
        case _:
            return event


def known_session(session: Wire) -> Wire:
    """Return a session of today in the preview's words; one of the preview as it is."""
    if not is_todays(session):
        return session
    known = {name: value for name, value in session.items() if name not in {"audio", "output_modalities"}}
    audio = _part(session, "audio")
    heard, spoken = _part(audio, "input"), _part(audio, "output")
    known |= {name: heard[today] for name, today in _INPUT_FIELDS.items() if today in heard}
    known |= {name: spoken[name] for name in _OUTPUT_FIELDS if name in spoken}
    for name, facts in (("input_audio_format", heard), ("output_audio_format", spoken)):
        if "format" in facts:
            known[name] = _format_name(facts["format"])
    if "output_modalities" in session:
        known["modalities"] = _known_modalities(session["output_modalities"])
    if "max_output_tokens" in known:
        known["max_response_output_tokens"] = known.pop("max_output_tokens")
    return known


def _known_modalities(modalities: Any) -> Any:
    return ["audio", "text"] if modalities == ["audio"] else modalities


def _part(value: Wire, name: str) -> Wire:
    """Return the object of that name; an empty one for anything else."""
    part = value.get(name)
    return part if isinstance(part, dict) else {}


def _format_today(name: Any) -> Any:
    return FORMATS.get(name, {"type": name}) if isinstance(name, str) else name


def _format_name(described: Any) -> Any:
    return _FORMAT_NAMES.get(str(described.get("type")), described) if isinstance(described, dict) else described


def _known_item(item: Wire) -> Wire:
    content = item.get("content")
    return {**item, "content": _renamed_contents(content, _CONTENT)} if isinstance(content, list) else item


def _known_response(response: Wire) -> Wire:
    known = {**response}
    if isinstance(response.get("output"), list):
        known["output"] = [_known_item(item) if isinstance(item, dict) else item for item in response["output"]]
    if "output_modalities" in known:
        known["modalities"] = _known_modalities(known.pop("output_modalities"))
    return known


def _renamed_contents(contents: list[Any], names: Mapping[str, str]) -> list[Any]:
    return [_renamed_content(content, names) if isinstance(content, dict) else content for content in contents]


def _renamed_content(content: Wire, names: Mapping[str, str]) -> Wire:
    kind = str(content.get("type"))
    return {**content, "type": names[kind]} if kind in names else content
