"""Cut the plan to what a run is about: everything, or what a start and a stop component leave."""

from __future__ import annotations

from execution.engine.plan.model import MAIN, Cut, Plan, reach
from execution.engine.plan.required import missing_inputs

NEVER = 1 << 60
"""How many deliveries a vertex waits for that shall not run."""

MOST_CUTS_KEPT = 64


def cut_of(plan: Plan, *, start: str | None = None, stop: str | None = None) -> Cut:
    """Return the cut; unknown ids cut everything away. Cuts are kept, the editor asks for the same ones often."""
    key = (start, stop)
    found = plan.cuts.get(key)
    if found is None:
        if len(plan.cuts) >= MOST_CUTS_KEPT:
            plan.cuts.clear()
        found = plan.cuts[key] = _cut(plan, start, stop)
    return found


def _cut(plan: Plan, start: str | None, stop: str | None) -> Cut:
    included = _included(plan, start, stop)
    waiting = [NEVER] * len(plan.vertices)
    for index in included:
        vertex = plan.vertices[index]
        if vertex.home == MAIN:
            waiting[index] = 0
    for index in included:
        vertex = plan.vertices[index]
        for edge in vertex.outgoing if vertex.home == MAIN else ():
            waiting[edge.target] += 1
    roots = [index for index in sorted(included) if waiting[index] == 0]
    chat_inputs = [index for index in roots if plan.vertices[index].is_chat_input] if start is None else []
    # Side inputs begin before the Chat Input, so that a history among them does not hold the new message yet.
    first = tuple(chat_inputs or sorted(roots, key=lambda index: plan.vertices[index].is_chat_input))
    return Cut(
        waiting=waiting,
        first=first,
        first_ids=tuple(plan.vertices[index].id for index in first),
        to_run=_ids(plan, included),
        is_lazy=bool(chat_inputs),
        problems=missing_inputs(plan.vertices[index] for index in _reached(plan, included, chat_inputs)),
    )


def _reached(plan: Plan, included: set[int], chat_inputs: list[int]) -> list[int]:
    """Return the vertices that a run may come to: with a Chat Input, only what hangs together with it."""
    if chat_inputs:
        included &= reach(list(plan.reachable_from(chat_inputs)), _predecessors(plan))
    return sorted(included)


def _included(plan: Plan, start: str | None, stop: str | None) -> set[int]:
    included = set(range(len(plan.vertices)))
    if start is None and stop is None:
        return included
    predecessors = _predecessors(plan)
    if stop is not None and start is None and _repeats(plan, stop):
        start, stop = stop, None  # a cycle has no vertex after which nothing of it is needed
    if stop is not None:
        included = reach(_position(plan, stop), predecessors)
    if start is not None:
        included &= reach(list(plan.reachable_from(_position(plan, start))), predecessors)
    return included


def _repeats(plan: Plan, vertex_id: str) -> bool:
    position = _position(plan, vertex_id)
    return any(vertex in plan.reachable_from(plan.successors[vertex]) for vertex in position)


def _position(plan: Plan, vertex_id: str) -> list[int]:
    index = plan.index_of.get(vertex_id)
    return [] if index is None else [index]


def _predecessors(plan: Plan) -> list[list[int]]:
    predecessors: list[list[int]] = [[] for _ in plan.vertices]
    for source, targets in enumerate(plan.successors):
        for target in targets:
            predecessors[target].append(source)
    return predecessors


def _ids(plan: Plan, included: set[int]) -> tuple[str, ...]:
    vertices = [plan.vertices[index] for index in sorted(included)]
    groups = dict.fromkeys(vertex.group_id for vertex in vertices if vertex.group_id)
    return (*(vertex.id for vertex in vertices), *groups)
