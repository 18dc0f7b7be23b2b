"""Give every vertex its place in the schedule: what it waits for, whom it delivers to, what it repeats."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from execution.engine.graph import Edge, Graph
from execution.engine.plan.cycles import Cycle, closing_edges, find_cycles
from execution.engine.plan.loops import Loops, find_loops
from execution.engine.plan.model import MAIN, Body, Outgoing, Plan, Rearm, reach
from execution.engine.plan.signals import signals_of
from execution.engine.plan.vertices import loop_outputs


@dataclass(frozen=True, slots=True)
class Delivery:
    """An edge as the innermost scope around both of its ends sees it."""

    source: int
    target: int
    output: str | None


def wire(graph: Graph, plan: Plan) -> None:
    """Fill in the schedule. Cycles that can never end become problems of the graph."""
    vertices = plan.vertices
    items = {v.index: names for v in vertices if (names := loop_outputs(graph.nodes[v.index], v.component_class))}
    loops = find_loops(graph, items)
    for vertex in vertices:
        vertex.home = loops.home[vertex.index]
    by_scope: dict[int, list[Delivery]] = defaultdict(list)
    for edge in graph.edges:
        scope = loops.common_scope(edge.source, edge.target)
        delivery = _delivery(edge, loops, scope)
        if delivery is not None:
            by_scope[scope].append(delivery)
    for scope in {MAIN, *loops.items}:
        _wire_scope(graph, plan, scope, by_scope[scope])
    for loop in loops.items:
        vertices[loop].body = _body(plan, loops, loop)


def _delivery(edge: Edge, loops: Loops, scope: int) -> Delivery | None:
    """Return the edge as its scope sees it, or None where it stays inside one loop or comes back to it."""
    source, target = loops.lifted(edge.source, scope), loops.lifted(edge.target, scope)
    if edge.loops_back and source == target:
        return None
    if source == target and (source, target) != (edge.source, edge.target):
        return None
    return Delivery(source, target, edge.output if source == edge.source else None)


def _wire_scope(graph: Graph, plan: Plan, scope: int, deliveries: list[Delivery]) -> None:
    successors: list[list[int]] = [[] for _ in plan.vertices]
    for delivery in deliveries:
        successors[delivery.source].append(delivery.target)
    members = [vertex.index for vertex in plan.vertices if vertex.home == scope]
    cycles = find_cycles(members, successors)
    closing: set[tuple[int, int]] = set()
    for cycle in cycles:
        if not _can_end(plan, cycle, deliveries):
            _report_endless(graph, cycle)
        closing |= closing_edges(cycle, successors)
    signals = signals_of(plan, scope)
    begin_again = [*(vertex for cycle in cycles for vertex in cycle.members), *(signal.target for signal in signals)]
    _connect(plan, deliveries, closing, reach(begin_again, successors))
    for signal in signals:
        source = plan.vertices[signal.source]
        source.rearms = (*source.rearms, Rearm(None, signal.target))


def _connect(plan: Plan, deliveries: list[Delivery], closing: set[tuple[int, int]], repeated: set[int]) -> None:
    """Deliveries of what may run more than once are numbered, so that they can be told apart and taken back."""
    outgoing: dict[int, list[Outgoing]] = defaultdict(list)
    rearms: dict[int, list[Rearm]] = defaultdict(list)
    predecessors: dict[int, list[int]] = defaultdict(list)
    for number, delivery in enumerate(deliveries):
        if (delivery.source, delivery.target) in closing:
            rearms[delivery.source].append(Rearm(delivery.output, delivery.target))
            continue
        counted = number if delivery.source in repeated else -1
        outgoing[delivery.source].append(Outgoing(delivery.output, delivery.target, counted))
        predecessors[delivery.target].append(delivery.source)
    for source, edges in outgoing.items():
        plan.vertices[source].outgoing = tuple(edges)
    for source, closings in rearms.items():
        plan.vertices[source].rearms = tuple(dict.fromkeys(closings))
    for target, sources in predecessors.items():
        plan.vertices[target].predecessors = tuple(dict.fromkeys(sources))


def _can_end(plan: Plan, cycle: Cycle, deliveries: list[Delivery]) -> bool:
    """A cycle ends where a member may choose between outputs and one of them leads out of the cycle."""
    staying: dict[int, set[str | None]] = defaultdict(set)
    for delivery in deliveries:
        if delivery.source in cycle.members and delivery.target in cycle.members:
            staying[delivery.source].add(delivery.output)
    return any(_has_way_out(plan, member, staying[member]) for member in cycle.members)


def _has_way_out(plan: Plan, member: int, staying: set[str | None]) -> bool:
    declared = {output.name for output in plan.vertices[member].component_class.outputs}
    names = declared | set(plan.vertices[member].facts.output_names)
    return len(names) > 1 and bool(names - staying)


def _report_endless(graph: Graph, cycle: Cycle) -> None:
    members = sorted(cycle.members)
    names = ", ".join(graph.nodes[index].display_name for index in members)
    message = (
        f"{names} feed each other in a cycle that never ends; let it pass a component that can choose "
        "another way out, like If-Else, or use a Loop."
    )
    graph.report(cycle.entries[0], "cycle_without_exit", message)


def _body(plan: Plan, loops: Loops, loop: int) -> Body:
    members = tuple(vertex.index for vertex in plan.vertices if vertex.home == loop)
    waiting = dict.fromkeys(members, 0)
    for member in members:
        for edge in plan.vertices[member].outgoing:
            waiting[edge.target] += 1
    items = loops.items[loop]
    entries = tuple(loops.lifted(edge.target, loop) for edge in items)
    for entry in entries:
        waiting[entry] += 1
    back = loops.returns.get(loop)
    return Body(
        members=members,
        waiting=waiting,
        output=items[0].output,
        entries=entries,
        returns=(back.source, back.output) if back is not None else None,
    )
