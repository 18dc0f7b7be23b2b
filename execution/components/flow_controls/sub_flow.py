"""Sub Flow: another flow as one component that gives all its answers as a list. Kept for older flows."""

from typing import Any

from execution.components.sub_flows.faces import generated_fields, tweaks_in
from execution.components.sub_flows.sub_flow_component import SubFlowComponent
from execution.engine.component import Node
from execution.engine.fields import DropdownInput, Output
from execution.engine.values import Data

SEPARATOR = "|"


class SubFlow(SubFlowComponent):
    """Run one of the user's flows; today's Run Flow has an output for each answer."""

    display_name = "Sub Flow"
    description = "Runs another of your flows and gives everything that it answers."
    icon = "Workflow"
    legacy = True
    replacement = ["logic.RunFlow"]

    inputs = [
        DropdownInput(
            name="flow_name",
            display_name="Flow Name",
            info="The flow to run; its inputs appear as fields.",
            real_time_refresh=True,
            refresh_button=True,
        )
    ]
    outputs = [Output(name="flow_outputs", display_name="Flow Outputs", method="generate_results")]

    async def generate_results(self) -> list[Data]:
        """Return what the flow answers."""
        flow = await self.chosen_flow()
        outcome = await self.run_chosen(flow, tweaks=tweaks_in(self.values, SEPARATOR))
        answers = [
            item if isinstance(item, Data) else Data(data={"result": item}) for item in self.answers_of(flow, outcome)
        ]
        self.status = answers
        return answers

    async def update_build_config(self, build_config: Node, field_value: Any, field_name: str | None = None) -> Node:
        """Offer the flows, and give the node the fields of the chosen one."""
        if field_name != self.chosen_by:
            return build_config
        await self.offer_choices(build_config[self.chosen_by])
        kept = {name: field for name, field in build_config.items() if SEPARATOR not in name}
        flow = await self.directory.chosen(flow_id="", name=str(field_value)) if field_value else None
        if flow is None:
            return kept
        title = "{component} - {field}"
        fields = generated_fields(flow.data, build_config, separator=SEPARATOR, title=title, for_tools=False)
        return {**kept, **fields}
