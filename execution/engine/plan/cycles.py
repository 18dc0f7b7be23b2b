"""Cycles: where they are, where they are entered, which edges close them, and whether they can end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cycle:
    """Vertices that all lead to each other."""

    members: frozenset[int]
    entries: tuple[int, ...]
    """Where a run comes in; the first member when nothing leads in from outside."""


Neighbours = Sequence[Sequence[int]]


def find_cycles(vertices: Iterable[int], successors: Neighbours) -> list[Cycle]:
    """Return the cycles among the vertices, biggest possible, none inside another."""
    order = list(vertices)
    position = {vertex: number for number, vertex in enumerate(order)}
    cycles = []
    for members in _components(order, successors):
        if len(members) == 1 and members[0] not in successors[members[0]]:
            continue
        inside = frozenset(members)
        entered = {target for vertex in order if vertex not in inside for target in successors[vertex]} & inside
        entries = sorted(entered or {min(inside, key=position.__getitem__)}, key=position.__getitem__)
        cycles.append(Cycle(members=inside, entries=tuple(entries)))
    return cycles


def closing_edges(cycle: Cycle, successors: Neighbours) -> set[tuple[int, int]]:
    """Return the edges without which the cycle is none: those that lead back to where a walk came from."""
    closing: set[tuple[int, int]] = set()
    state: dict[int, bool] = {}  # True while the walk is below the vertex, False afterwards
    for entry in cycle.entries:
        if entry in state:
            continue
        state[entry] = True
        path = [(entry, iter(successors[entry]))]
        while path:
            vertex, rest = path[-1]
            for target in rest:
                if target not in cycle.members:
                    continue
                if target not in state:
                    state[target] = True
                    path.append((target, iter(successors[target])))
                    break
                if state[target]:
                    closing.add((vertex, target))
            else:
                state[vertex] = False
                path.pop()
    return closing


def _components(vertices: list[int], successors: Neighbours) -> list[list[int]]:
    """Tarjan's strongly connected components, without recursion because flows may be long."""
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    components: list[list[int]] = []
    for root in vertices:
        if root in number:
            continue
        path = [(root, iter(successors[root]))]
        number[root] = low[root] = len(number)
        stack.append(root)
        on_stack.add(root)
        while path:
            vertex, rest = path[-1]
            for target in rest:
                if target not in number:
                    number[target] = low[target] = len(number)
                    stack.append(target)
                    on_stack.add(target)
                    path.append((target, iter(successors[target])))
                    break
                if target in on_stack:
                    low[vertex] = min(low[vertex], number[target])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[vertex])
                if low[vertex] == number[vertex]:
                    components.append(_popped(stack, on_stack, vertex))
    return components


def _popped(stack: list[int], on_stack: set[int], last: int) -> list[int]:
    component = []
    while True:
        vertex = stack.pop()
        on_stack.discard(vertex)
        component.append(vertex)
        if vertex == last:
            return component
