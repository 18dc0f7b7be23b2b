"""Message Store: keep a text in the history of a session. Kept for older flows."""

from __future__ import annotations

from execution.components.models_and_agents.memory import to_langchain
from execution.engine.component import Component
from execution.engine.fields import HandleInput, MessageTextInput, Output
from execution.engine.values import Message
from execution.engine.values.message import MACHINE


class StoreMessage(Component):
    """Keep a text in the history without showing it in the chat."""

    display_name = "Message Store"
    description = "Keeps a text in the history of a session."
    icon = "MessageSquarePlus"
    legacy = True
    replacement = ["helpers.Memory"]

    inputs = [
        MessageTextInput(
            name="message", display_name="Message", info="The text to keep.", required=True, tool_mode=True
        ),
        HandleInput(
            name="memory",
            display_name="External Memory",
            info="Another place for the history; this server's own where nothing is connected.",
            input_types=["Memory"],
        ),
        MessageTextInput(name="sender", display_name="Sender", info="Who is speaking: User or Machine.", advanced=True),
        MessageTextInput(
            name="sender_name", display_name="Sender Name", info="The name that the chat shows.", advanced=True
        ),
        MessageTextInput(
            name="session_id",
            display_name="Session ID",
            info="The conversation this belongs to. Empty: the session of the run.",
            advanced=True,
        ),
    ]
    outputs = [
        Output(name="stored_messages", display_name="Stored Messages", method="store_message", hidden=True),
    ]

    async def store_message(self) -> Message:
        """Add the message to the history and return it."""
        message = Message(
            text=self.message or "",
            sender=self.sender or MACHINE,
            sender_name=self.sender_name or "AI",
            session_id=self.session_id or self.run.session_id,
            flow_id=self.run.flow_id,
        )
        if self.memory:
            await self.memory.aadd_messages([to_langchain(message)])
        else:
            message = await self.run.messages.add(message)
        self.status = message
        return message
