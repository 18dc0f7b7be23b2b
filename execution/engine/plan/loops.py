"""Loops: which vertices a loop component repeats, and which loop each vertex belongs to."""

from __future__ import annotations

from dataclasses import dataclass, field

from execution.engine.graph import Edge, Graph
from execution.engine.plan.model import MAIN, reach


@dataclass(slots=True)
class Loops:
    """The loops of a graph, and where each vertex is at home."""

    home: list[int]
    """By vertex: the innermost loop around it, or MAIN."""
    items: dict[int, list[Edge]] = field(default_factory=dict)
    """By loop: the edges that hand out the item to its body."""
    returns: dict[int, Edge] = field(default_factory=dict)
    """By loop: the edge that comes back."""

    def scopes_of(self, vertex: int) -> list[int]:
        """Return the scopes around the vertex, the innermost first, MAIN last."""
        scopes = [self.home[vertex]]
        while scopes[-1] != MAIN:
            scopes.append(self.home[scopes[-1]])
        return scopes

    def common_scope(self, first: int, second: int) -> int:
        """Return the innermost scope around both vertices."""
        around = set(self.scopes_of(second))
        return next(scope for scope in self.scopes_of(first) if scope in around)

    def lifted(self, vertex: int, scope: int) -> int:
        """Return the vertex as it is seen from `scope`: itself, or the loop in that scope which contains it."""
        while self.home[vertex] != scope:
            vertex = self.home[vertex]
        return vertex


def find_loops(graph: Graph, loop_outputs: dict[int, frozenset[str]]) -> Loops:
    """Return the loops of the graph; `loop_outputs` names the outputs that hand out items, by vertex."""
    loops = Loops(home=[MAIN] * len(graph.nodes))
    bodies: dict[int, set[int]] = {}
    for edge in graph.edges:
        if edge.loops_back:
            loops.returns.setdefault(edge.target, edge)
    for loop, outputs in loop_outputs.items():
        items = [edge for edge in graph.edges if edge.source == loop and edge.output in outputs]
        body = _body(graph, loop, items, loops.returns.get(loop))
        if body:
            bodies[loop] = body
            loops.items[loop] = [edge for edge in items if edge.target in body]
    for loop in sorted(bodies, key=lambda loop: len(bodies[loop]), reverse=True):
        for vertex in bodies[loop]:
            loops.home[vertex] = loop  # smaller bodies come later and win
    return loops


def _body(graph: Graph, loop: int, items: list[Edge], back: Edge | None) -> set[int]:
    forward: list[list[int]] = [[] for _ in graph.nodes]
    backward: list[list[int]] = [[] for _ in graph.nodes]
    for edge in graph.edges:
        if not edge.loops_back and loop not in (edge.source, edge.target):
            forward[edge.source].append(edge.target)
            backward[edge.target].append(edge.source)
    reached = reach([edge.target for edge in items if edge.target != loop], forward)
    others = [edge.target for edge in graph.edges if edge.source == loop and edge not in items]
    after = reach([vertex for vertex in others if vertex != loop], forward)
    leads_back = reach([back.source], backward) if back is not None and back.source != loop else set()
    return {vertex for vertex in reached if vertex in leads_back or vertex not in after}
