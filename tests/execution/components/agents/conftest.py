"""A chat model in this process whose turns the test writes, three tools, and flows in which an agent uses them."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from execution.components.registry import component_named, find_component
from execution.engine.component import Component
from execution.engine.events import Event, MessageAdded
from execution.engine.fields import MessageTextInput, Output
from execution.engine.plan import compile_plan
from execution.engine.request import RunRequest
from execution.engine.results import RunOutcome
from execution.engine.runner import run_plan
from execution.engine.template import node_of
from execution.engine.toolkit import TOOL_OUTPUT
from execution.engine.values import Data, Message
from tests.execution.components.memory_host import MemoryHost

SESSION = "session"


class Scripted(BaseChatModel):
    """Says one turn of its script after the other, word by word, and remembers what it was asked."""

    turns: list[Any]
    asked: list[list[Any]] = []
    offered: list[str] = []
    model_name: str = "scripted"

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Any, **_: Any) -> "Scripted":  # type: ignore[override]
        self.offered[:] = [tool.name for tool in tools]
        return self

    def _generate(self, messages: Any, *_: Any, **__: Any) -> ChatResult:
        raise AssertionError("agents ask piece by piece")

    async def _astream(self, messages: Any, *_: Any, **__: Any) -> AsyncIterator[ChatGenerationChunk]:
        self.asked.append(list(messages))
        turn = self.turns[min(len(self.asked), len(self.turns)) - 1]
        if isinstance(turn, Exception):
            raise turn
        for chunk in _chunks(turn, len(self.asked)):
            yield ChatGenerationChunk(message=chunk)


def _chunks(turn: Any, number: int) -> list[AIMessageChunk]:
    usage = {"input_tokens": 10, "output_tokens": number, "total_tokens": 10 + number}
    end = AIMessageChunk("", usage_metadata=usage)
    if isinstance(turn, str):
        return [*(AIMessageChunk(word + " ") for word in turn.split()), end]
    calls = [
        {"name": name, "args": arguments, "id": f"call-{number}-{index}", "index": index}
        for index, (name, arguments) in enumerate(turn)
    ]
    return [AIMessageChunk("", tool_call_chunks=calls), end]


def holder_of(model: Scripted) -> type[Component]:
    """Return a component that hands the model to an agent."""

    class ModelHolder(Component):
        outputs = [Output(name="model", display_name="Model", method="give", types=["LanguageModel"])]

        def give(self) -> Any:
            return model

    return ModelHolder


class Adder(Component):
    inputs = [MessageTextInput(name="numbers", display_name="Numbers", tool_mode=True)]
    outputs = [Output(name="sum", display_name="Sum", method="add", types=["Data"])]

    def add(self) -> Data:
        return Data(data={"sum": sum(map(int, self.numbers.split("+")))})


class Shouter(Component):
    inputs = [MessageTextInput(name="text", display_name="Text", tool_mode=True)]
    outputs = [Output(name="loud", display_name="Loud", method="shout", types=["Message"])]

    def shout(self) -> Message:
        return Message(text=str(self.text).upper())


class Breaker(Component):
    inputs = [MessageTextInput(name="what", display_name="What", tool_mode=True)]
    outputs = [Output(name="broken", display_name="Broken", method="explode", types=["Data"])]

    def explode(self) -> Data:
        raise ValueError("it broke")


def saved(component: type[Component], node_id: str, *, tool: bool = False, **values: Any) -> dict[str, Any]:
    """Return a node as the editor saves it."""
    inner = node_of(component)
    for name, value in values.items():
        inner["template"].setdefault(name, {"name": name, "type": "str", "show": True})["value"] = value
    if tool:
        inner |= {"tool_mode": True, "outputs": [TOOL_OUTPUT.to_template()]}
    return {"id": node_id, "type": "genericNode", "data": {"id": node_id, "type": component.name, "node": inner}}


def edge(source: dict[str, Any], output: str, target: dict[str, Any], field: str) -> dict[str, Any]:
    start, end = source["data"], target["data"]
    types = next(item["types"] for item in start["node"]["outputs"] if item["name"] == output)
    shape = end["node"]["template"][field]
    return {
        "source": source["id"],
        "target": target["id"],
        "data": {
            "sourceHandle": {"dataType": start["type"], "id": source["id"], "name": output, "output_types": types},
            "targetHandle": {
                "fieldName": field,
                "id": target["id"],
                "inputTypes": shape.get("input_types"),
                "type": shape["type"],
            },
        },
    }


class AgentFlow:
    """Chat Input -> agent with tools -> Chat Output, in memory."""

    def __init__(self, agent: type[Component], turns: list[Any], tools: list[type[Component]], **values: Any) -> None:
        self.host = MemoryHost()
        self.model = Scripted(turns=turns, asked=[], offered=[])
        model_holder = holder_of(self.model)
        self.own = {made.name: made for made in (model_holder, *tools)}
        asks, shows = saved(component_named("ChatInput"), "ChatInput-1"), saved(component_named("ChatOutput"), "show")
        holder, thinks = saved(model_holder, "holder"), saved(agent, "agent", **values)
        helpers = [saved(tool, f"{tool.name}-{index}", tool=True) for index, tool in enumerate(tools)]
        self.flow = {
            "nodes": [asks, holder, *helpers, thinks, shows],
            "edges": [
                edge(asks, "message", thinks, "input_value"),
                edge(holder, "model", thinks, "model"),
                *(edge(helper, TOOL_OUTPUT.name, thinks, "tools") for helper in helpers),
                edge(thinks, "response", shows, "input_value"),
            ],
        }

    async def run(self, question: str, *, watched: bool = True) -> RunOutcome:
        request = RunRequest(run_id="run", flow_id="flow", session_id=SESSION, input_value=question)
        plan = compile_plan(self.flow, lambda node: self.own.get(node.type) or find_component(node))
        self.host.events.clear()
        return await run_plan(plan, request, self.host.ports, emit=self.host.events.append if watched else None)

    def told(self, kind: type[Event]) -> list[Any]:
        """Return the events of a kind, in order."""
        return [event for event in self.host.events if isinstance(event, kind)]

    def steps(self) -> list[list[str]]:
        """Return the titles of the steps in every message of the agent, as the chat got them."""
        sent = [event.message for event in self.told(MessageAdded) if event.message.sender == "Machine"]
        return [[step["header"]["title"] for step in message.content_blocks[0].contents] for message in sent]


@pytest.fixture
def agent_flow() -> Callable[..., AgentFlow]:
    return AgentFlow
