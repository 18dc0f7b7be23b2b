"""What such components ask of their host: the service `flows`. It knows whose flows it may show and run."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from execution.engine.results import RunOutcome

SERVICE = "flows"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowChoice:
    """A flow that may be chosen."""

    id: str
    name: str
    updated_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenFlow:
    """A flow that a node names."""

    id: str
    name: str
    description: str
    data: Mapping[str, Any]
    """Its graph as saved. Read only."""


class FlowDirectory(Protocol):
    """Flows of the user whose run (or node) it is; those of others are not there."""

    async def choices(self) -> list[FlowChoice]:
        """Return what may be chosen, newest first."""

    async def chosen(self, *, flow_id: str, name: str) -> ChosenFlow | None:
        """Return the flow of that id, else the one of that name, else None."""


class Flows(FlowDirectory, Protocol):
    """The same in a run, where flows may be run too."""

    async def run(
        self, flow: ChosenFlow, *, tweaks: Mapping[str, Any], input_value: str | None, session_id: str
    ) -> RunOutcome:
        """Run the flow as part of this run; its failures stand in the outcome. Raises EngineError if it cannot run."""
