"""Work out one vertex of the plan from its node and its component class."""

from __future__ import annotations

from collections.abc import Mapping
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any

from execution.engine.document import NodeFacts, code_digest
from execution.engine.fields import Output
from execution.engine.graph import Edge, Graph
from execution.engine.plan.model import Incoming, PlanVertex
from execution.engine.plan.parameters import is_secret, is_shown, parameters_of
from execution.engine.ports import Neighbour, VertexFacts
from execution.engine.toolkit import TOOL_OUTPUT

if TYPE_CHECKING:
    from execution.engine.component import Component

CHAT_INPUT = "ChatInput"
CHAT_OUTPUT = "ChatOutput"
INPUT_TYPES = frozenset({CHAT_INPUT, "TextInput", "Webhook"})
OUTPUT_TYPES = frozenset({CHAT_OUTPUT, "TextOutput", "DataOutput"})


def plan_vertex(graph: Graph, index: int, component_class: type[Component]) -> PlanVertex:
    """Return the vertex without its place in the schedule, which `wiring` adds."""
    node = graph.nodes[index]
    parameters = parameters_of(node.template)
    arriving = [edge for edge in graph.arriving(index) if _feeds_field(edge, node, component_class)]
    outputs = _executed_outputs(node, component_class, {edge.output for edge in graph.leaving(index)})
    session = node.template.get("session_id")
    return PlanVertex(
        index=index,
        facts=_facts(graph, index),
        component_class=component_class,
        outputs=outputs,
        static={name: parameter.value for name, parameter in parameters.items()},
        copied=tuple(name for name, parameter in parameters.items() if parameter.is_mutable),
        variables=tuple(name for name, parameter in parameters.items() if parameter.is_variable),
        variable_columns={name: found.variable_columns for name, found in parameters.items() if found.variable_columns},
        secrets=frozenset(name for name, field in node.template.items() if is_secret(field)),
        code_digest=code_digest(node.code),
        incoming=tuple(_incoming(edge, node) for edge in arriving),
        group_id=node.group_id,
        may_wait=_may_wait(node, component_class, outputs),
        takes_session=_is_open_field(session, "session_id", arriving) and "session_id" in parameters,
        session_is_open=(session or {}).get("value") == "",
        streams=frozenset(edge.output for edge in graph.leaving(index) if _type_of(graph, edge.target) == CHAT_OUTPUT),
        shows_streams=node.type == CHAT_OUTPUT,
        is_input=_plays(node, INPUT_TYPES),
        is_output=_plays(node, OUTPUT_TYPES),
        is_chat_input=_plays(node, frozenset({CHAT_INPUT})),
        could_be_tool=_could_be_tool(graph, index),
    )


def _could_be_tool(graph: Graph, index: int) -> bool:
    """Is the vertex shown as a tool beside its outputs? One that nothing reads is, and one that is given tools."""
    node = graph.nodes[index]
    if node.tool_mode or not _has_tool_field(node):
        return False
    given_tools = any(edge.output == TOOL_OUTPUT.name for edge in graph.arriving(index))
    return given_tools or not graph.leaving(index)


def output_named(node: NodeFacts, component_class: type[Component], name: str) -> Output | None:
    """Return the output of that name, or None when the component has none.

    Nodes whose outputs depend on their fields list outputs that the class does not declare; those count when
    their method is one that the class declares, or when the class has one for all others.
    """
    declared = component_class.output_by_name.get(name)
    if declared is not None:
        return declared
    if name == TOOL_OUTPUT.name:
        return TOOL_OUTPUT if hasattr(component_class, TOOL_OUTPUT.method) else None
    methods = {output.method for output in component_class.output_by_name.values()}
    for output in node.outputs:
        method = output.get("method") if output.get("method") in methods else component_class.other_outputs
        if output.get("name") == name and method:
            return Output(name=name, method=str(method), types=list(output.get("types") or ()))
    return None


def loop_outputs(node: NodeFacts, component_class: type[Component]) -> frozenset[str]:
    """Return the names of the outputs that start a loop's body."""
    declared = {output.name for output in component_class.outputs if output.allows_loop}
    return frozenset(declared | {str(output.get("name")) for output in node.outputs if output.get("allows_loop")})


def _executed_outputs(node: NodeFacts, component_class: type[Component], connected: set[str]) -> tuple[Output, ...]:
    names = [output.name for output in component_class.outputs]
    stored = [str(output.get("name")) for output in node.outputs]
    names += [name for name in stored if name not in names]
    makes_hidden = component_class.makes_hidden_outputs and not node.tool_mode
    wanted = connected or (set(names) if makes_hidden else set(stored)) or set(names)
    found = [output_named(node, component_class, name) for name in names if name in wanted]
    return tuple(output for output in found if output is not None)


def _may_wait(node: NodeFacts, component_class: type[Component], outputs: tuple[Output, ...]) -> bool:
    if component_class.blocking or node.frozen or any(field.get("load_from_db") for field in node.template.values()):
        return True
    return any(iscoroutinefunction(getattr(component_class, output.method, None)) for output in outputs)


def _feeds_field(edge: Edge, node: NodeFacts, component_class: type[Component]) -> bool:
    return not edge.loops_back and (edge.field in node.template or edge.field in component_class.input_by_name)


def _incoming(edge: Edge, node: NodeFacts) -> Incoming:
    field = node.template.get(edge.field) or {}
    return Incoming(field=edge.field, source=edge.source, output=edge.output, is_list=bool(field.get("list")))


def _has_tool_field(node: NodeFacts) -> bool:
    return any(isinstance(field, Mapping) and field.get("tool_mode") is True for field in node.template.values())


def _is_open_field(field: Any, name: str, arriving: list[Edge]) -> bool:
    return isinstance(field, Mapping) and is_shown(field) and all(edge.field != name for edge in arriving)


def _plays(node: NodeFacts, types: frozenset[str]) -> bool:
    return node.type in types or node.id.split("-")[0] in types


def _type_of(graph: Graph, index: int) -> str:
    return graph.nodes[index].type


def _facts(graph: Graph, index: int) -> VertexFacts:
    node = graph.nodes[index]
    sources: dict[str, tuple[Neighbour, ...]] = {}
    targets: dict[str, tuple[Neighbour, ...]] = {}
    for edge in graph.arriving(index):
        sources[edge.field] = (*sources.get(edge.field, ()), _neighbour(graph, edge.source, edge))
    for edge in graph.leaving(index):
        targets[edge.output] = (*targets.get(edge.output, ()), _neighbour(graph, edge.target, edge))
    return VertexFacts(
        id=node.id,
        display_name=node.display_name,
        type=node.type,
        frozen=node.frozen,
        tool_mode=node.tool_mode,
        output_names=tuple(str(output.get("name")) for output in node.outputs),
        first_type=_first_type(node),
        sources=sources,
        targets=targets,
        template=node.template,
    )


def _first_type(node: NodeFacts) -> str:
    types = node.outputs[0].get("types") if node.outputs else None
    return str(types[0]) if isinstance(types, list) and types else ""


def _neighbour(graph: Graph, index: int, edge: Edge) -> Neighbour:
    other = graph.nodes[index]
    return Neighbour(
        vertex_id=other.id, display_name=other.display_name, type=other.type, output=edge.output, field=edge.field
    )
