"""Notify: leave a value for the Listen components of the same key."""

from __future__ import annotations

from typing import Any

from execution.engine.component import Component
from execution.engine.fields import BoolInput, HandleInput, Output, StrInput
from execution.engine.values import Data


class Notify(Component):
    """Leave a value under a key of the run; the Listen components of that key run again."""

    display_name = "Notify"
    description = "Leaves a value for Listen components, without an edge."
    icon = "BellRing"
    beta = True
    notifies = "context_key"

    inputs = [
        StrInput(
            name="context_key",
            display_name="Context Key",
            info="The name that Listen knows the value by.",
            required=True,
        ),
        HandleInput(
            name="input_value",
            display_name="Input Data",
            info="The value to leave.",
            input_types=["Data", "Message", "DataFrame"],
        ),
        BoolInput(name="append", display_name="Append", info="Add to what is there already instead of replacing it."),
    ]
    outputs = [
        Output(name="result", display_name="Data", method="notify_components", cache=False),
    ]

    def notify_components(self) -> Data:
        """Return the value that was left."""
        value = _as_record(self.input_value)
        values = values_left(self.ctx)
        before = values.get(self.context_key, []) if self.append else None
        if before is None:
            values[self.context_key] = value
        else:
            values[self.context_key] = [*(before if isinstance(before, list) else [before]), value]
        self.status = value
        return value


def values_left(context: Any) -> dict[str, Any]:
    """Return what the run's Notify components have left, by key."""
    values: dict[str, Any] = context.setdefault("values of Notify", {})
    return values


def _as_record(value: Any) -> Data:
    if isinstance(value, Data):
        return value
    return Data(text="" if value is None else str(value))
