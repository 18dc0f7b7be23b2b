"""What is wrong with a graph, told all at once. Each message names the component and says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from execution.engine.document import NodeFacts
from execution.engine.document.handles import type_names
from execution.engine.graph import Edge, Graph
from execution.engine.plan.vertices import output_named

if TYPE_CHECKING:
    from execution.engine.component import Component


def check_edges(graph: Graph, classes: list[type[Component] | None]) -> None:
    """Report edges whose output or field does not exist, and those between types that do not fit."""
    for edge in graph.edges:
        source_class, target_class = classes[edge.source], classes[edge.target]
        if source_class is not None and output_named(graph.nodes[edge.source], source_class, edge.output) is None:
            _report_output(graph, edge)
        elif target_class is not None and not _has_field(graph.nodes[edge.target], target_class, edge):
            _report_field(graph, edge)
        elif not types_fit(edge, graph.nodes[edge.source], graph.nodes[edge.target]):
            _report_types(graph, edge)


def types_fit(edge: Edge, source: NodeFacts, target: NodeFacts) -> bool:
    """Does the output give something that the field takes? Where the document does not say, it does."""
    given = _output_types(source, edge.output, "types")
    taken = edge.target_types
    if edge.loops_back and taken:
        taken |= _output_types(target, edge.field, "loop_types")
    return all(not types or not taken or types & taken for types in (edge.source_types, given))


def _output_types(node: NodeFacts, name: str, key: str) -> frozenset[str]:
    outputs = [output for output in node.outputs if output.get("name") == name]
    return type_names([type_name for output in outputs for type_name in output.get(key) or ()])


def _has_field(node: NodeFacts, component_class: type[Component], edge: Edge) -> bool:
    if edge.loops_back:
        return output_named(node, component_class, edge.field) is not None
    return edge.field in node.template or edge.field in component_class.input_by_name


def _report_output(graph: Graph, edge: Edge) -> None:
    source, target = graph.nodes[edge.source], graph.nodes[edge.target]
    message = (
        f"{source.display_name} has no output named '{edge.output}', which is connected to {target.display_name}; "
        "remove the edge and draw it again."
    )
    graph.report(edge.source, "unknown_output", message)


def _report_field(graph: Graph, edge: Edge) -> None:
    source, target = graph.nodes[edge.source], graph.nodes[edge.target]
    message = (
        f"{target.display_name} has no field named '{edge.field}', to which {source.display_name} is connected; "
        "remove the edge and draw it again."
    )
    graph.report(edge.target, "unknown_field", message)


def _report_types(graph: Graph, edge: Edge) -> None:
    source, target = graph.nodes[edge.source], graph.nodes[edge.target]
    message = (
        f"{target.display_name} cannot take what {source.display_name} gives: field '{edge.field}' takes "
        f"{_listed(edge.target_types)}, output '{edge.output}' gives {_listed(edge.source_types)}."
    )
    graph.report(edge.target, "edge_types", message)


def _listed(names: frozenset[str]) -> str:
    return " or ".join(sorted(names)) or "nothing"
