"""Agent: a model that uses tools until it can answer."""

from dataclasses import replace
from typing import Any

from execution.components.agents.agent_component import AgentComponent
from execution.components.agents.answers import INSTRUCTIONS, instructions_for, record_of, schema_of
from execution.components.agents.fields import LOOP_FIELDS, MODEL_FIELDS, QUESTION, TOOLS
from execution.components.utilities.current_date import CurrentDate
from execution.engine.fields import (
    BoolInput,
    IntInput,
    MessageTextInput,
    MultilineInput,
    Output,
    RangeSpec,
    TableInput,
)
from execution.engine.ports import VertexFacts
from execution.engine.values import Data, Message

_SCHEMA_COLUMNS = [
    {
        "name": "name",
        "display_name": "Name",
        "type": "str",
        "description": "What the field is called.",
        "default": "field",
        "edit_mode": "inline",
    },
    {
        "name": "description",
        "display_name": "Description",
        "type": "str",
        "description": "What the field is for; the model reads it.",
        "default": "description of field",
        "edit_mode": "popover",
    },
    {
        "name": "type",
        "display_name": "Type",
        "type": "str",
        "edit_mode": "inline",
        "description": "What kind of value it holds.",
        "options": ["str", "int", "float", "bool", "dict"],
        "default": "str",
    },
    {
        "name": "multiple",
        "display_name": "As List",
        "type": "boolean",
        "description": "Whether it holds several values of that kind.",
        "default": "False",
        "edit_mode": "inline",
    },
]


class Agent(AgentComponent):
    """Answer with the help of tools, remembering the session."""

    display_name = "Agent"
    description = "Lets a model work with tools until it has the answer."
    documentation = "https://docs.langflow.org/agents"
    icon = "bot"

    inputs = [
        *MODEL_FIELDS,
        MultilineInput(
            name="system_prompt",
            display_name="Agent Instructions",
            info="Who the agent is and how it shall go about its task.",
            value="You are a helpful assistant that can use tools to answer questions and perform tasks.",
        ),
        MessageTextInput(
            name="context_id",
            display_name="Context ID",
            info="A second key that sets apart histories within one session.",
            advanced=True,
        ),
        IntInput(
            name="n_messages",
            display_name="Number of Chat History Messages",
            info="How many of the session's latest messages the agent reads, its question among them; 0 reads none.",
            value=100,
            advanced=True,
        ),
        IntInput(
            name="max_tokens",
            display_name="Max Tokens",
            info="Longest answer, in tokens; 0 leaves it to the provider.",
            range_spec=RangeSpec(min=1, max=128000, step=1, step_type="int"),
            advanced=True,
        ),
        MultilineInput(
            name="format_instructions",
            display_name="Output Format Instructions",
            info="How a structured answer shall look; added to the instructions for that output only.",
            value=INSTRUCTIONS,
            advanced=True,
        ),
        TableInput(
            name="output_schema",
            display_name="Output Schema",
            info="The fields of a structured answer. Without any, every JSON is taken.",
            table_schema=_SCHEMA_COLUMNS,
            value=[],
            advanced=True,
        ),
        TOOLS,
        QUESTION,
        *LOOP_FIELDS,
        BoolInput(
            name="add_current_date_tool",
            display_name="Current Date",
            info="Give the agent a tool that tells date and time.",
            value=True,
            advanced=True,
        ),
    ]
    outputs = [Output(name="response", display_name="Response", method="message_response")]
    dynamic_outputs = [
        Output(
            name="structured_response",
            display_name="Structured Response",
            method="json_response",
            types=["Data"],
            tool_mode=False,
        )
    ]

    n_messages: int | None
    max_tokens: int | None
    format_instructions: str | None
    output_schema: list[dict[str, Any]] | None
    add_current_date_tool: bool

    async def json_response(self) -> Data:
        """Return the agent's answer as a record of the fields in the schema."""
        schema = schema_of(self.output_schema or [])
        instructions = instructions_for(self.system_prompt or "", self.format_instructions or "", schema)
        answer = await self.answer_with(instructions)
        record = record_of(answer.get_text(), schema)
        self.status = record
        return record

    async def all_tools(self) -> list[Any]:
        """Return the connected tools, and the clock."""
        return [*self.tools, *(await self._clock() if self.add_current_date_tool else [])]

    async def earlier_messages(self) -> list[Message]:
        """Return the end of the session's history, without the question itself."""
        if not self.n_messages:
            return []
        recent = await self.run.messages.recent(
            session_id=self.run.session_id,
            context_id=self.values.get("context_id") or None,
            limit=self.n_messages,
        )
        asked = self.input_value.data.get("id") if self.input_value else None
        told = [message for message in recent if message.get_text() and not message.error]
        return [message for message in told if asked is None or message.data.get("id") != asked]

    async def _clock(self) -> list[Any]:
        """Return the tool that tells the date; it stands on no edge, so nobody is told when it is called."""
        clock = CurrentDate()
        facts = VertexFacts(id=self.vertex.id, display_name=clock.display_name, type=clock.name)
        clock.bind(vertex=facts, values={}, run=replace(self.run, emit=None))
        return await clock.to_toolkit()
