"""Calculator as a tool of older flows."""

import pytest

from execution.components.tools.calculator_tool import CalculatorTool
from tests.execution.components.running import give


@pytest.mark.parametrize(("expression", "answer"), [("1+2", "3"), ("7%3", "1"), ("abc", "Name"), ("1/0", "zero")])
async def test_the_component_and_its_tool_answer_alike(expression: str, answer: str) -> None:
    (record,) = await give(CalculatorTool, "api_run_model", expression=expression)
    tool = await give(CalculatorTool, "api_build_tool")
    assert answer in record.data["result"]
    assert tool.invoke({"expression": expression}) == record.data["result"]
    assert tool.name == "calculator"
