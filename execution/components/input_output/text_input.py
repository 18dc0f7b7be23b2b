"""Text Input: a fixed text, or one that the caller gives."""

from __future__ import annotations

from execution.engine.component import Component
from execution.engine.fields import BoolInput, MultilineInput, Output
from execution.engine.values import Message


class TextInput(Component):
    """Give a text to the flow."""

    display_name = "Text Input"
    description = "Gives a text to the flow without showing it in the chat."
    icon = "TextCursorInput"

    inputs = [
        MultilineInput(name="input_value", display_name="Text", info="The text to give."),
        BoolInput(
            name="use_global_variable",
            display_name="Use Global Variable",
            info="Take the text from one of your variables.",
            real_time_refresh=True,
            advanced=True,
        ),
    ]
    outputs = [Output(name="text", display_name="Output Text", method="text_response")]

    def text_response(self) -> Message:
        """Return the text."""
        return Message(text=self.input_value or "")
