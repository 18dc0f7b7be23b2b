"""What a run tells while it goes on. Frozen values; whoever consumes them numbers them.

Order of one run: RunStarted; for every vertex its MessageAdded and TokenProduced, then its VertexBuilt or
VertexFailed; at the end RunFinished (also when vertices failed), RunFailed (the run as a whole was cut short)
or RunCancelled.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from execution.engine.results import Problem, VertexResult
    from execution.engine.values import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Root of all events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStarted(Event):
    """The run knows what it will do."""

    first_layer: tuple[str, ...]
    """Vertices with which the run starts: the Chat Input if there is one, else all that wait for nothing."""
    to_run: tuple[str, ...]
    """Every vertex that start and stop component leave in the graph; parts beside a Chat Input stand here too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VertexStarted(Event):
    """A vertex inside a loop's body begins with one row. Vertices outside of loops do not tell their start."""

    vertex_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageAdded(Event):
    """A chat message appeared, or appears again (same id) with more in it."""

    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRemoved(Event):
    """A chat message is taken back."""

    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenProduced(Event):
    """A model produced the next piece of its answer."""

    vertex_id: str
    """The vertex that shows the text: the Chat Output, not the model."""
    message_id: str
    text: str
    """Exactly what the provider sent, empty pieces too; never trimmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolStarted(Event):
    """An agent called a component in tool mode."""

    vertex_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolEnded(Event):
    """The component answered the agent, or failed."""

    vertex_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VertexBuilt(Event):
    """A vertex ran, or its frozen result was taken."""

    vertex_id: str
    result: VertexResult
    next_vertex_ids: tuple[str, ...] = ()
    """Vertices that this one made ready; a join is named only by the predecessor that finished last."""
    inactivated_vertex_ids: tuple[str, ...] = ()
    """Vertices that will not run because a router chose another way."""
    top_level_vertex_ids: tuple[str, ...] = ()
    """The editor's older name for what runs next; the same vertices as next_vertex_ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VertexFailed(Event):
    """A vertex raised. Its successors get nothing, its siblings go on."""

    vertex_id: str
    problem: Problem
    result: VertexResult
    inactivated_vertex_ids: tuple[str, ...] = ()
    """What stands behind outputs that the component had stopped before it raised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFinished(Event):
    """Nothing is left to run."""

    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFailed(Event):
    """The run was cut short: it took too long, or too many vertex runs."""

    problem: Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCancelled(Event):
    """Somebody cancelled the run."""
