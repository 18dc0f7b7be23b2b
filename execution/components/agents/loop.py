"""The agent's loop as a graph of langgraph: ask the model, do what it calls for, ask again, until it answers.

The graph is a runnable of langchain: it takes and gives `{"messages": [...]}`, or `input` and `output` as langchain's
executors of agents do.
"""

import asyncio
import json
import operator
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Protocol
from uuid import uuid4

from typing_extensions import TypedDict  # pydantic reads no schema from typing's own before Python 3.12

from execution.components.agents.errors import ModelTakesNoTools, ToolCallUnreadable
from execution.components.agents.tools import ToolAnswer, ToolCall, Tools
from execution.components.language_models.answering import usage_of
from execution.components.language_models.failures import Asked, provider_errors
from execution.components.optional_import import optional_import
from execution.engine.values import Usage

EXTRA = "agents"
STOPPED = "Agent stopped due to max iterations."
"""The answer where the model still wanted tools when its turns were used up. Clients compare these words."""

_CALL_KEYS = ("name", "args", "id")

ASK, USE_TOOLS = "ask", "use_tools"


class Watcher(Protocol):
    """Hears what the agent does while it does it."""

    def token_came(self, text: str) -> None: ...

    def model_answered(self, usage: Usage | None) -> None: ...

    def tool_called(self, call: ToolCall) -> None: ...

    def tool_answered(self, call: ToolCall, answer: ToolAnswer) -> None: ...


class Turns(TypedDict):
    """What the loop hands from step to step."""

    messages: Annotated[list[Any], operator.add]
    asked: Annotated[int, operator.add]
    input: str
    """A question that is asked after the messages; absent where those say it all."""
    output: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """How an agent ended."""

    text: str
    by_model: bool
    """False where a tool gave the answer, or the turns were used up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A model with tools. Made per run; nothing in it is kept."""

    model: Any
    asked: Asked
    tools: Tools
    watcher: Watcher
    turns: int
    """How often the model is asked at most."""
    forgives: bool = True
    """Whether a call that cannot be read is told to the model, instead of failing."""
    instructions: str = ""
    """What the model reads before the messages; empty where those hold it."""

    async def answer_to(self, messages: Sequence[Any]) -> Said:
        """Return the answer to a conversation."""
        limit = 2 * self.turns + 1
        ended = await self.as_graph().ainvoke({"messages": list(messages), "asked": 0}, {"recursion_limit": limit})
        return Said(text=ended["output"], by_model=ended["messages"][-1].type == "ai")

    def as_graph(self) -> Any:
        """Return the loop as langgraph compiles it."""
        library = optional_import("langgraph.graph", extra=EXTRA)
        graph = library.StateGraph(Turns)
        graph.add_node(ASK, self._ask)
        graph.add_node(USE_TOOLS, self._use_tools)
        graph.set_entry_point(ASK)
        graph.add_conditional_edges(ASK, _after_asking, {USE_TOOLS: USE_TOOLS, library.END: library.END})
        graph.add_conditional_edges(USE_TOOLS, _after_tools, {ASK: ASK, library.END: library.END})
        return graph.compile()

    async def _ask(self, state: Turns) -> dict[str, Any]:
        core = optional_import("langchain_core.messages", extra=EXTRA)
        is_first = not state.get("asked")
        question = [core.HumanMessage(state["input"])] if is_first and state.get("input") else []
        system = [core.SystemMessage(self.instructions)] if self.instructions else []
        message = await self._answer_of_model([*system, *state["messages"], *question])
        self.watcher.model_answered(usage_of(message))
        return {"messages": [*question, message], "asked": 1, "output": str(message.text)}

    async def _answer_of_model(self, messages: list[Any]) -> Any:
        """Return what the model says next; calls of tools stand in it as langchain knows them."""
        said = None
        model = self._model_with_tools()
        with provider_errors(self.asked):
            async for chunk in model.astream(messages):
                said = chunk if said is None else said + chunk
                if text := chunk.text:
                    self.watcher.token_came(str(text))
        return whole_message(said)

    async def _use_tools(self, state: Turns) -> dict[str, Any]:
        """Do all that the model asked for at the same time; the answers keep the order of the calls."""
        core = optional_import("langchain_core.messages", extra=EXTRA)
        message = state["messages"][-1]
        unreadable = [self._unreadable(call) for call in message.invalid_tool_calls]
        calls = [_call(call, call["args"]) for call in message.tool_calls]
        done = list(zip(calls, await asyncio.gather(*map(self._use_tool, calls)), strict=True))
        last = next((answer.text for _, answer in done if answer.ends), "")
        # Those who ask for the answer to be theirs end the loop; else it ends when the turns are used up.
        ends = bool(last) or state["asked"] >= self.turns
        return {
            "messages": [
                core.ToolMessage(answer.text, tool_call_id=call.id, status="error" if answer.failed else "success")
                for call, answer in [*done, *unreadable]
            ],
            "output": (last or STOPPED) if ends else "",
        }

    async def _use_tool(self, call: ToolCall) -> ToolAnswer:
        self.watcher.tool_called(call)
        answer = await self.tools.call(call)
        self.watcher.tool_answered(call, answer)
        return answer

    def _unreadable(self, call: Any) -> tuple[ToolCall, ToolAnswer]:
        name, reason = str(call["name"]), str(call["error"] or call["args"])
        if not self.forgives:
            raise ToolCallUnreadable(tool=name, reason=reason)
        answer = ToolAnswer(text=f"The arguments are no JSON object: {reason}", failed=True)
        return _call(call, {}), answer

    def _model_with_tools(self) -> Any:
        if not self.tools:
            return self.model
        try:
            return self.model.bind_tools(self.tools.all())
        except NotImplementedError as error:
            raise ModelTakesNoTools(model=self.asked.model) from error


def whole_message(said: Any) -> Any:
    """Return the message that the chunks make; arguments that are cut off are invalid, where langchain guesses."""
    core = optional_import("langchain_core.messages", extra=EXTRA)
    if said is None:
        return core.AIMessage("")
    message = core.message_chunk_to_message(said)
    broken = [chunk for chunk in getattr(said, "tool_call_chunks", ()) if not _is_object(chunk["args"])]
    if broken:
        ids = {chunk["id"] for chunk in broken}
        message.tool_calls = [call for call in message.tool_calls if call["id"] not in ids]
        message.invalid_tool_calls = [
            core.InvalidToolCall(type="invalid_tool_call", error=None, **{key: chunk[key] for key in _CALL_KEYS})
            for chunk in broken
        ]
    return message


def _is_object(arguments: str | None) -> bool:
    try:
        return isinstance(json.loads(arguments or "{}"), dict)
    except ValueError:
        return False


def _call(call: Any, arguments: Mapping[str, Any]) -> ToolCall:
    return ToolCall(id=call["id"] or uuid4().hex, name=str(call["name"]), arguments=arguments)


def _after_asking(state: Turns) -> str:
    message = state["messages"][-1]
    return USE_TOOLS if message.tool_calls or message.invalid_tool_calls else "__end__"


def _after_tools(state: Turns) -> str:
    return "__end__" if state["output"] else ASK


async def load() -> None:
    """Import the library without holding up the event loop; it takes half a second the first time."""
    if "langgraph.graph" not in sys.modules:
        await asyncio.to_thread(optional_import, "langgraph.graph", extra=EXTRA)
