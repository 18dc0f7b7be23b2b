"""Calculator as a tool. Kept for older flows; today's Calculator is a tool by itself."""

from __future__ import annotations

from typing import Any

from execution.components.arithmetic import DivisionByZero, ExpressionInvalid, worked_out
from execution.components.optional_import import optional_import
from execution.engine.component import Component
from execution.engine.fields import MessageTextInput, Output
from execution.engine.values import Data

TOOL_NAME = "calculator"
TOOL_DESCRIPTION = "Works out arithmetic. Takes one expression, for example (4 + 5) * 2 - 1."


class CalculatorTool(Component):
    """Work out an expression, or give an agent the tool that does."""

    display_name = "Calculator"
    description = "Works out arithmetic, as a tool."
    icon = "Calculator"
    extra = "openai"
    legacy = True
    replacement = ["helpers.CalculatorComponent"]

    inputs = [
        MessageTextInput(name="expression", display_name="Expression", info="For example (4 + 5) * 2 - 1"),
    ]
    outputs = [
        Output(name="api_run_model", display_name="Data", method="run_model"),
        Output(name="api_build_tool", display_name="Tool", method="build_tool", types=["Tool"]),
    ]

    def run_model(self) -> list[Data]:
        """Return the result, or what is wrong, under `result`."""
        answer = answer_to(self.expression or "")
        self.status = answer
        return [Data(data={"result": answer})]

    def build_tool(self) -> Any:
        """Return the tool."""
        tools = optional_import("langchain_core.tools", extra=self.extra)
        return tools.StructuredTool.from_function(name=TOOL_NAME, description=TOOL_DESCRIPTION, func=answer_to)


def answer_to(expression: str) -> str:
    """Return the result, or what is wrong with the expression: an agent reads both."""
    try:
        return worked_out(expression)
    except (ExpressionInvalid, DivisionByZero) as error:
        return str(error)
