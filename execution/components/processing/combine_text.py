"""Combine Text: two texts become one."""

from __future__ import annotations

from execution.engine.component import Component
from execution.engine.fields import MessageTextInput, Output
from execution.engine.values import Message


class CombineText(Component):
    """Join two texts."""

    display_name = "Combine Text"
    description = "Joins two texts with a delimiter between them."
    icon = "Combine"
    legacy = True
    replacement = ["processing.DataOperations"]

    inputs = [
        MessageTextInput(name="text1", display_name="First Text", info="The text that stands first."),
        MessageTextInput(name="text2", display_name="Second Text", info="The text that follows."),
        MessageTextInput(name="delimiter", display_name="Delimiter", info="What stands between the two.", value=" "),
    ]
    outputs = [Output(name="combined_text", display_name="Combined Text", method="combine_texts")]

    def combine_texts(self) -> Message:
        """Return both texts as one."""
        combined = (self.delimiter or "").join([self.text1 or "", self.text2 or ""])
        self.status = combined
        return Message(text=combined)
