"""What a caller wants of one run. The plan holds everything that does not depend on the caller."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

InputType = Literal["chat", "text", "any"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLimits:
    """Where a run is stopped."""

    parallel: int = 16
    """How many vertices may be running at the same time."""
    seconds: float | None = None
    """Wall time, or None for no limit."""
    vertex_runs: int = 100_000
    """Counts every run of every vertex, each round of a cycle and each row of a loop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRequest:
    """One run of a plan."""

    run_id: str
    flow_id: str
    flow_name: str = ""
    user_id: str | None = None
    session_id: str = ""
    """Empty means the flow's id."""
    overrides_session: bool = True
    """Does the session win over one that is fixed on a component? `/run` says yes, `/build` no."""
    input_value: Any = None
    """None: the input components keep what is stored."""
    input_type: InputType = "chat"
    input_components: Sequence[str] = ()
    """Ids or display names of the only components that shall get the input; empty means all of that type."""
    tweaks: Mapping[str, Any] = field(default_factory=dict)
    files: Sequence[str] = ()
    """Handed to the Chat Input beside the input value."""
    starts_at_entry: bool = False
    """Shall only the part that hangs together with the Webhook or Chat Input run, side inputs at once? `/run` says
    yes. `/build` says no: there a Chat Input comes first, and side inputs run when a successor needs them."""
    start_component_id: str | None = None
    stop_component_id: str | None = None
    stream: bool = False
    refuses_incomplete: bool = True
    """Shall a missing required input refuse the run before it begins? Otherwise only the vertex fails."""
    limits: RunLimits = field(default_factory=RunLimits)
