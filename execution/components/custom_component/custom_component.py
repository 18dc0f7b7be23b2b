"""Custom Component: where authors begin. Its code is what the editor shows for a new component."""

from execution.engine.component import Component
from execution.engine.fields import MessageTextInput, Output
from execution.engine.values import Data


class CustomComponent(Component):
    """Hand on the input as a record; replace this by what your component does."""

    display_name = "Custom Component"
    description = "A component of your own: edit its code."
    icon = "SquareCode"

    inputs = [
        MessageTextInput(
            name="input_value",
            display_name="Input Value",
            info="What the component works on.",
            value="Hello, World!",
            tool_mode=True,
        ),
    ]
    outputs = [Output(name="output", display_name="Output", method="build_output")]

    def build_output(self) -> Data:
        """Return the input under the name `value`."""
        data = Data(value=self.input_value)
        self.status = data
        return data
