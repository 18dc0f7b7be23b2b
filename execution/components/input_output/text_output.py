"""Text Output: a result that callers of the API read, outside of the chat."""

from __future__ import annotations

from execution.engine.component import Component
from execution.engine.fields import MultilineInput, Output
from execution.engine.values import Message


class TextOutput(Component):
    """Hand a text to the caller."""

    display_name = "Text Output"
    description = "Hands a text to the caller without showing it in the chat."
    icon = "FileText"

    inputs = [MultilineInput(name="input_value", display_name="Inputs", info="The text to hand over.")]
    outputs = [Output(name="text", display_name="Output Text", method="text_response")]

    def text_response(self) -> Message:
        """Return the text."""
        message = Message(text=self.input_value or "")
        self.status = message.text
        return message
