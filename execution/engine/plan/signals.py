"""Signals between components without an edge: who runs again when somebody notifies it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from execution.engine.plan.model import Plan, PlanVertex


@dataclass(frozen=True, slots=True)
class Signal:
    """When the source has run, the target runs again."""

    source: int
    target: int


def signals_of(plan: Plan, scope: int) -> list[Signal]:
    """Return the signals among the vertices of one scope.

    A key that comes along an edge or from a variable is known too late. A component that feeds its own notifier does
    not run again: that would never end.
    """
    members = [vertex for vertex in plan.vertices if vertex.home == scope]
    listeners: dict[str, list[int]] = defaultdict(list)
    for vertex in members:
        if key := _known_key(vertex, vertex.component_class.runs_again_for):
            listeners[key].append(vertex.index)
    if not listeners:
        return []
    pairs = (
        Signal(vertex.index, listener)
        for vertex in members
        for listener in listeners.get(_known_key(vertex, vertex.component_class.notifies), ())
    )
    return [signal for signal in pairs if signal.source not in plan.reachable_from([signal.target])]


def _known_key(vertex: PlanVertex, field: str) -> str:
    """Return what the field holds in every run; empty where that is not known."""
    if not field or field in vertex.variables or vertex.facts.sources.get(field):
        return ""
    return str(vertex.static.get(field) or "")
