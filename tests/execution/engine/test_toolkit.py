"""A component in tool mode: what a model is told about its tools, and what happens when it calls one."""

import asyncio
import sys
from typing import Any

import pytest
from langchain_core.tools import StructuredTool

from execution.engine.authoring.component import AuthorComponent
from execution.engine.component import Component
from execution.engine.events import ToolEnded, ToolStarted
from execution.engine.fields import (
    BoolInput,
    DataInput,
    DictInput,
    DropdownInput,
    HandleInput,
    Input,
    IntInput,
    MessageTextInput,
    ModelInput,
    MultiselectInput,
    Output,
    SecretStrInput,
    SliderInput,
    StrInput,
    TableInput,
)
from execution.engine.ports import Neighbour
from execution.engine.toolkit import Tool, ToolFailed, chosen, merged_rows, parameters_for, rows_of
from execution.engine.values import Data, DataFrame, Message
from execution.engine.values.json_values import to_json_value
from tests.execution.components.running import Bench


class Weather(Component):
    description = "Tells the weather."
    inputs = [
        MessageTextInput(name="city", info="Where.", required=True, tool_mode=True),
        IntInput(name="days", value=1, tool_mode=True),
        StrInput(name="unit", value="C"),
        SecretStrInput(name="key"),
    ]
    outputs = [
        Output(name="said", method="forecast"),
        Output(name="facts", method="facts"),
        Output(name="again", method="facts"),
        Output(name="inner", method="hidden", tool_mode=False),
    ]
    dynamic_outputs = [Output(name="rows", method="table")]

    async def forecast(self) -> Message:
        await asyncio.sleep(0)
        return Message(text=f"{self.city} {self.days} {self.unit}")

    def facts(self) -> Data:
        if self.city == "Atlantis":
            raise LookupError("no such city")
        return Data(data={"city": self.city})

    def table(self) -> DataFrame:
        return DataFrame([{"city": self.city}])

    def hidden(self) -> Message:
        return Message(text="")


class Joined(Component):
    inputs = [
        StrInput(name="first", value="a"),
        SecretStrInput(name="key"),
        ModelInput(name="model"),
        HandleInput(name="record", input_types=["Data"]),
        HandleInput(name="llm", input_types=["LanguageModel"]),
    ]
    outputs = [Output(name="text", method="join")]

    def join(self) -> Message:
        return Message(text=self.first)


async def tools_of(component: type[Component], **values: Any) -> dict[str, Tool]:
    bench = Bench(component, **values)
    return {tool.tag: tool for tool in await bench.component.offered_tools()}


async def test_each_method_with_tool_mode_is_one_tool() -> None:
    tools = await tools_of(Weather)
    assert list(tools) == ["forecast", "facts"]
    assert {tool.description for tool in tools.values()} == {"Tells the weather."}


async def test_fields_made_for_it_are_the_arguments() -> None:
    parameters = (await tools_of(Weather))["forecast"].parameters
    assert parameters == {
        "type": "object",
        "properties": {
            "city": {"type": "string", "title": "City", "description": "Where."},
            "days": {"type": "integer", "title": "Days", "description": "", "default": 1},
        },
        "required": ["city"],
    }


async def test_without_such_fields_all_count_that_a_model_can_fill_in() -> None:
    parameters = (await tools_of(Joined))["join"].parameters
    assert list(parameters["properties"]) == ["first", "record"]


async def test_a_field_that_an_edge_feeds_is_no_argument() -> None:
    neighbour = Neighbour(vertex_id="a", display_name="A", type="TextInput", output="text", field="first")
    bench = Bench(Joined, fed_by=neighbour)
    assert list((await bench.component.offered_tools())[0].parameters["properties"]) == ["record"]


async def test_what_a_field_holds_is_what_the_model_may_leave_out() -> None:
    parameters = (await tools_of(Weather, days=5))["forecast"].parameters
    assert parameters["properties"]["days"]["default"] == 5


@pytest.mark.parametrize(
    ("field", "schema"),
    [
        (BoolInput(name="x", value=True), {"type": "boolean", "default": True}),
        (SliderInput(name="x", value=0.5), {"type": "number", "default": 0.5}),
        (
            DropdownInput(name="x", options=["a", "b"], value="a"),
            {"type": "string", "enum": ["a", "b"], "default": "a"},
        ),
        (DropdownInput(name="x", options=["a"]), {"type": "string", "const": "a", "default": ""}),
        (DropdownInput(name="x", options=[]), {"type": "string", "default": ""}),
        (DropdownInput(name="x", options=["a", "b"], combobox=True), {"type": "string", "default": ""}),
        (
            MultiselectInput(name="x", options=["a", "b"], value=["a"]),
            {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}, "default": ["a"]},
        ),
        (MessageTextInput(name="x", is_list=True), {"type": "array", "items": {"type": "string"}, "default": []}),
        (DictInput(name="x"), {"type": "object", "additionalProperties": True, "default": {}}),
        (
            TableInput(name="x"),
            {"type": "array", "items": {"type": "object", "additionalProperties": True}, "default": []},
        ),
        (DataInput(name="x"), {"type": "string", "default": ""}),
        (IntInput(name="x", required=True), {"type": "integer"}),
    ],
)
def test_kinds_of_fields_as_json_schema(field: Input, schema: dict[str, Any]) -> None:
    found = parameters_for([field], {})["properties"]["x"]
    assert {key: value for key, value in found.items() if key not in {"title", "description"}} == schema


async def test_a_call_runs_the_method_with_the_arguments_and_tells_so() -> None:
    bench = Bench(Weather, unit="F", key="k")
    tool = (await bench.component.offered_tools())[0]
    assert await tool.call({"city": "Rome", "days": "3", "unit": "K"}) == "Rome 3 F"
    assert bench.events == [ToolStarted(vertex_id="Weather-1"), ToolEnded(vertex_id="Weather-1")]


async def test_calls_at_the_same_time_do_not_see_each_other() -> None:
    tool = (await tools_of(Weather))["forecast"]
    said = await asyncio.gather(*(tool.call({"city": city}) for city in ("Rome", "Oslo", "Lima")))
    assert said == ["Rome 1 C", "Oslo 1 C", "Lima 1 C"]


async def test_records_and_tables_reach_the_model_as_json() -> None:
    assert await (await tools_of(Weather))["facts"].call({"city": "Rome"}) == {"city": "Rome"}
    rows = [{"name": "rows", "tags": ["table"]}]
    assert await (await tools_of(Weather, tools_metadata=rows))["table"].call({"city": "Rome"}) == [{"city": "Rome"}]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({}, "The argument 'city' is required."),
        ({"city": "Rome", "days": "many"}, "needs a whole number"),
        ({"city": "Atlantis"}, "no such city"),
    ],
)
async def test_whatever_goes_wrong_is_told_to_the_model(arguments: dict[str, Any], said: str) -> None:
    bench = Bench(Weather)
    tool = (await bench.component.offered_tools())[1]
    with pytest.raises(ToolFailed, match=said):
        await tool.call(arguments)
    assert bench.events[-1] == ToolEnded(vertex_id="Weather-1")


async def test_an_option_that_does_not_exist_is_refused() -> None:
    class Picky(Component):
        inputs = [DropdownInput(name="kind", options=["a", "b"], tool_mode=True)]
        outputs = [Output(name="text", method="say")]

        def say(self) -> Message:
            return Message(text=self.kind)

    tool = (await tools_of(Picky))["say"]
    assert await tool.call({"kind": "b"}) == "b"
    with pytest.raises(ToolFailed, match="one of a, b"):
        await tool.call({"kind": "c"})


async def test_rows_rename_and_switch_off_by_tag() -> None:
    tools = list((await tools_of(Weather)).values())
    rows = rows_of(tools)
    rows[0].update(name="ask the sky", description="Mine.")
    rows[1]["status"] = False
    assert [(tool.name, tool.description, tool.tag) for tool in chosen(tools, rows)] == [
        ("ask_the_sky", "Mine.", "forecast")
    ]


async def test_without_a_table_all_tools_are_on() -> None:
    tools = list((await tools_of(Weather)).values())
    assert chosen(tools, None) == tools
    assert chosen(tools, [{"name": "no tags"}, "nonsense"]) == tools


async def test_what_people_changed_survives_new_tools_and_former_ones_go() -> None:
    rows = rows_of((await tools_of(Weather)).values())
    kept = [{**rows[1], "name": "mine", "status": False, "args": {}}, {"name": "old", "tags": ["gone"]}]
    merged = merged_rows(rows, kept)
    assert [(row["name"], row["status"]) for row in merged] == [("forecast", True), ("mine", False)]
    assert merged[1]["args"] == rows[1]["args"]


async def test_langchain_gets_tools_that_it_can_call() -> None:
    bench = Bench(Weather, tools_metadata=[{"name": "sky", "description": "D", "tags": ["facts"], "status": True}])
    toolkit = await bench.component.to_toolkit()
    assert [(tool.name, tool.description, tool.tags) for tool in toolkit] == [("sky", "D", ["facts"])]
    assert await toolkit[0].ainvoke({"city": "Rome"}) == {"city": "Rome"}
    assert await asyncio.to_thread(toolkit[0].invoke, {"city": "Rome"}) == {"city": "Rome"}


async def test_a_failing_call_answers_langchain_as_a_tool_error() -> None:
    toolkit = await Bench(Weather).component.to_toolkit()
    call = {"type": "tool_call", "id": "1", "name": "facts", "args": {"city": "Atlantis"}}
    message = await toolkit[1].ainvoke(call)
    assert (message.status, message.content) == ("error", "no such city")


async def test_waiting_for_a_tool_on_its_own_loop_is_refused_instead_of_hanging() -> None:
    toolkit = await Bench(Weather).component.to_toolkit()
    with pytest.raises(RuntimeError, match="ainvoke"):
        toolkit[0].invoke({"city": "Rome"})


async def test_a_toolkit_is_shown_as_names_descriptions_and_tags() -> None:
    toolkit = await Bench(Joined).component.to_toolkit()
    assert to_json_value(toolkit) == [{"name": "join", "description": "", "tags": ["join"]}]


async def test_a_missing_package_names_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain_core.tools", None)
    with pytest.raises(ImportError, match="agents"):
        await Bench(Joined).component.to_toolkit()


async def test_a_component_may_offer_tools_of_its_own() -> None:
    async def shout(arguments: Any) -> str:
        return str(arguments["text"]).upper()

    class Remote(Component):
        async def offered_tools(self) -> list[Tool]:
            parameters = {"type": "object", "properties": {"text": {"type": "string"}}}
            return [Tool(name="shout", tag="shout", description="Shouts.", parameters=parameters, call=shout)]

    toolkit = await Bench(Remote).component.to_toolkit()
    assert await toolkit[0].ainvoke({"text": "hi"}) == "HI"


class Handmade(AuthorComponent):
    """An author's component that makes its tools by itself."""

    outputs = [Output(name="text", method="say")]

    async def _get_tools(self) -> list[Any]:
        def divide(a: float, b: float = 1) -> float:
            """Divide a by b."""
            return a / b

        return [StructuredTool.from_function(divide)]

    def say(self) -> Message:
        return Message(text="")


async def test_an_author_may_make_tools_with_langchain() -> None:
    tools = await Bench(Handmade).component.offered_tools()
    assert [(tool.name, tool.tag, list(tool.parameters["properties"])) for tool in tools] == [
        ("divide", "divide", ["a", "b"])
    ]
    assert await tools[0].call({"a": 6, "b": 2}) == 3
    with pytest.raises(ToolFailed, match="division by zero"):
        await tools[0].call({"a": 1, "b": 0})


async def test_the_table_renames_an_authors_tools_too() -> None:
    bench = Bench(Handmade, tools_metadata=[{"name": "over", "tags": ["divide"], "status": True}])
    toolkit = await bench.component.to_toolkit()
    assert [(tool.name, tool.description) for tool in toolkit] == [("over", "Divide a by b.")]
    assert await toolkit[0].ainvoke({"a": 3}) == 3
