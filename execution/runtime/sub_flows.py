"""The service `flows`: which flows a component may name, and running them as part of its run."""

import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from execution.components.sub_flows.errors import ChosenFlowMissing, RecursionTooDeep
from execution.components.sub_flows.ports import ChosenFlow, FlowChoice
from execution.engine.results import RunOutcome
from flows import selectors
from flows.errors import FlowToRunNotFound
from flows.selectors import RunnableFlow
from langflow_site.common.database import in_database

DEEPEST = 10
"""So many runs may be part of each other. A flow that runs itself ends here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubRun:
    """What a component wants run."""

    flow: RunnableFlow
    tweaks: Mapping[str, Any]
    input_value: str | None
    session_id: str


class UserFlows:
    """The flows of one user, to choose from."""

    def __init__(self, user_id: uuid.UUID) -> None:
        self._user_id = user_id

    async def choices(self) -> list[FlowChoice]:
        rows = await in_database(selectors.choosable_flows, self._user_id)
        return [
            FlowChoice(id=str(row["id"]), name=row["name"], updated_at=row["updated_at"].isoformat()) for row in rows
        ]

    async def chosen(self, *, flow_id: str, name: str) -> ChosenFlow | None:
        return await in_database(self._chosen, flow_id, name)

    def _chosen(self, flow_id: str, name: str) -> ChosenFlow | None:
        flow = selectors.chosen_flow(self._user_id, flow_id=flow_id, name=name)
        if flow is None:
            return None
        description = flow.description or ""
        return ChosenFlow(id=str(flow.pk), name=flow.name, description=description, data=flow.data or {})


class SubFlows(UserFlows):
    """The same in a run, where they may be run too."""

    def __init__(self, user_id: uuid.UUID, *, depth: int, start: Callable[[SubRun], Awaitable[RunOutcome]]) -> None:
        super().__init__(user_id)
        self._depth = depth
        self._start = start

    async def run(
        self, flow: ChosenFlow, *, tweaks: Mapping[str, Any], input_value: str | None, session_id: str
    ) -> RunOutcome:
        if self._depth >= DEEPEST:
            raise RecursionTooDeep(flow=flow.name, limit=DEEPEST)
        runnable = await in_database(self._runnable, flow)
        return await self._start(SubRun(flow=runnable, tweaks=tweaks, input_value=input_value, session_id=session_id))

    def _runnable(self, flow: ChosenFlow) -> RunnableFlow:
        try:
            return selectors.flow_to_run(flow.id, user_id=self._user_id)
        except FlowToRunNotFound:
            raise ChosenFlowMissing(flow=flow.name) from None
