"""Base classes for agents that authors write with langchain's older agents: a runnable that says what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from execution.engine.authoring.base_classes import MethodMissing
from execution.engine.authoring.component import AuthorComponent
from execution.engine.authoring.outputs import AuthorOutput
from execution.engine.fields import BoolInput, HandleInput, Input, IntInput, MessageInput, MultilineInput, Output
from execution.engine.toolkit import usable_name
from execution.engine.values import Data, Message

MOST_TURNS = 15
STOPPED = "Agent stopped due to max iterations."
"""The answer where the agent still wanted tools when its turns were used up. Clients compare these words."""
DESCRIPTION = "A helpful assistant with access to the following tools:"
"""Begins the description of an agent that is a tool. Clients compare these words."""
_ROLES = {"User": "human", "Machine": "ai"}


_QUESTION_AND_LOOP: list[Input] = [
    MessageInput(name="input_value", display_name="Input", tool_mode=True),
    BoolInput(name="handle_parsing_errors", display_name="Handle Parse Errors", value=True, advanced=True),
    BoolInput(name="verbose", display_name="Verbose", value=True, advanced=True),
    IntInput(name="max_iterations", display_name="Max Iterations", value=MOST_TURNS, advanced=True),
    MultilineInput(
        name="agent_description",
        display_name="Agent Description [Deprecated]",
        value=DESCRIPTION,
        advanced=True,
    ),
]


class LCAgentComponent(AuthorComponent):
    """An agent: `build_agent` makes what is run, the response is what it answers."""

    _base_inputs: ClassVar[list[Input]] = _QUESTION_AND_LOOP
    _base_outputs: ClassVar[list[Output]] = [
        AuthorOutput(name="response", display_name="Response", method="message_response", types=["Message"]),
        AuthorOutput(
            name="agent", display_name="Agent", method="build_agent", types=["AgentExecutor"], tool_mode=False
        ),
    ]
    inputs = _base_inputs
    outputs = _base_outputs

    def build_agent(self) -> Any:
        """Return what is run: a runnable that takes `input` and gives `output`."""
        raise MethodMissing(component=self, method="build_agent")

    async def message_response(self) -> Message:
        """Return what the agent answers."""
        answer = await self.run_agent(self.build_agent())
        self.status = answer
        return answer

    async def run_agent(self, agent: Any) -> Message:
        """Return what a runnable answers to the input, in the light of the history that the component has."""
        asked: dict[str, Any] = {"input": Message.of(getattr(self, "input_value", "")).get_text()}
        history = self.get_chat_history_data()
        if history:
            asked["chat_history"] = data_to_messages(history)
        if getattr(self, "system_prompt", None):
            asked["system_prompt"] = self.system_prompt
        said = await agent.ainvoke(asked)
        return Message(text=str(said.get("output", said) if isinstance(said, Mapping) else said))

    def create_agent_runnable(self) -> Any:
        """Return a runnable that says what is done next."""
        raise MethodMissing(component=self, method="create_agent_runnable")

    def get_chat_history_data(self) -> list[Data] | None:
        """Return the conversation before the question; None where the component has none."""
        history = getattr(self, "chat_history", None)
        return [history] if isinstance(history, Data) else history


class LCToolsAgentComponent(LCAgentComponent):
    """An agent with tools: `create_agent_runnable` makes the runnable that says which tool is used next."""

    _base_inputs: ClassVar[list[Input]] = [
        HandleInput(name="tools", display_name="Tools", input_types=["Tool"], is_list=True),
        *_QUESTION_AND_LOOP,
    ]
    inputs = _base_inputs

    def build_agent(self) -> Any:
        """Return the runnable with the loop around it: it gives langchain's AgentAction, some, or AgentFinish."""
        turns = getattr(self, "max_iterations", MOST_TURNS) or MOST_TURNS
        return ToolLoop(self.create_agent_runnable(), getattr(self, "tools", None) or [], turns=turns)

    async def run_agent(self, agent: Any) -> Message:
        """Return what an agent answers; a runnable that only says what is done next gets the loop around it."""
        loop = agent if isinstance(agent, ToolLoop) or hasattr(agent, "agent") else None
        turns = getattr(self, "max_iterations", MOST_TURNS) or MOST_TURNS
        return await super().run_agent(loop or ToolLoop(agent, getattr(self, "tools", None) or [], turns=turns))

    def validate_tool_names(self) -> None:
        """Raise ValueError for tools whose names no provider takes."""
        wrong = [tool.name for tool in self.tools or [] if usable_name(tool.name) != tool.name]
        if wrong:
            raise ValueError(f"Names of tools have letters, digits, dashes and underscores only: {', '.join(wrong)}.")

    def set_tools_callbacks(self, tools_list: list[Any], callbacks_list: list[Any]) -> None:
        """Have langchain tell those callbacks about the tools, too."""
        for tool in tools_list or []:
            if hasattr(tool, "callbacks"):
                tool.callbacks = callbacks_list

    def _get_shared_callbacks(self) -> list[Any]:
        return self.get_langchain_callbacks()

    def get_tool_name(self) -> str:
        """Return what the agent is called as a tool of another agent."""
        return str(self.display_name or "Agent")

    def get_tool_description(self) -> str:
        """Return what the agent is good for as a tool of another agent."""
        return str(getattr(self, "agent_description", None) or DESCRIPTION)

    def _build_tools_names(self) -> str:
        return ", ".join(tool.name for tool in getattr(self, "tools", None) or [])


class ToolLoop:
    """Asks a runnable what to do next, and does it, until it answers."""

    input_keys: ClassVar[list[str]] = ["input"]

    def __init__(self, runnable: Any, tools: Iterable[Any], *, turns: int) -> None:
        self.runnable = runnable
        self.tools = {tool.name: tool for tool in tools}
        self.turns = turns

    async def ainvoke(self, asked: Mapping[str, Any], config: Any = None) -> dict[str, Any]:
        """Return what was asked and the `output`."""
        steps: list[tuple[Any, Any]] = []
        for _ in range(self.turns):
            decided = await self.runnable.ainvoke({**asked, "intermediate_steps": steps}, config)
            if hasattr(decided, "return_values"):
                return {**asked, **decided.return_values}
            actions = decided if isinstance(decided, list) else [decided]
            steps += [(action, await self._done(action)) for action in actions]
        return {**asked, "output": STOPPED}

    async def _done(self, action: Any) -> Any:
        tool = self.tools.get(action.tool)
        if tool is None:
            return f"There is no tool '{action.tool}'. There are: {', '.join(self.tools)}."
        return await tool.ainvoke(action.tool_input)


def data_to_messages(data: Iterable[Data]) -> list[tuple[str, str]]:
    """Return records of a conversation as the pairs of role and text that langchain takes for messages."""
    return [(_ROLES.get(str(record.data.get("sender")), "human"), str(record.get_text() or "")) for record in data]


def safe_cache_get(cache: Mapping[str, Any], key: str, default: Any = None) -> Any:
    """Return what a cache holds under the key, else the default."""
    found = cache.get(key)
    return default if found is None else found


def safe_cache_set(cache: Any, key: str, value: Any) -> None:
    """Keep a value in a cache, be it a dictionary or an object with `set`."""
    if hasattr(cache, "set"):
        cache.set(key, value)
    else:
        cache[key] = value


class CacheMiss:
    """What a cache gives for what it does not have."""

    def __bool__(self) -> bool:
        return False
