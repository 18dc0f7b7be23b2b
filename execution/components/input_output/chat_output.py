"""Chat Output: what the flow answers in the chat."""

from __future__ import annotations

from typing import Any

from execution.components.rendering import as_text
from execution.engine.component import Component
from execution.engine.errors import EngineError
from execution.engine.fields import BoolInput, DropdownInput, HandleInput, MessageTextInput, Output
from execution.engine.ports import Neighbour
from execution.engine.values import DataFrame, Message, Source


class NothingToShow(EngineError, ValueError):
    """No value arrived."""

    code = "nothing_to_show"
    message = "Input data cannot be None"


class ChatOutput(Component):
    """Show a value in the chat; a text that is still being written appears word by word."""

    display_name = "Chat Output"
    description = "Shows the flow's answer in the chat."
    icon = "MessageCircle"
    minimized = True

    inputs = [
        HandleInput(
            name="input_value",
            display_name="Inputs",
            info="A message, a record or a table.",
            input_types=["Data", "DataFrame", "Message"],
            required=True,
        ),
        BoolInput(
            name="should_store_message",
            display_name="Store Messages",
            info="Keep the answer in the history of the session.",
            value=True,
            advanced=True,
        ),
        DropdownInput(
            name="sender",
            display_name="Sender Type",
            info="Who is speaking.",
            options=["Machine", "User"],
            value="Machine",
            advanced=True,
        ),
        MessageTextInput(
            name="sender_name",
            display_name="Sender Name",
            info="The name that the chat shows.",
            value="AI",
            advanced=True,
        ),
        MessageTextInput(
            name="session_id",
            display_name="Session ID",
            info="The conversation this belongs to. Empty: the session of the run.",
            advanced=True,
        ),
        MessageTextInput(
            name="context_id",
            display_name="Context ID",
            info="A second key that sets apart histories within one session.",
            advanced=True,
        ),
        MessageTextInput(
            name="data_template",
            display_name="Data Template",
            info="Kept for older flows; records are shown as JSON.",
            value="{text}",
            advanced=True,
        ),
        BoolInput(
            name="clean_data",
            display_name="Basic Clean Data",
            info="Leave out the rows of a table that hold nothing at all.",
            value=True,
            advanced=True,
        ),
    ]
    outputs = [Output(name="message", display_name="Output Message", method="message_response")]

    async def message_response(self) -> Message:
        """Return the answer as it stands in the history."""
        message = self._message()
        message.sender = self.sender
        message.sender_name = self.sender_name
        message.session_id = self.session_id or self.run.session_id
        message.context_id = self.context_id or ""
        message.flow_id = self.run.flow_id
        message.properties.source = self._source()
        if self.should_store_message:
            message = await self.send_message(message)
        else:
            await message.collect()
        self.status = message
        return message

    def _message(self) -> Message:
        """Return a message of our own with the incoming text; only what an answer brings along is kept."""
        value = self._value()
        if not isinstance(value, Message):
            return Message(text=as_text(value))
        source = self._neighbour()
        if source is None or source.type == "ChatInput":
            return Message(text=value.text)
        # An answer that its component has shown already (a streamed one, an agent's) stays one message: same id.
        shown = {"id": value.data["id"]} if "id" in value.data else {}
        return Message(
            text=value.text,
            files=list(value.files),
            properties=value.properties.copy(),
            category=value.category,
            content_blocks=list(value.content_blocks),
            **shown,
        )

    def _value(self) -> Any:
        value = self.input_value
        if value is None or (value == "" and self._neighbour() is None):
            raise NothingToShow
        if isinstance(value, list) and len(value) == 1:
            return value[0]
        return _without_empty_rows(value) if self.clean_data and isinstance(value, DataFrame) else value

    def _source(self) -> Source:
        neighbour = self._neighbour()
        if neighbour is None:
            return Source()
        component = self.run.components.get(neighbour.vertex_id)
        name = component.source_name if component else neighbour.display_name
        return Source(id=neighbour.vertex_id, display_name=neighbour.display_name, source=name)

    def _neighbour(self) -> Neighbour | None:
        """Return the vertex that feeds this one; of several, the last, as its value is shown last."""
        sources = self.vertex.sources.get("input_value")
        return sources[-1] if sources else None


def _without_empty_rows(table: DataFrame) -> DataFrame:
    records = table.to_records()
    full = [record for record in records if any(value is not None for value in record.values())]
    return table if len(full) == len(records) else DataFrame(full, text_key=table.text_key)
