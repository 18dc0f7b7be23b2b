"""Message History: read the conversation so far, or add to it."""

from __future__ import annotations

from typing import Any

from execution.components.choices import show_fields_of
from execution.components.optional_import import optional_import
from execution.components.templating import fill
from execution.engine.component import Component, Node
from execution.engine.fields import (
    DropdownInput,
    HandleInput,
    IntInput,
    MessageTextInput,
    MultilineInput,
    Output,
    TabInput,
)
from execution.engine.values import Data, DataFrame, Message

BOTH_SENDERS = "Machine and User"

RETRIEVE, STORE = "Retrieve", "Store"
FIELDS_OF_MODES = {RETRIEVE: ("n_messages", "order", "template"), STORE: ("message", "sender", "sender_name")}
"""What the editor shows in one mode only."""


class Memory(Component):
    """Give the messages of a session to the flow, or keep a message without showing it."""

    display_name = "Message History"
    description = "Reads the messages of a session, or adds one to them."
    icon = "History"

    inputs = [
        TabInput(
            name="mode",
            display_name="Mode",
            info="Read the history or add to it.",
            options=[RETRIEVE, STORE],
            value=RETRIEVE,
            real_time_refresh=True,
        ),
        MessageTextInput(
            name="message",
            display_name="Message",
            info="What to add to the history.",
            tool_mode=True,
            dynamic=True,
            show=False,
        ),
        HandleInput(
            name="memory",
            display_name="External Memory",
            info="Another store of messages; without one, the server's own history is used.",
            input_types=["Memory"],
            advanced=True,
        ),
        DropdownInput(
            name="sender_type",
            display_name="Sender Type",
            info="Whose messages to read.",
            options=["Machine", "User", BOTH_SENDERS],
            value=BOTH_SENDERS,
            advanced=True,
        ),
        MessageTextInput(
            name="sender", display_name="Sender", info="The sender of the message that is added.", advanced=True
        ),
        MessageTextInput(
            name="sender_name",
            display_name="Sender Name",
            info="The name to read messages of, or the name that is added.",
            advanced=True,
            show=False,
        ),
        IntInput(
            name="n_messages",
            display_name="Number of Messages",
            info="How many of the latest messages to read; 0 reads all.",
            value=100,
            advanced=True,
        ),
        MessageTextInput(
            name="session_id",
            display_name="Session ID",
            info="The conversation. Empty: the session of the run.",
            advanced=True,
        ),
        MessageTextInput(
            name="context_id",
            display_name="Context ID",
            info="A second key that sets apart histories within one session.",
            advanced=True,
        ),
        DropdownInput(
            name="order",
            display_name="Order",
            info="Oldest first (Ascending) or newest first (Descending).",
            options=["Ascending", "Descending"],
            value="Ascending",
            required=True,
            tool_mode=True,
            advanced=True,
        ),
        MultilineInput(
            name="template",
            display_name="Template",
            info="How each message is written, with places like {sender_name} and {text}.",
            value="{sender_name}: {text}",
            advanced=True,
            show=False,
        ),
    ]
    makes_hidden_outputs = True
    outputs = [
        Output(name="messages_text", display_name="Message", method="retrieve_messages_as_text"),
        Output(name="dataframe", display_name="Dataframe", method="retrieve_messages_dataframe", selected=None),
    ]
    dynamic_outputs = [
        Output(name="stored_messages", display_name="Stored Messages", method="store_message"),
        Output(name="messages", display_name="Messages", method="retrieve_messages"),  # of flows made until 1.4
    ]

    def update_build_config(self, build_config: Node, field_value: Any, field_name: str | None = None) -> Node:
        """Show the fields of the mode."""
        mode = field_value if field_name == "mode" else build_config["mode"].get("value")
        return show_fields_of(build_config, mode, FIELDS_OF_MODES) if mode in FIELDS_OF_MODES else build_config

    def update_outputs(self, frontend_node: Node, field_name: str, field_value: Any) -> Node:
        """What was stored is the one output of storing."""
        if field_name == "mode" and field_value == STORE:
            frontend_node["outputs"] = [self.output_by_name["stored_messages"]]
        return frontend_node

    async def retrieve_messages_as_text(self) -> Message:
        """Return the messages as lines of text."""
        messages = await self._messages()
        template = self.template or "{text}"
        text = "\n".join(fill(template, message.data, missing="") for message in messages)
        self.status = text
        return Message(text=text)

    async def retrieve_messages(self) -> list[Data]:
        """Return the messages as records."""
        return [Data(data=message.to_wire()["data"]) for message in await self._messages()]

    async def retrieve_messages_dataframe(self) -> DataFrame:
        """Return the messages as a table."""
        self.status = DataFrame([message.to_wire()["data"] for message in await self._messages()])
        return self.status

    async def store_message(self) -> Message:
        """Add the message to the history and return it."""
        message = Message(
            text=self.message or "",
            sender=self.sender or "Machine",
            sender_name=self.sender_name or "AI",
            session_id=self._session(),
            context_id=self.context_id,
            flow_id=self.run.flow_id,
        )
        if self.memory:
            await self.memory.aadd_messages([to_langchain(message)])
        else:
            message = await self.run.messages.add(message)
        self.status = message
        return message

    async def _messages(self) -> list[Message]:
        """Return the messages that match, the latest `n_messages` of them."""
        newest_first = self.order == "Descending"
        if self.memory:
            return await self._external_messages(newest_first=newest_first)
        return await self.run.messages.recent(
            session_id=self._session(),
            limit=self.n_messages or None,
            sender=self._sender_filter(),
            sender_name=self.sender_name or None,
            context_id=self.context_id or None,
            newest_first=newest_first,
        )

    async def _external_messages(self, *, newest_first: bool) -> list[Message]:
        stored = [_from_langchain(message) for message in await self.memory.aget_messages()]
        wanted = [message for message in stored if self._sender_filter() in {None, message.sender}]
        latest = wanted[-self.n_messages :] if self.n_messages else wanted
        return latest[::-1] if newest_first else latest

    def _sender_filter(self) -> str | None:
        return None if self.sender_type == BOTH_SENDERS else self.sender_type

    def _session(self) -> str:
        return self.session_id or self.run.session_id


def _from_langchain(message: Any) -> Message:
    by_user = message.type == "human"
    text = message.content if isinstance(message.content, str) else str(message.content)
    return Message(text=text, sender="User" if by_user else "Machine", sender_name="User" if by_user else "AI")


def to_langchain(message: Message) -> Any:
    """Return the message as langchain's memories take it."""
    messages = optional_import("langchain_core.messages", extra="openai")
    kind = messages.HumanMessage if message.sender == "User" else messages.AIMessage
    return kind(content=message.get_text())
