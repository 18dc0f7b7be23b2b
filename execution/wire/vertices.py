"""One vertex's result as clients see it: in the answer of a run, in build events, in the stored vertex builds."""

import json
import re
from collections.abc import Sequence
from typing import Any

from execution.engine.results import VertexResult
from execution.engine.values import Message
from execution.wire.outputs import (
    Wire,
    artifact_wire,
    error_wire,
    output_wire,
    raw_wire,
    tool_artifact_wire,
    value_wire,
)
from execution.wire.redaction import Secrets
from execution.wire.yaml_text import yaml_text

CHAT_TYPES = frozenset({"ChatInput", "ChatOutput"})
TEXT_TYPES = frozenset({"TextInput", "TextOutput"})
FACE_TYPES = CHAT_TYPES | TEXT_TYPES | {"Webhook"}
"""Where a flow meets its callers; only these show their values under `results`."""
OUTPUT_TYPES = frozenset({"ChatOutput", "TextOutput", "DataOutput"})
"""Whose results a run answers with."""

LONGEST_DUMPED = 1000
_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 ,.!?]{0,40}[A-Za-z0-9.!?])?")
TOOL_OUTPUT = "component_as_tool"
_YAML_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def run_data(result: VertexResult, output_names: Sequence[str]) -> Wire:
    """Return the vertex as it stands in the answer of a run."""
    return {
        "results": _results(result),
        "artifacts": _artifacts(result),
        "outputs": _outputs(result, output_names),
        "logs": _logs(result),
        "messages": _chat_messages(result),
        "timedelta": None,
        "duration": None,
        "component_display_name": result.display_name,
        "component_id": result.vertex_id,
        "used_frozen_result": result.used_frozen_result,
    }


def build_data(result: VertexResult, output_names: Sequence[str]) -> Wire:
    """Return the vertex as it stands in build events and stored builds."""
    artifacts = _artifacts(result)
    return {
        "results": _results(result),
        "outputs": _outputs(result, output_names),
        "logs": _logs(result),
        "message": artifacts,
        "artifacts": artifacts,
        "timedelta": result.seconds,
        "duration": duration_text(result.seconds),
        "used_frozen_result": result.used_frozen_result,
    }


def params_text(result: VertexResult, secrets: Secrets) -> str:
    """Return the artifacts as the short text that the editor shows; the error of a vertex that failed.

    Secrets are masked here already: YAML may lay out a long text so that nobody finds them any more.
    """
    if result.problem is not None:
        return str(secrets.masked(result.problem.message))
    if result.type not in FACE_TYPES:
        return "None"
    artifacts = secrets.masked(_artifacts(result))
    shown = {_title(name): value for name, value in sorted(artifacts.items())}
    if all(_is_simple(value) for value in shown.values()):
        return "- " + "\n  ".join(f"{name}: {_simple(value)}" for name, value in shown.items()) + "\n"
    return yaml_text([shown])


def _is_simple(value: Any) -> bool:
    """May the value do without YAML's dumper? Short plain texts look the same without it; on long ones it is slow."""
    if isinstance(value, str):
        return len(value) > LONGEST_DUMPED or _is_plain(value)
    return value == []


def _is_plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None and text.lower() not in _YAML_WORDS


def _simple(value: Any) -> str:
    return value if isinstance(value, str) and _is_plain(value) else json.dumps(value)


def duration_text(seconds: float) -> str:
    """Return a duration for people: milliseconds up to a second, then seconds, then minutes."""
    if seconds < 1:
        return f"{round(seconds * 1000)} ms"
    if seconds < 60:
        return f"{seconds:.1f} seconds"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"


def outputs_wire(result: VertexResult, output_names: Sequence[str]) -> Wire:
    """Return what every output gave, for the transaction log."""
    return _outputs(result, output_names)


def _outputs(result: VertexResult, output_names: Sequence[str]) -> Wire:
    names = output_names or tuple(result.values)
    if result.problem is not None:  # clients look for it in the first output, whichever was asked for
        return {name: error_wire(result.problem.message) for name in names[:1] or ("output",)}
    return {name: output_wire(result, name) for name in names}


def _results(result: VertexResult) -> Wire:
    if result.type not in FACE_TYPES:
        return {}
    return {name: value_wire(value) for name, value in result.values.items()}


def _artifacts(result: VertexResult) -> Wire:
    message = _chat_message(result) if result.type in CHAT_TYPES else None
    if message is None:
        return _with_tool(result, {name: _artifact(result, name, value) for name, value in result.values.items()})
    return {
        "message": _shown_text(result, message),
        "sender": message.sender,
        "sender_name": message.sender_name,
        "files": _files(message),
        "type": "object",
    }


def _with_tool(result: VertexResult, shown: Wire) -> Wire:
    """Return what is shown of each output, and of the tool that the vertex could be."""
    last = next(reversed(shown.values()), None)
    if not result.could_be_tool or last is None:
        return shown
    return {**shown, TOOL_OUTPUT: tool_artifact_wire(result, last)}


def _artifact(result: VertexResult, name: str, value: Any) -> Wire:
    artifact = artifact_wire(result, value, name)
    if result.type in TEXT_TYPES and isinstance(value, Message) and result.status is None:
        # Like `results`, the text components show the whole message.
        artifact["repr"] = json.dumps(value.to_wire()["data"], indent=4)
    return artifact


def _chat_messages(result: VertexResult) -> list[Wire]:
    message = _chat_message(result)
    if message is None or not message.get_text():
        return []
    return [
        {
            "message": _shown_text(result, message),
            "sender": message.sender or "Machine",
            "sender_name": message.sender_name or "AI",
            "session_id": message.session_id,
            "stream_url": None,
            "component_id": result.vertex_id,
            "files": _files(message),
            "type": "text",
        }
    ]


def _files(message: Message) -> list[Any]:
    """Return the message's files; of those that are known by their path also name and kind."""
    return [_file(known) if isinstance(known, str) else known for known in value_wire(message.files)]


def _file(path: str) -> Wire:
    name = path.rpartition("/")[2]
    return {"path": path, "name": name, "type": name.rpartition(".")[2]}


def _chat_message(result: VertexResult) -> Message | None:
    """Return the message that a chat or text vertex gave, or None."""
    if result.type not in CHAT_TYPES and result.type not in TEXT_TYPES:
        return None
    return next((value for value in result.values.values() if isinstance(value, Message)), None)


def _shown_text(result: VertexResult, message: Message) -> str:
    text = message.get_text()
    if result.type != "ChatOutput" or message.sender != "Machine" or "\n" not in text:
        return text
    # Clients compare this text: a line break stands as a paragraph break here, and only here.
    return text.replace("\n\n", "\n").replace("\n", "\n\n")


def _logs(result: VertexResult) -> Wire:
    logs: Wire = {
        name: [{"name": entry.name, "message": raw_wire(entry.message), "type": entry.type} for entry in entries]
        for name, entries in result.logs.items()
    }
    return {**logs, TOOL_OUTPUT: []} if result.could_be_tool and logs else logs


def _title(name: str) -> str:
    return name.replace("_", " ").title()
