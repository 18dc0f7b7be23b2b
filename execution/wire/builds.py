"""A build as its stream tells it: one line for each event, `{"event": ..., "data": ...}`."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from execution.engine.errors import UnknownVariable
from execution.engine.events import VertexBuilt, VertexFailed
from execution.engine.results import Problem
from execution.engine.values import Message
from execution.wire.outputs import Wire
from execution.wire.redaction import Secrets
from execution.wire.vertices import build_data, params_text

OWN_PACKAGES = ("execution.", "langflow_site.")
ERROR_LOOK = {"text_color": "red", "background_color": "red", "icon": "error"}


def line(event: str, data: Any) -> Wire:
    return {"event": event, "data": data}


def start_lines(*, first_layer: Sequence[str], to_run: Sequence[str]) -> list[Wire]:
    """Return what a build begins with."""
    return [line("vertices_sorted", {"ids": list(first_layer), "to_run": list(to_run)}), line("build_start", {})]


def end_line(seconds: float | None = None) -> Wire:
    """Return the last line; of a build that did not come to its end it says nothing."""
    return line("end", {} if seconds is None else {"build_duration": seconds})


def gap_line(missed: int) -> Wire:
    """Return what a reader gets in the place of events that are no longer kept."""
    return line("gap", {"missed": missed})


def vertex_wire(
    event: VertexBuilt | VertexFailed, *, output_names: Sequence[str], timestamp: str, secrets: Secrets
) -> Wire:
    """Return what a vertex gave, with what runs next."""
    result = event.result
    wire = {
        "id": event.vertex_id,
        "inactivated_vertices": list(event.inactivated_vertex_ids),
        "next_vertices_ids": [],
        "top_level_vertices": [],
        "valid": result.valid,
        "params": params_text(result, secrets),
        "data": build_data(result, output_names),
        "timestamp": timestamp,
    }
    if isinstance(event, VertexBuilt):
        wire["next_vertices_ids"] = list(event.next_vertex_ids)
        wire["top_level_vertices"] = list(event.top_level_vertex_ids)
    return wire


def body_vertex_line(event: VertexBuilt, *, output_names: Sequence[str], timestamp: str, secrets: Secrets) -> Wire:
    """Return the line of a vertex inside a loop's body, which clients know with less in it."""
    wire = vertex_wire(event, output_names=output_names, timestamp=timestamp, secrets=secrets)
    data = {**wire["data"], "message": None}
    return line("end_vertex", {"build_data": {**wire, "params": None, "data": data}})


def vertex_line(
    event: VertexBuilt | VertexFailed, *, output_names: Sequence[str], timestamp: str, secrets: Secrets
) -> Wire:
    return line(
        "end_vertex",
        {"build_data": vertex_wire(event, output_names=output_names, timestamp=timestamp, secrets=secrets)},
    )


def is_told(problem: Problem) -> bool:
    """Does the failure join the chat? A component that did not even begin has nothing to say there."""
    return problem.code != UnknownVariable.code


def error_message(problem: Problem, *, run_id: UUID, session_id: str, flow_id: str) -> Message:
    """Return the chat message that tells of a component's failure; asked again, the one of the same id."""
    name = problem.display_name or ""
    words = getattr(problem.error, "words", None)
    reason = words or reason_of(problem)
    details = words or f"Details: {reason}"
    source = {"id": problem.vertex_id, "display_name": name, "source": name}
    message = Message.from_wire(
        {
            "id": str(uuid5(run_id, problem.vertex_id or "")),
            "flow_id": flow_id,
            "session_id": session_id,
            "sender": name,
            "sender_name": name,
            "text": f"{reason}\n",
            "category": "error",
            "properties": {**ERROR_LOOK, "source": source},
            "content_blocks": [_error_block(f"**{kind_of(problem)}**\n - **{details}**\n", component=name)],
        }
    )
    message.data["context_id"] = None  # it is part of no conversation
    return message


def failure_line(reason: str, *, flow_id: str, **facts: Any) -> Wire:
    """Return the error of a build that failed as a whole, such as a graph that cannot run."""
    message = Message.from_wire({"text": f"{reason}\n", "properties": ERROR_LOOK}).to_wire()["properties"]
    return line(
        "error",
        {
            "session_id": None,
            "context_id": None,
            "sender": None,
            "sender_name": None,
            "text": f"{reason}\n",
            "properties": message,
            "category": "error",
            "error": True,
            "content_blocks": [_error_block(f"**{reason}**\n", component=None)],
            "flow_id": flow_id,
            "files": [],
            "edit": False,
            **facts,
        },
    )


def _error_block(reason: str, *, component: str | None) -> Wire:
    content: Wire = {
        "type": "error",
        "duration": None,
        "header": {},
        "component": component,
        "field": None,
        "reason": reason,
        "solution": None,
        "traceback": None,  # those stay in the server's log
    }
    return {"title": "Error", "contents": [content], "allow_markdown": True, "media_url": None}


def reason_of(problem: Problem) -> str:
    """Return what was raised, without the component's name before it."""
    error = problem.error
    if isinstance(error, SyntaxError):
        return error.msg
    if isinstance(error, KeyError) and error.args:
        return str(error.args[0])  # `str` of it is the key in quotes
    reason = str(error) if error else ""
    return (reason.strip("'") if getattr(error, "kind", None) == KeyError.__name__ else reason) or problem.message


def kind_of(problem: Problem) -> str:
    """Return the name of the error's class as its author chose it; for ours Python's own, which clients know."""
    if kind := getattr(problem.error, "kind", None):
        return str(kind)
    kinds = type(problem.error).__mro__ if problem.error else ()
    if kinds and not kinds[0].__module__.startswith(OWN_PACKAGES):
        return kinds[0].__name__
    built_in = next((kind.__name__ for kind in kinds if kind.__module__ == "builtins"), "Exception")
    return "ValueError" if built_in == "Exception" else built_in
