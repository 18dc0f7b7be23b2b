"""The rules of who runs next. Plain counting: each delivery costs the same, however big the flow is."""

from __future__ import annotations

from collections.abc import Iterable, Set

from execution.engine.plan import Plan, PlanVertex
from execution.engine.state import Scope


def deliver(plan: Plan, scope: Scope, vertex: PlanVertex, stopped: Set[str]) -> None:
    """Hand on that the vertex has run; whoever waits for nothing more becomes ready.

    Branches that the vertex stopped get nothing. A vertex needs all of its deliveries, so a join behind a
    stopped branch does not run either.
    """
    for rearm in vertex.rearms:
        if rearm.output not in stopped:
            start_round(plan, scope, rearm.target)
    for edge in vertex.outgoing:
        if edge.output in stopped:
            continue
        if edge.number >= 0:
            scope.delivered.add(edge.number)
        receive(plan, scope, edge.target)


def receive(plan: Plan, scope: Scope, target: int) -> None:
    """Count one delivery."""
    scope.waiting[target] -= 1
    if scope.waiting[target] == 0:
        if scope.delivered:
            forget(plan, scope, target)
        scope.ready.append(target)
    elif scope.is_lazy:
        demand(plan, scope, plan.vertices[target].predecessors)


def start_round(plan: Plan, scope: Scope, first: int) -> None:
    """Let a cycle begin again at its first vertex."""
    forget(plan, scope, first)
    if scope.waiting[first] == 0:
        scope.ready.append(first)


def forget(plan: Plan, scope: Scope, index: int) -> None:
    """Before a vertex runs again: take back what it delivered last time, and what came of that.

    Each step takes back one delivery, so all rounds together cost no more than the deliveries did.
    """
    to_run_again = [index]
    while to_run_again:
        for edge in plan.vertices[to_run_again.pop()].outgoing:
            if edge.number in scope.delivered:
                scope.delivered.discard(edge.number)
                if scope.waiting[edge.target] == 0:
                    to_run_again.append(edge.target)
                scope.waiting[edge.target] += 1


def demand(plan: Plan, scope: Scope, vertices: Iterable[int]) -> None:
    """Start the side inputs that these vertices need, directly or through others. Each is asked only once."""
    open_questions = list(vertices)
    while open_questions:
        index = open_questions.pop()
        if index in scope.demanded:
            continue
        scope.demanded.add(index)
        if scope.waiting[index] == 0 and not plan.vertices[index].predecessors:
            scope.ready.append(index)
        open_questions.extend(plan.vertices[index].predecessors)


def left_out_by(plan: Plan, vertex: PlanVertex, stopped: Set[str]) -> frozenset[int]:
    """Return the vertices behind the stopped outputs, for the events."""
    targets = [plan.index_of[target.vertex_id] for name in stopped for target in vertex.facts.targets.get(name, ())]
    found = {vertex.index}
    open_questions = targets
    while open_questions:
        index = open_questions.pop()
        if index not in found:
            found.add(index)
            open_questions.extend(plan.successors[index])
    return frozenset(found - {vertex.index})
