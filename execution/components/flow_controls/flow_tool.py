"""Flow as Tool: gives an agent a tool that runs a flow. Kept for older flows; Run Flow in tool mode does it today."""

from collections.abc import Mapping
from typing import Any

from execution.components.sub_flows.sub_flow_component import SubFlowComponent
from execution.engine.component import Node
from execution.engine.errors import EngineError
from execution.engine.fields import BoolInput, DropdownInput, Output, StrInput
from execution.engine.toolkit import Tool, ToolFailed, as_langchain_tools, usable_name
from execution.engine.values import Data

QUESTION = {"type": "string", "description": "What the flow is asked."}
PARAMETERS = {"type": "object", "properties": {"input_value": QUESTION}, "required": ["input_value"]}


class FlowTool(SubFlowComponent):
    """Give agents one of the user's flows as a tool."""

    display_name = "Flow as Tool"
    description = "Gives an agent a tool that runs another of your flows."
    icon = "hammer"
    extra = "agents"
    legacy = True
    replacement = ["logic.RunFlow"]

    inputs = [
        DropdownInput(name="flow_name", display_name="Flow Name", info="The flow to run.", refresh_button=True),
        StrInput(name="tool_name", display_name="Name", info="What the model calls the tool. Empty: the flow's name."),
        StrInput(
            name="tool_description",
            display_name="Description",
            info="What the model is told about the tool. Empty: the flow's description.",
        ),
        BoolInput(
            name="return_direct",
            display_name="Return Direct",
            info="Let the flow's answer be the agent's, without asking the model again.",
            advanced=True,
        ),
    ]
    outputs = [Output(name="api_build_tool", display_name="Tool", method="build_tool", types=["Tool"])]

    tool_name: str | None
    tool_description: str | None
    return_direct: bool

    async def build_tool(self) -> Any:
        """Return the tool."""
        flow = await self.chosen_flow()
        name = usable_name(self.tool_name or flow.name)
        about = self.tool_description or flow.description or f"Runs the flow '{flow.name}'."
        (tool,) = as_langchain_tools(
            [Tool(name=name, tag=name, description=about, parameters=PARAMETERS, call=self._call)]
        )
        self.status = name
        return tool.model_copy(update={"return_direct": bool(self.return_direct)})

    async def update_build_config(self, build_config: Node, field_value: Any, field_name: str | None = None) -> Node:
        """Offer the flows."""
        if field_name == self.chosen_by:
            await self.offer_choices(build_config[self.chosen_by])
        return build_config

    async def _call(self, arguments: Mapping[str, Any]) -> Any:
        try:
            flow = await self.chosen_flow()
            question = str(arguments.get("input_value") or "")
            outcome = await self.run_chosen(flow, tweaks={}, input_value=question, hands_on=False)
        except EngineError as error:
            raise ToolFailed(reason=str(error)) from error
        return "\n".join(_text(answer) for answer in self.answers_of(flow, outcome))


def _text(answer: Any) -> str:
    return answer.get_text() if isinstance(answer, Data) else str(answer)
