"""A whole run as clients see it: the answer of `/run`, and the lines of its stream."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from execution.engine.events import Event, MessageAdded, MessageRemoved, TokenProduced
from execution.engine.ports import VertexFacts
from execution.engine.results import Problem, VertexResult
from execution.wire.outputs import Wire
from execution.wire.vertices import OUTPUT_TYPES, run_data


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputChoice:
    """Whose results the caller wants to see."""

    output_type: str = "chat"
    """`chat`, `text`, `any` or `debug`: every vertex."""
    components: tuple[str, ...] = ()
    """Ids or display names; they win over the type."""


def run_wire(
    *,
    session_id: str,
    input_value: str | None,
    vertices: Iterable[VertexFacts],
    results: dict[str, VertexResult],
    choice: OutputChoice,
) -> Wire:
    """Return the answer of a run with one input."""
    outputs = outputs_wire(vertices=vertices, results=results, choice=choice)
    return {"session_id": session_id, "outputs": [round_wire(input_value=input_value, outputs=outputs)]}


def round_wire(*, input_value: str | None, outputs: list[Wire]) -> Wire:
    """Return one input with what it gave; without an input value `inputs` is empty."""
    return {"inputs": {} if input_value is None else {"input_value": input_value}, "outputs": outputs}


def outputs_wire(
    *, vertices: Iterable[VertexFacts], results: dict[str, VertexResult], choice: OutputChoice
) -> list[Wire]:
    """Return the results that the caller wants, in the order of the flow's document."""
    chosen = chosen_vertices(list(vertices), choice)
    return [run_data(results[vertex.id], vertex.output_names) for vertex in chosen if vertex.id in results]


def chosen_vertices(vertices: Sequence[VertexFacts], choice: OutputChoice) -> list[VertexFacts]:
    """Return the vertices whose results count; where no output is of the type asked for, all outputs do."""
    if choice.components:
        wanted = set(choice.components)
        return [vertex for vertex in vertices if vertex.id in wanted or vertex.display_name in wanted]
    if choice.output_type == "debug":
        return list(vertices)
    outputs = [vertex for vertex in vertices if vertex.type in OUTPUT_TYPES]
    if choice.output_type == "any":
        return outputs
    return [vertex for vertex in outputs if choice.output_type in vertex.type.lower()] or outputs


def stream_line(event: Event) -> Wire | None:
    """Return the event as a line of a run's stream, or None for what the stream does not tell."""
    match event:
        case TokenProduced(message_id=message_id, text=text):
            return {"event": "token", "data": {"chunk": text, "id": message_id}}
        case MessageAdded(message=message):
            return {"event": "add_message", "data": message.to_event()}
        case MessageRemoved(message_id=message_id):
            return {"event": "remove_message", "data": {"id": message_id}}
        case _:
            return None


def end_line(answer: Wire) -> Wire:
    return {"event": "end", "data": {"result": answer}}


def error_line(message: str, **facts: Any) -> Wire:
    return {"event": "error", "data": {"error": message, **facts}}


def problem_facts(problem: Problem, run_id: str) -> Wire:
    """Return where and why a run failed, for programs."""
    return {
        "code": problem.code,
        "component_id": problem.vertex_id,
        "component_name": problem.display_name,
        "component_type": problem.type,
        "run_id": run_id,
    }
