"""Agents that bring tools of their own for one thing: a table, a document, an API, a database."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from execution.components.agents.given_history import AgentWithGivenHistory
from execution.components.agents.steps import NoScreen, Steps
from execution.components.agents.tools import Tools
from execution.engine.toolkit import Tool, as_langchain_tools
from execution.engine.values import Message


class AgentWithOwnTools(AgentWithGivenHistory):
    """Base of the agents that work on one thing. They know no history."""

    @abstractmethod
    async def own_tools(self) -> list[Tool]:
        """Return what the agent may do with its thing."""

    @abstractmethod
    async def told(self) -> str:
        """Return what the model reads before the question: what the thing is, and how to go about it."""

    async def instructions(self, tools: Tools) -> str:
        return await self.told()

    async def all_tools(self) -> list[Any]:
        """Return the agent's own tools."""
        return as_langchain_tools(await self.own_tools())

    async def earlier_messages(self) -> list[Message]:
        """Return none: each question stands by itself."""
        return []

    async def plain_answer(self) -> Message:
        """Return what the agent answers, without showing its steps."""
        steps = Steps(Message(), NoScreen())
        agent = await self.agent_for(steps)
        conversation = await self.conversation(await self.instructions(agent.tools), await self.question())
        said = await agent.answer_to(conversation)
        self.log_usage(steps)
        self.status = said.text
        return Message(text=said.text)
