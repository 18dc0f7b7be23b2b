"""What a run cannot do without: fields that must be filled and that only an edge can fill.

This depends on what a run is about, so it is asked of a cut, not of the whole plan: trying out one component must
not need the rest of the flow to be finished.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from execution.engine.errors import GraphProblem
from execution.engine.plan.model import PlanVertex
from execution.engine.plan.parameters import HANDLE_TYPE
from execution.engine.toolkit import TOOL_OUTPUT, argument_fields


def missing_inputs(vertices: Iterable[PlanVertex]) -> tuple[GraphProblem, ...]:
    """Return a problem for each required field of these vertices to which nothing is connected."""
    return tuple(
        _problem(vertex, name, field)
        for vertex in vertices
        for name, field in vertex.facts.template.items()
        if is_required_handle(field) and name not in vertex.facts.sources and _is_declared(vertex, name)
        if name not in _given_by_agents(vertex)
    )


def _given_by_agents(vertex: PlanVertex) -> set[str]:
    """Return the fields that come with the call where the component is a tool."""
    if TOOL_OUTPUT not in vertex.outputs:
        return set()
    component_class = vertex.component_class
    outputs = component_class.output_by_name.values()
    return {field.name for output in outputs for field in argument_fields(component_class, output)}


def is_required_handle(field: Mapping[str, Any]) -> bool:
    """Must the field have a value, and can it have one by an edge only? For a list, none is a value, too."""
    if field.get("type") != HANDLE_TYPE or field.get("list"):
        return False
    return bool(field.get("required") and field.get("show")) and field.get("value") in (None, "", [], {})


def _is_declared(vertex: PlanVertex, name: str) -> bool:
    """Nodes of older releases may hold fields that today's component does not know."""
    return name in vertex.component_class.input_by_name


def _problem(vertex: PlanVertex, name: str, field: Mapping[str, Any]) -> GraphProblem:
    label = field.get("display_name") or name
    return GraphProblem(
        vertex_id=vertex.id,
        display_name=vertex.facts.display_name,
        type=vertex.facts.type,
        code="required_input",
        message=f"{vertex.facts.display_name} needs something connected to {label}.",
    )
