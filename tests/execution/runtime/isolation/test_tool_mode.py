"""Code that somebody wrote, as a tool: the tools live as long as the run, each call runs in a process."""

from typing import Any

import pytest

from execution.engine.component import Component
from execution.engine.document import node_facts
from execution.engine.ports import RunContext, VertexFacts
from execution.engine.values.json_values import to_json_value
from execution.runtime.components import find_any_component
from tests.execution.components.running import edit_context
from tests.execution.runtime.isolation.flows import flow_of

CODE = """
from lfx.custom import Component
from lfx.io import IntInput, Output
from lfx.schema import Data

class Adder(Component):
    inputs = [IntInput(name="a", tool_mode=True), IntInput(name="b", value=10)]
    outputs = [Output(name="sum", method="add"), Output(name="other", method="subtract")]

    def add(self) -> Data:
        if self.a == 99:
            raise ValueError("too much")
        return Data(data={"sum": self.a + self.b})

    def subtract(self) -> Data:
        return Data(data={"difference": self.a - self.b})
"""

ROWS = [
    {"name": "plus", "description": "Adds.", "tags": ["add"], "status": True},
    {"name": "minus", "description": "Subtracts.", "tags": ["subtract"], "status": False},
]
TOOLSET = [{"name": "component_as_tool", "method": "to_toolkit", "types": ["Tool"]}]


def field(name: str, kind: str, value: Any, **settings: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "value": value, "show": True, **settings}


@pytest.fixture
async def toolkit(pool: object) -> list[Any]:
    fields = {
        "a": field("a", "int", 0, _input_type="IntInput", tool_mode=True),
        "b": field("b", "int", 10, _input_type="IntInput"),
        "tools_metadata": field("tools_metadata", "tools", ROWS, _input_type="ToolsInput"),
    }
    node = node_facts(flow_of(CODE, outputs=TOOLSET, **fields)["nodes"][0])
    component: Component = find_any_component(node)()
    facts = VertexFacts(id="Adder-1", display_name="Adder", type="Adder", output_names=("component_as_tool",))
    context: RunContext = edit_context(user_id="alice")
    component.bind(vertex=facts, values={"a": 0, "b": 10, "tools_metadata": ROWS}, run=context)
    return list(await component.result_of(component.outputs[0]))


async def test_the_nodes_table_says_which_methods_are_tools(toolkit: list[Any]) -> None:
    assert to_json_value(toolkit) == [{"name": "plus", "description": "Adds.", "tags": ["add"]}]
    assert list(toolkit[0].args) == ["a"]


async def test_a_call_runs_the_method_with_its_arguments(toolkit: list[Any]) -> None:
    assert [await toolkit[0].ainvoke({"a": number}) for number in (5, 6)] == [{"sum": 15}, {"sum": 16}]


async def test_what_the_code_raises_is_told_to_the_model(toolkit: list[Any]) -> None:
    call = {"type": "tool_call", "id": "1", "name": "plus", "args": {"a": 99}}
    message = await toolkit[0].ainvoke(call)
    assert message.status == "error"
    assert "too much" in message.content
