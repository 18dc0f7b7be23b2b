"""What changes while a plan runs: the run's own state, and one Scope for the flow and for each row of a loop."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from execution.engine.plan import Cut, Parameter, Plan
from execution.engine.ports import Emit, Host, RunContext
from execution.engine.request import RunRequest
from execution.engine.results import Problem, RunOutcome, VertexResult

Overlay = Mapping[int, Mapping[str, Parameter | None]]
"""By vertex and field: what tweaks and inputs put in the place of the plan's value; None takes it away."""

Counts = list[int] | dict[int, int]


@dataclass(slots=True)
class Scope:
    """Vertices that wait for each other: those of the whole flow, or those of a loop's body for one row."""

    waiting: Counts
    """How many deliveries each vertex still waits for."""
    context: RunContext
    parent: Scope | None = None
    is_lazy: bool = False
    ready: deque[int] = field(default_factory=deque)
    results: dict[int, VertexResult] = field(default_factory=dict)
    delivered: set[int] = field(default_factory=set)
    """Numbers of the deliveries that a cycle may take back."""
    demanded: set[int] = field(default_factory=set)
    """Vertices of which a successor has asked for something; only where the scope is lazy."""
    running: int = 0
    has_spare: bool = False
    """Is a further worker on its way?"""
    rest: asyncio.Future[None] | None = None
    """What the scope's first worker waits for while others still run."""
    failure: BaseException | None = None
    """What the first vertex that failed raised."""

    def result(self, index: int) -> VertexResult | None:
        """Return the vertex's last result, from an outer scope if this one has none."""
        scope: Scope | None = self
        while scope is not None:
            found = scope.results.get(index)
            if found is not None:
                return found
            scope = scope.parent
        return None


@dataclass(slots=True)
class RunState:
    """One run from its start to its end."""

    plan: Plan
    request: RunRequest
    host: Host
    context: RunContext
    overlay: Overlay
    emit: Emit | None
    cut: Cut
    free_workers: int
    """How many more workers may be started."""
    runs_left: int
    """How many vertex runs the run may still take."""
    paused_at: float = 0.0
    """When the run last let others use the event loop."""
    outcome: RunOutcome = field(default_factory=RunOutcome)
    excluded: dict[int, frozenset[int]] = field(default_factory=dict)
    """By router: the vertices that its last choice keeps from running, for the events."""
    tasks: set[asyncio.Task[Any]] = field(default_factory=set)
    main: Scope = field(init=False)
    is_stopped: bool = False
    stop_problem: Problem | None = None
    """Why the run was stopped; None when somebody cancelled it."""
    crash: BaseException | None = None
    """What a worker died of; a defect of the engine, passed on to the host."""

    def __post_init__(self) -> None:
        self.main = Scope(waiting=self.cut.waiting.copy(), context=self.context, is_lazy=self.cut.is_lazy)
        self.main.ready.extend(self.cut.first)
        self.main.demanded.update(self.cut.first)

    def stop(self, problem: Problem | None = None) -> None:
        """End the run soon: everything that is running gets cancelled."""
        if not self.is_stopped:
            self.is_stopped = True
            self.stop_problem = problem
            for task in self.tasks:
                task.cancel()
