"""The parsed flow: vertices and edges by number. What is wrong with it is collected, not raised."""

from __future__ import annotations

from dataclasses import dataclass, field

from execution.engine.document import (
    GroupProxy,
    NodeFacts,
    SourceHandle,
    TargetHandle,
    expand_groups,
    is_note,
    node_facts,
    source_handle,
    target_handle,
)
from execution.engine.document.handles import type_names
from execution.engine.document.parts import Json
from execution.engine.errors import GraphProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One connection; `source` and `target` are positions in the graph's list of nodes."""

    source: int
    target: int
    output: str
    field: str
    loops_back: bool
    source_types: frozenset[str]
    target_types: frozenset[str]


@dataclass(slots=True)
class Graph:
    """A flow without notes and groups."""

    nodes: list[NodeFacts] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    proxies: list[GroupProxy] = field(default_factory=list)
    problems: list[GraphProblem] = field(default_factory=list)
    _arriving: dict[int, list[Edge]] = field(default_factory=dict)
    _leaving: dict[int, list[Edge]] = field(default_factory=dict)

    def add(self, edge: Edge) -> None:
        """Take in one more edge; edges are added in the order in which they were drawn."""
        self.edges.append(edge)
        self._arriving.setdefault(edge.target, []).append(edge)
        self._leaving.setdefault(edge.source, []).append(edge)

    def arriving(self, index: int) -> list[Edge]:
        """Return the edges that end at the vertex."""
        return self._arriving.get(index, [])

    def leaving(self, index: int) -> list[Edge]:
        """Return the edges that begin at the vertex."""
        return self._leaving.get(index, [])

    def report(self, index: int, code: str, message: str) -> None:
        """Note why the vertex cannot take part in a run."""
        node = self.nodes[index]
        self.problems.append(
            GraphProblem(vertex_id=node.id, display_name=node.display_name, type=node.type, code=code, message=message)
        )


def read_graph(document: Json) -> Graph:
    """Parse a flow's data. Raises DocumentInvalid where it is no flow; broken edges become problems."""
    expanded = expand_groups(document)
    notes = {node.get("id") for node in expanded.nodes if is_note(node)}
    graph = Graph(nodes=[node_facts(node) for node in expanded.nodes if not is_note(node)], proxies=expanded.proxies)
    positions = {node.id: index for index, node in enumerate(graph.nodes)}
    for edge in expanded.edges:
        if edge.get("source") not in notes and edge.get("target") not in notes:
            _add_edge(graph, edge, positions)
    return graph


def _add_edge(graph: Graph, edge: Json, positions: dict[str, int]) -> None:
    source, target = positions.get(str(edge.get("source"))), positions.get(str(edge.get("target")))
    if source is None or target is None:
        _report_missing_node(graph, edge, source, target)
        return
    start, end = source_handle(edge), target_handle(edge)
    if start is None or end is None:
        name = graph.nodes[source].display_name
        message = f"An edge from {name} to {graph.nodes[target].display_name} does not say what it connects; redraw it."
        graph.report(target, "dangling_edge", message)
        return
    graph.add(_edge(graph.nodes[source], source, target, start, end))


def _edge(node: NodeFacts, source: int, target: int, start: SourceHandle, end: TargetHandle) -> Edge:
    return Edge(
        source=source,
        target=target,
        output=start.output or _only_output(node, end),
        field=end.field,
        loops_back=end.loops_back,
        source_types=start.types,
        target_types=end.types,
    )


def _report_missing_node(graph: Graph, edge: Json, source: int | None, target: int | None) -> None:
    known = source if source is not None else target
    missing = edge.get("target") if source is not None else edge.get("source")
    if known is not None:
        message = f"{graph.nodes[known].display_name} is connected to {missing}, which is not in the flow."
        graph.report(known, "missing_node", message)
        return
    message = f"An edge connects {edge.get('source')} with {edge.get('target')}; neither is in the flow."
    graph.problems.append(
        GraphProblem(vertex_id=str(edge.get("target")), display_name="", type="", code="missing_node", message=message)
    )


def _only_output(node: NodeFacts, end: TargetHandle) -> str:
    """Return the output that an edge of the oldest exports means: the first one that the target takes."""
    fitting = [output for output in node.outputs if type_names(output.get("types")) & end.types]
    return str(next(iter(fitting or node.outputs), {}).get("name") or "")
