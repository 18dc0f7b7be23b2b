"""Calculator: arithmetic, for flows and as a tool of agents."""

from __future__ import annotations

from execution.components.arithmetic import DivisionByZero, ExpressionInvalid, worked_out
from execution.engine.component import Component
from execution.engine.fields import MessageTextInput, Output
from execution.engine.values import Data


class CalculatorComponent(Component):
    """Work out an expression of numbers, brackets and the operators + - * / // % **."""

    display_name = "Calculator"
    description = "Works out arithmetic."
    icon = "Calculator"

    inputs = [
        MessageTextInput(
            name="expression", display_name="Expression", info="For example (4 + 5) * 2 - 1", tool_mode=True
        ),
    ]
    outputs = [
        Output(name="result", display_name="Data", method="evaluate_expression"),
    ]

    def evaluate_expression(self) -> Data:
        """Return `result`; for what cannot be worked out `error` and `input`, which an agent can read and correct."""
        expression = self.expression or ""
        try:
            data = Data(data={"result": worked_out(expression)})
            self.status = data.result
            self.log(f"Calculation result: {data.result}")
        except (ExpressionInvalid, DivisionByZero) as error:
            data = Data(data={"error": str(error), "input": expression})
            self.status = data.error
        return data
