"""Run Flow: another flow as one component, with its inputs as fields and its answers as outputs."""

import re
from collections.abc import Mapping
from typing import Any

from execution.components.sub_flows.errors import ChosenFlowMissing, FlowNotChosen, FlowOutputMissing
from execution.components.sub_flows.faces import (
    QUESTION_FIELDS,
    generated_fields,
    handed_on,
    inputs_of,
    outputs_of,
    tweaks_in,
)
from execution.components.sub_flows.ports import ChosenFlow
from execution.components.sub_flows.sub_flow_component import SubFlowComponent
from execution.engine.component import Node
from execution.engine.errors import EngineError
from execution.engine.events import Event, ToolEnded, ToolStarted
from execution.engine.fields import BoolInput, DropdownInput, MessageTextInput, Output, StrInput
from execution.engine.results import RunOutcome
from execution.engine.toolkit import Tool, ToolFailed, usable_name
from execution.engine.values import Data, DataFrame, Message

SEPARATOR = "~"
ARGUMENT = "flow_tweak_data"
"""The one argument of the flow as a tool: an object with a value for each of its inputs."""


class RunFlow(SubFlowComponent):
    """Run one of the user's flows."""

    display_name = "Run Flow"
    description = "Runs another of your flows; choose one, then it can be a tool of agents as well."
    documentation = "https://docs.langflow.org/run-flow"
    icon = "Workflow"
    beta = True

    chosen_by = "flow_name_selected"
    other_outputs = "flow_output"

    inputs = [
        DropdownInput(
            name="flow_name_selected",
            display_name="Flow Name",
            info="The flow to run; its inputs appear as fields.",
            value=None,
            real_time_refresh=True,
            refresh_button=True,
        ),
        StrInput(
            name="flow_id_selected", display_name="Flow ID", info="The same flow's id.", show=False, override_skip=True
        ),
        MessageTextInput(
            name="session_id",
            display_name="Session ID",
            info="The conversation in which the flow runs. Empty: the session of this run.",
            advanced=True,
        ),
        BoolInput(
            name="cache_flow",
            display_name="Cache Flow",
            info="Kept for older flows; a flow is planned once as long as it does not change.",
            advanced=True,
        ),
    ]

    # What releases before 1.7 had in the place of one output for each answer.
    dynamic_outputs = [
        Output(name="flow_outputs_data", display_name="Flow Data Output", method="data_output", tool_mode=False),
        Output(
            name="flow_outputs_dataframe",
            display_name="Flow Dataframe Output",
            method="dataframe_output",
            tool_mode=False,
        ),
        Output(
            name="flow_outputs_message", display_name="Flow Message Output", method="message_output", tool_mode=False
        ),
        # And 1.0, where question and tweaks were fields.
        Output(name="run_outputs", display_name="Run Outputs", method="records_output", tool_mode=False),
    ]

    session_id: str | None

    def __init__(self) -> None:
        super().__init__()
        self._made: tuple[ChosenFlow, RunOutcome] | None = None

    async def flow_output(self) -> Any:
        """Return what the flow gives at the output that is asked for."""
        flow, outcome = await self._once()
        vertex_id, _, output = self.current_output.partition(SEPARATOR)
        result = outcome.results.get(vertex_id)
        if result is None or output not in result.values:
            raise FlowOutputMissing(flow=flow.name, output=self.current_output)
        value = handed_on(result.values[output])
        self.status = value
        return value

    async def message_output(self) -> Message:
        """Return the texts of all answers."""
        return Message(text="\n".join(_text(answer) for answer in self.answers_of(*await self._once())))

    async def data_output(self) -> Data:
        """Return the answer as a record, several under `results`."""
        records = [_record(answer) for answer in self.answers_of(*await self._once())]
        return Data(data=records[0] if len(records) == 1 else {"results": records})

    async def records_output(self) -> list[Data]:
        """Return a record for each answer."""
        return [Data(data=_record(answer)) for answer in self.answers_of(*await self._once())]

    async def dataframe_output(self) -> DataFrame:
        """Return a row for each answer."""
        return DataFrame([_record(answer) for answer in self.answers_of(*await self._once())])

    async def _once(self) -> tuple[ChosenFlow, RunOutcome]:
        """Run the flow once for all outputs."""
        if self._made is None:
            flow = await self.chosen_flow()
            tweaks = {**(self.values.get("tweaks") or {}), **tweaks_in(self.values, SEPARATOR)}
            self._made = flow, await self._run(flow, tweaks, input_value=self.values.get("input_value"))
        return self._made

    # --- in the editor ----------------------------------------------------------------------------------------------

    async def update_build_config(self, build_config: Node, field_value: Any, field_name: str | None = None) -> Node:
        """Offer the flows, and give the node the fields of the chosen one."""
        if field_name != self.chosen_by:
            return build_config
        await self.offer_choices(build_config[self.chosen_by])
        kept = {name: field for name, field in build_config.items() if SEPARATOR not in name}
        flow = await self._flow_of(kept, field_value)
        if flow is None:
            return kept
        kept["flow_id_selected"]["value"] = flow.id
        title = "{field} ({component})"
        fields = generated_fields(flow.data, build_config, separator=SEPARATOR, title=title, for_tools=True)
        return {**kept, **fields}

    async def update_outputs(self, frontend_node: Node, field_name: str, field_value: Any) -> Node:
        """Give the node the outputs of the chosen flow."""
        if field_name == self.chosen_by:
            flow = await self._flow_of(frontend_node["template"], field_value)
            frontend_node["outputs"] = [] if flow is None else _outputs(flow)
        return frontend_node

    async def _flow_of(self, template: Node, name: Any) -> ChosenFlow | None:
        if not name:
            return None
        field = template.get(self.chosen_by) or {}
        # Two flows may have had the same name: the editor notes which one was meant.
        meant = (field.get("selected_metadata") or {}).get("id") or ""
        flow = await self.directory.chosen(flow_id=str(meant), name=str(name))
        if flow is not None and flow.name != name:
            return await self.directory.chosen(flow_id="", name=str(name))
        return flow

    # --- as a tool --------------------------------------------------------------------------------------------------

    async def offered_tools(self) -> list[Tool]:
        """Return the flow as one tool; none before it is chosen."""
        try:
            flow = await self.chosen_flow()
        except (FlowNotChosen, ChosenFlowMissing):
            return []
        name = usable_name(f"{flow.name}_tool")
        about = f"Runs the flow '{flow.name}'. {flow.description}".strip()
        return [Tool(name=name, tag=name, description=about, parameters=_parameters(flow), call=self._call)]

    async def _call(self, arguments: Mapping[str, Any]) -> Any:
        given = arguments.get(ARGUMENT) or {}
        tweaks = tweaks_in({**self.values, **given}, SEPARATOR)
        self._tell(ToolStarted(vertex_id=self.vertex.id))
        try:
            flow = await self.chosen_flow()
            answers = self.answers_of(flow, await self._run(flow, tweaks, hands_on=False))
        except EngineError as error:
            raise ToolFailed(reason=str(error)) from error
        finally:
            self._tell(ToolEnded(vertex_id=self.vertex.id))
        told = [_told(answer) for answer in answers]
        return told[0] if len(told) == 1 else told

    def _tell(self, event: Event) -> None:
        if self.run.emit is not None:
            self.run.emit(event)

    async def _run(
        self, flow: ChosenFlow, tweaks: Mapping[str, Any], *, input_value: Any = None, hands_on: bool = True
    ) -> RunOutcome:
        said = input_value.get_text() if isinstance(input_value, Data) else input_value
        session = self.session_id or ""
        return await self.run_chosen(flow, tweaks=tweaks, input_value=said, session_id=session, hands_on=hands_on)


def _told(answer: Any) -> Any:
    if isinstance(answer, Message):
        return answer.get_text()
    return answer.data if isinstance(answer, Data) else answer


def _text(answer: Any) -> str:
    return answer.get_text() if isinstance(answer, Data) else str(answer)


def _record(answer: Any) -> dict[str, Any]:
    if isinstance(answer, Message):
        return {"text": answer.get_text()}
    return answer.data if isinstance(answer, Data) else {"result": answer}


def _outputs(flow: ChosenFlow) -> list[Node]:
    return [
        _output(face.vertex_id, face.display_name, found) for face in outputs_of(flow.data) for found in face.outputs()
    ]


def _output(vertex_id: str, display_name: str, found: Mapping[str, Any]) -> Node:
    name = str(found["name"])
    output = Output(
        name=f"{vertex_id}{SEPARATOR}{name}",
        display_name=display_name,
        method=re.sub(r"\W", "_", f"_resolve_flow_output__{vertex_id}__{name}"),
        types=list(found.get("types") or ()),
    )
    return output.to_template()


def _parameters(flow: ChosenFlow) -> dict[str, Any]:
    """Return the schema of the argument: one text for each input of the flow."""
    values = {
        f"{face.vertex_id}{SEPARATOR}{name}": {
            "type": "string",
            "description": f"{field.get('display_name') or name} ({face.display_name})",
        }
        for face in inputs_of(flow.data)
        for name, field in face.fields()
        if name in QUESTION_FIELDS
    }
    inputs = {"type": "object", "properties": values, "required": list(values)}
    return {"type": "object", "properties": {ARGUMENT: inputs}, "required": [ARGUMENT]}
