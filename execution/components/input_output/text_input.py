"""Text Input: a fixed text, or one that the caller gives."""

from __future__ import annotations

from typing import Any

from execution.engine.component import Component, Node
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

    def update_build_config(self, build_config: Node, field_value: Any, field_name: str | None = None) -> Node:
        """A variable may hold a secret: its field is one line that nobody reads on the screen."""
        if field_name == "use_global_variable":
            build_config["input_value"].update(multiline=not field_value, password=bool(field_value))
        return build_config

    def text_response(self) -> Message:
        """Return the text."""
        return Message(text=self.input_value or "")
