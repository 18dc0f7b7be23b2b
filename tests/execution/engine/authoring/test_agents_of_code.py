"""Agents in code whose model calls tools, the steps that they show, and the tools that components are."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from langchain_core.messages import AIMessage, ToolMessage
from langchain_core.tools import tool

from execution.engine.authoring.agent_events import ExceptionWithMessageError, process_agent_events
from execution.engine.authoring.component import AuthorComponent
from execution.engine.authoring.tool_calling import ToolCallingAgentComponent
from execution.engine.authoring.toolkits import ComponentToolkit, get_component_toolkit, update_component_build_config
from execution.engine.fields import IntInput, Output
from execution.engine.values import Data, Message
from tests.execution.components.running import Bench


@tool
def double(number: int) -> int:
    """Double a number."""
    return 2 * number


class Model:
    """Wants its one tool once, then answers with what the tool said."""

    def __init__(self) -> None:
        self.tools: list[Any] = []
        self.asked: list[list[Any]] = []

    def bind_tools(self, tools: list[Any]) -> "Model":
        self.tools = tools
        return self

    async def ainvoke(self, messages: list[Any], config: Any = None) -> AIMessage:
        self.asked.append(messages)
        if not self.tools or isinstance(messages[-1], ToolMessage):
            return AIMessage(content=f"It is {getattr(messages[-1], 'content', 'unknown')}.")
        return AIMessage(content="", tool_calls=[{"name": "double", "args": {"number": 21}, "id": "call-1"}])


async def test_an_agent_calls_the_tools_that_its_model_wants():
    model = Model()
    history = [Data(text="before", sender="Machine")]
    bench = Bench(
        ToolCallingAgentComponent,
        llm=model,
        tools=[double],
        input_value=Message(text="double it"),
        system_prompt="Be brief.",
        chat_history=history,
    )
    assert (await bench.give("response")).text == "It is 42."
    assert model.tools[0]["function"]["parameters"]["properties"]["number"]["type"] == "integer"
    assert model.asked[0] == [("system", "Be brief."), ("ai", "before"), ("human", "double it")]
    assert [type(message).__name__ for message in model.asked[1][3:]] == ["AIMessage", "ToolMessage"]


async def test_a_runnable_of_the_agents_own_runs_with_its_tools():
    """What an edited Agent does: set, create, run."""
    component: Any = Bench(ToolCallingAgentComponent, llm=None, tools=[]).component
    component.set(llm=Model(), tools=[double], input_value="x")
    component.validate_tool_names()
    assert (await component.run_agent(component.create_agent_runnable())).text == "It is 42."


async def test_names_of_tools_that_no_provider_takes_are_told():
    component: Any = Bench(ToolCallingAgentComponent, tools=[double.model_copy(update={"name": "a b"})]).component
    with pytest.raises(ValueError, match="a b"):
        component.validate_tool_names()


class Shown:
    """Keeps the messages that an agent shows."""

    def __init__(self) -> None:
        self.steps: list[list[Any]] = []

    async def __call__(self, *, message: Message) -> Message:
        self.steps.append([dict(step) for block in message.content_blocks for step in block.contents])
        return message


async def events(*told: dict[str, Any], error: Exception | None = None) -> AsyncIterator[dict[str, Any]]:
    for event in told:
        yield event
    if error:
        raise error


STARTED = {"event": "on_tool_start", "name": "double", "run_id": "1", "data": {"input": {"number": 2}}}
ENDED = {"event": "on_tool_end", "name": "double", "run_id": "1", "data": {"output": "4"}}
ANSWERED = {"event": "on_chain_end", "run_id": "0", "data": {"output": {"output": "It is 4."}}}


async def test_steps_of_an_agent_are_shown_as_they_come():
    shown = Shown()
    message = await process_agent_events(events(STARTED, ENDED, ANSWERED), Message(text=""), shown)
    assert (message.text, message.properties.state) == ("It is 4.", "complete")
    assert [step and step[0]["output"] for step in shown.steps] == [[], None, "4", "4", "4"]
    assert shown.steps[-1][0]["tool_input"] == {"number": 2}


async def test_an_agent_that_fails_keeps_what_it_had_shown():
    with pytest.raises(ExceptionWithMessageError, match="no more") as caught:
        await process_agent_events(events(STARTED, error=RuntimeError("no more")), Message(text=""), Shown())
    assert caught.value.agent_message.content_blocks[0].contents[0]["name"] == "double"


class Adder(AuthorComponent):
    description = "Adds."
    inputs = [IntInput(name="a", tool_mode=True), IntInput(name="b", value=1)]
    outputs = [Output(name="sum", method="add"), Output(name="same", method="keep")]

    def add(self) -> Data:
        return Data(data={"sum": self.a + self.b})

    def keep(self) -> Data:
        return Data(data={"a": self.a})

    async def update_build_config(self, build_config: Any, field_value: Any, field_name: str | None = None) -> Any:
        build_config[str(field_name)]["value"] = field_value
        return build_config


async def test_a_component_gives_its_tools_under_the_names_of_the_table():
    component = Bench(Adder, b=10).component
    rows = [{"name": "plus", "description": "Adds ten.", "tags": ["add"]}, {"tags": ["keep"], "status": False}]
    toolkit: Any = get_component_toolkit()(component=component, metadata=rows)
    assert isinstance(toolkit, ComponentToolkit)
    tools = toolkit.update_tools_metadata(tools=toolkit.get_tools(tool_description="?"))
    assert [(tool.name, tool.description) for tool in tools] == [("plus", "Adds ten.")]
    assert await tools[0].ainvoke({"a": 5}) == {"sum": 15}
    assert list(toolkit.get_tools_metadata_dictionary()) == ["add", "keep"]


async def test_hooks_of_other_components_can_be_called():
    assert (await update_component_build_config(Adder(), {"a": {}}, 3, "a"))["a"]["value"] == 3


async def test_an_authors_own_tools_may_build_on_the_usual_ones():
    class Louder(Adder):
        async def _get_tools(self) -> list[Any]:
            tools = await super()._get_tools()
            for made in tools:
                made.name = made.name.upper()
            return tools

    assert [made.name for made in await Bench(Louder).component.offered_tools()] == ["ADD", "KEEP"]
    assert [made.name for made in await Bench(Adder).component.offered_tools()] == ["add", "keep"]
