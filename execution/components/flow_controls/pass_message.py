"""Pass: hand on one message after another one has arrived."""

from __future__ import annotations

from execution.engine.component import Component
from execution.engine.fields import MessageInput, Output
from execution.engine.values import Message


class Pass(Component):
    """Hand on a message; the ignored one only makes it wait."""

    display_name = "Pass"
    description = "Hands on a message, if wanted only after another one has arrived."
    icon = "MoveRight"
    legacy = True
    replacement = ["logic.ConditionalRouter"]

    inputs = [
        MessageInput(name="input_message", display_name="Input Message", info="The message to hand on.", required=True),
        MessageInput(
            name="ignored_message",
            display_name="Ignored Message",
            info="A message to wait for; it goes no further.",
            advanced=True,
        ),
    ]
    outputs = [Output(name="output_message", display_name="Output Message", method="pass_message")]

    def pass_message(self) -> Message:
        """Return the message."""
        message: Message = self.input_message
        self.status = message
        return message
