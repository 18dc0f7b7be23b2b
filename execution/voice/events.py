"""The events of both sockets in general: what a client may send, and how errors are told."""

from typing import Any

import orjson

from execution.voice.errors import EventInvalid
from langflow_site.common.errors import ServerError

Wire = dict[str, Any]

CUT_ERROR_TEXT = 500
"""Characters of an error that are told."""


def client_event(text: str | None) -> Wire:
    """Return what the client sent; raise EventInvalid for what is no JSON object with a `type`."""
    if text is None:
        raise EventInvalid(reason="Events are texts, not bytes: sound goes into them in base64.")
    try:
        event: Any = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise EventInvalid(reason=f"An event is a JSON object: {error}") from None
    if not isinstance(event, dict) or not isinstance(event.get("type"), str):
        raise EventInvalid(reason="An event is a JSON object with a `type`.")
    return event


def field_of(event: Wire, name: str, kind: type[Any], default: Any = None) -> Any:
    """Return a field of the client's event; raise EventInvalid if it is of another type."""
    value = event.get(name, default)
    if value is not default and not isinstance(value, kind):
        raise EventInvalid(reason=f"`{name}` of {event['type']} is not a {kind.__name__}.")
    return value


def error_event(error: ServerError, *, text: str | None = None) -> Wire:
    """Return the error as an event.

    The editor reads `code` for a missing key and `error.message` for all else; OpenAI's clients read `error` alone.
    """
    reason = (text or str(error))[:CUT_ERROR_TEXT]
    facts = {"key_name": error.facts["key_name"]} if "key_name" in getattr(error, "facts", {}) else {}
    kind = "invalid_request_error" if error.status_code < 500 else "server_error"
    described = {"type": kind, "code": error.code, "message": reason, "param": None, "event_id": None}
    return {"type": "error", "code": error.code, "message": reason, **facts, "error": described}


def progress_event(line: Wire) -> Wire:
    """Return what a run tells. The editor looks for the vertex beside the line's `data`."""
    build = line["data"].get("build_data") if isinstance(line["data"], dict) else None
    vertex = {"vertex_id": build["id"]} if build else {}
    return {"type": "flow.build.progress", "data": {**line, **vertex}}


def sound_event(sound: str, *, response_id: str) -> Wire:
    """Return a piece of speech: 16 bit PCM at 24 kHz, one channel, in base64."""
    return {"type": "response.audio.delta", "delta": sound, "response_id": response_id}


def sound_done_event(response_id: str) -> Wire:
    return {"type": "response.audio.done", "response_id": response_id}


def interrupted_event(response_id: str) -> Wire:
    """Return what tells players to stop at once: the user speaks."""
    return {"type": "response.cancelled", "response_id": response_id}
