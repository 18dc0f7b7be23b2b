"""What every component does that runs another flow."""

from collections.abc import Mapping
from typing import Any

from execution.components.sub_flows.errors import ChosenFlowMissing, FlowNotChosen, SubFlowFailed
from execution.components.sub_flows.faces import handed_on, outputs_of
from execution.components.sub_flows.ports import SERVICE, ChosenFlow, FlowDirectory, Flows
from execution.engine.component import Component, Node
from execution.engine.results import RunOutcome


class SubFlowComponent(Component):
    """Base of the components that run a flow; a subclass says which field names it."""

    chosen_by = "flow_name"
    """The field that holds the flow's name."""

    @property
    def directory(self) -> FlowDirectory:
        """The flows that may be chosen."""
        directory: FlowDirectory = self.run.services[SERVICE]
        return directory

    async def chosen_flow(self) -> ChosenFlow:
        """Return the flow that the fields name; raises FlowNotChosen or ChosenFlowMissing."""
        flow_id, name = str(self.values.get("flow_id_selected") or ""), str(self.values.get(self.chosen_by) or "")
        if not flow_id and not name:
            raise FlowNotChosen
        flow = await self.directory.chosen(flow_id=flow_id, name=name)
        if flow is None:
            raise ChosenFlowMissing(flow=name or flow_id)
        return flow

    async def run_chosen(
        self,
        flow: ChosenFlow,
        *,
        tweaks: Mapping[str, Any],
        input_value: str | None = None,
        session_id: str = "",
        hands_on: bool = True,
    ) -> RunOutcome:
        """Run the flow. Answers that are handed on belong to our conversation, so the flow keeps none in its own."""
        flows: Flows = self.run.services[SERVICE]
        silent = outputs_of(flow.data) if hands_on else []
        quiet = {face.vertex_id: {"should_store_message": False} for face in silent}
        session = session_id or self.run.session_id
        outcome = await flows.run(flow, tweaks={**quiet, **tweaks}, input_value=input_value, session_id=session)
        if outcome.failures:
            problem = outcome.failures[0]
            raise SubFlowFailed(flow=flow.name, reason=problem.message) from problem.error
        return outcome

    def answers_of(self, flow: ChosenFlow, outcome: RunOutcome) -> list[Any]:
        """Return what stands at the ends of the flow, in the order of its document."""
        ends = [outcome.results[face.vertex_id] for face in outputs_of(flow.data) if face.vertex_id in outcome.results]
        return [handed_on(value) for result in ends for value in result.values.values()]

    async def offer_choices(self, field: Node) -> None:
        """Fill the choice of flows."""
        choices = await self.directory.choices()
        field["options"] = [choice.name for choice in choices]
        field["options_metadata"] = [{"id": choice.id, "updated_at": choice.updated_at} for choice in choices]
