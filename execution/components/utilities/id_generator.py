"""ID Generator: an id of its own. Kept for older flows."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from execution.engine.component import Component
from execution.engine.fields import MessageTextInput, Output
from execution.engine.values import Message


class IDGenerator(Component):
    """Give the id in its field, or a new one."""

    display_name = "ID Generator"
    description = "Gives a unique id."
    icon = "Fingerprint"
    legacy = True

    inputs = [
        MessageTextInput(
            name="unique_id",
            display_name="Value",
            info="The id. Empty: a new one for every run.",
            refresh_button=True,
            tool_mode=True,
        ),
    ]
    outputs = [
        Output(name="id", display_name="ID", method="generate_id"),
    ]

    def update_build_config(self, build_config: Any, field_value: Any, field_name: str | None = None) -> Any:
        """Write a new id into the field when its button is pressed."""
        if field_name == "unique_id":
            build_config["unique_id"]["value"] = str(uuid4())
        return build_config

    def generate_id(self) -> Message:
        """Return the id."""
        unique_id = self.unique_id or str(uuid4())
        self.status = unique_id
        return Message(text=unique_id)
