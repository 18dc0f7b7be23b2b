"""What a run leaves behind: one VertexResult for every vertex that ran, and the RunOutcome of the whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from execution.engine.calls import Call
    from execution.engine.component import LogEntry
    from execution.engine.values import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a vertex or a run failed."""

    code: str
    """Stable, for programs: the `code` of the engine's error, else `component_failed`."""
    message: str
    """For people; no traceback and no path in it."""
    vertex_id: str | None = None
    """None when the run failed as a whole."""
    display_name: str | None = None
    type: str | None = None
    error: BaseException | None = None
    """What was raised, for hosts that map provider errors to statuses. Never shown to callers."""


@dataclass(slots=True, kw_only=True)
class VertexResult:
    """One vertex after it ran. Nobody changes it once it is handed out."""

    vertex_id: str
    display_name: str
    type: str
    traced_as: str = "chain"
    """The kind of its span in a trace."""
    valid: bool = True
    values: dict[str, Any] = field(default_factory=dict)
    """Raw value of every output that was executed, by output name, in the component's order."""
    logs: dict[str, list[LogEntry]] = field(default_factory=dict)
    """What the component logged while it made each output; an executed output always has its list."""
    status: Any = None
    """What the component set as its status, or None."""
    statuses: dict[str, Any] = field(default_factory=dict)
    """What `status` was when each output had just been made, by output name."""
    messages: list[Message] = field(default_factory=list)
    """Chat messages that the component sent while it ran, in order."""
    inputs: dict[str, Any] = field(default_factory=dict)
    """What the fields held, for the transaction log; secret fields are left out, nothing is rendered yet."""
    attributes: dict[str, Any] = field(default_factory=dict)
    """Facts the component wants shown beside its outputs (the reference's `artifacts`)."""
    could_be_tool: bool = False
    """Does the vertex stand alone, with fields that an agent could fill? Such ones are shown as a tool, too."""
    tools: list[dict[str, Any]] = field(default_factory=list)
    """Name, description and tags of each tool that such a vertex would be; found only where it set no status."""
    used_frozen_result: bool = False
    started: float = 0.0
    """By `time.perf_counter`."""
    seconds: float = 0.0
    calls: list[Call] = field(default_factory=list)
    """What it asked of models and tools; answers that stream may come after the vertex ended."""
    problem: Problem | None = None
    """Set exactly when `valid` is false."""


@dataclass(slots=True, kw_only=True)
class RunOutcome:
    """One run after it ended."""

    results: dict[str, VertexResult] = field(default_factory=dict)
    """The last result of every vertex that ran, in the order in which they finished. Failed ones are not in it."""
    failures: list[Problem] = field(default_factory=list)
    """Every vertex that failed, the first one first; a run that was cut short adds a problem without vertex."""
    failed: list[VertexResult] = field(default_factory=list)
    """What is known of the vertices that failed, in the order of their failures."""
    cancelled: bool = False
    started: float = 0.0
    """By `time.perf_counter`."""
    seconds: float = 0.0

    @property
    def succeeded(self) -> bool:
        return not self.failures and not self.cancelled


def says_nothing(status: Any) -> bool:
    """Has a component left its status as it was, or set it to something empty?"""
    return status is None or (isinstance(status, str | list | dict) and not status)
