"""Agents in custom code whose model calls tools: the runnable that says what is done next, and the agent around it."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any, ClassVar

from execution.engine.authoring.agents import LCToolsAgentComponent
from execution.engine.authoring.model_choice import get_llm
from execution.engine.fields import DataInput, HandleInput, Input, MessageTextInput
from execution.engine.toolkit import described_tool
from execution.engine.values import Message
from execution.engine.values.errors import ExtraNotInstalled


class ToolCallingAgentComponent(LCToolsAgentComponent):
    """An agent whose model says by tool calls which tool it wants."""

    _base_inputs: ClassVar[list[Input]] = [
        *LCToolsAgentComponent._base_inputs,  # noqa: SLF001  # the list that subclasses share
        HandleInput(name="llm", display_name="Language Model", input_types=["LanguageModel"], required=True),
        MessageTextInput(
            name="system_prompt",
            display_name="System Prompt",
            value="You are a helpful assistant that can use tools to answer questions and perform tasks.",
        ),
        DataInput(name="chat_history", display_name="Chat Memory", is_list=True, advanced=True),
    ]
    inputs = _base_inputs

    def create_agent_runnable(self) -> Any:
        """Return what asks the model."""
        return ModelWithTools(get_llm(self.llm), list(self.tools or []))


class ModelWithTools:
    """Asks a model that knows tools: gives langchain's actions for what it wants done, or AgentFinish."""

    def __init__(self, model: Any, tools: list[Any]) -> None:
        self._model = model.bind_tools([described_tool(tool) for tool in tools]) if tools else model

    async def ainvoke(self, asked: Mapping[str, Any], config: Any = None) -> Any:
        """Return AgentFinish with the model's text, or the list of actions it wants."""
        said = await self._model.ainvoke(_conversation(asked), config)
        agents = _core("agents")
        if not said.tool_calls:
            return agents.AgentFinish(return_values={"output": Message.from_lc_message(said).get_text()}, log="")
        return [
            agents.AgentActionMessageLog(
                tool=call["name"], tool_input=call["args"], log=str(call["id"]), message_log=[said]
            )
            for call in said.tool_calls
        ]


def _conversation(asked: Mapping[str, Any]) -> list[Any]:
    """Return the messages so far: who it is, what was said, the question, and what tools have answered."""
    messages: list[Any] = [("system", str(asked["system_prompt"]))] if asked.get("system_prompt") else []
    messages += [*(asked.get("chat_history") or []), ("human", str(asked["input"]))]
    for action, answer in asked.get("intermediate_steps") or []:
        said = action.message_log[0]
        if said not in messages:
            messages.append(said)
        messages.append(_core("messages").ToolMessage(content=str(answer), tool_call_id=action.log))
    return messages


def _core(module: str) -> Any:
    try:
        return importlib.import_module(f"langchain_core.{module}")
    except ModuleNotFoundError as error:
        raise ExtraNotInstalled(package="langchain-core", extra="agents") from error
