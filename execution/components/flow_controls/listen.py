"""Listen: take the value that a Notify component has left."""

from __future__ import annotations

from execution.components.flow_controls.notify import values_left
from execution.engine.component import Component
from execution.engine.fields import Output, StrInput
from execution.engine.values import Data


class Listen(Component):
    """Give what Notify has left under a key; an empty text before that."""

    display_name = "Listen"
    description = "Takes what a Notify component has left, without an edge."
    icon = "Ear"
    beta = True
    runs_again_for = "context_key"

    inputs = [
        StrInput(
            name="context_key",
            display_name="Context Key",
            info="The name that Notify leaves the value under.",
            input_types=["Message"],
            required=True,
        ),
    ]
    outputs = [
        Output(name="data", display_name="Data", method="listen_for_data", cache=False),
    ]

    def listen_for_data(self) -> Data | list[Data]:
        """Return the value, or all values where Notify appends."""
        value: Data | list[Data] = values_left(self.ctx).get(self.context_key, Data(text=""))
        return value
