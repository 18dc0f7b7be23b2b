"""What every agent component does: put a question to a model that has tools, while the chat watches."""

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from execution.components.agents.fields import MOST_TURNS
from execution.components.agents.loop import EXTRA, Agent, Said, load
from execution.components.agents.steps import Chat, NoScreen, Steps
from execution.components.agents.tools import Tools
from execution.components.language_models.choosing import ModelChooser
from execution.components.language_models.conversation import text_of
from execution.components.language_models.images import content_of
from execution.components.language_models.settings import ChatSettings
from execution.components.models_and_agents.memory import to_langchain
from execution.components.optional_import import optional_import
from execution.engine.toolkit import Tool, tools_of_outputs
from execution.engine.values import Message, Properties

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

TOOL_NAME = "Call_Agent"
"""What other agents call an agent by."""


class AgentComponent(ModelChooser, ABC):
    """Base of the agents. A subclass says which conversation goes before the question."""

    extra = EXTRA
    traced_as = "agent"
    agent_class: ClassVar[type[Agent]] = Agent
    """The loop that the model is put into."""

    tools: list[Any]
    input_value: Message | None
    system_prompt: str | None
    max_iterations: int | None
    handle_parsing_errors: bool
    agent_description: str | None

    @abstractmethod
    async def earlier_messages(self) -> list[Message]:
        """Return the conversation before the question, oldest first."""

    async def message_response(self) -> Message:
        """Return what the agent answers; its steps and tokens show in the chat while they come."""
        answer = await self.answer_with()
        self.status = answer.get_text()
        return answer

    async def answer_with(self, instructions: str | None = None) -> Message:
        """Return the answer of the agent, under other instructions than its own where some are given."""
        message = self._empty_message()
        steps = Steps(message, self._screen(message))
        agent = await self.agent_for(steps)
        told = await self.instructions(agent.tools) if instructions is None else instructions
        conversation = await self.conversation(told, await self.question())
        steps.begin(await text_of(self.input_value))
        try:
            said = await agent.answer_to(conversation)
        except BaseException:  # whatever ends it, cancelling too: the chat shall not keep half an answer
            await self._take_back(message)
            raise
        self.log_usage(steps)
        return await self._finished(steps, said)

    async def agent_for(self, steps: Steps) -> Agent:
        """Return the agent that the fields describe."""
        model, asked = await self.model_to_ask()
        await load()
        return self.agent_class(
            model=model,
            asked=asked,
            tools=Tools(await self.all_tools()),
            watcher=steps,
            turns=max(1, MOST_TURNS if self.max_iterations is None else self.max_iterations),
            forgives=bool(self.handle_parsing_errors),
        )

    async def instructions(self, tools: Tools) -> str:
        """Return what the model reads before the conversation."""
        return self.system_prompt or ""

    async def all_tools(self) -> list[Any]:
        """Return what the edges bring, and what the agent has besides."""
        return list(self.tools)

    async def question(self) -> str:
        """Return what the model is asked."""
        return await text_of(self.input_value)

    @property
    def source_name(self) -> str:
        """The model's name; the agent's own where an edge brings the model."""
        return super().source_name if self.connected_model() is None else self.vertex.display_name

    async def chat_settings(self) -> ChatSettings:
        """Agents of releases before 1.8 had the fields of a model among their own."""
        settings = await super().chat_settings()
        older = {"base_url": self.values.get("openai_api_base"), "seed": self.values.get("seed")}
        return replace(settings, **{name: value for name, value in older.items() if value})

    # --- as a tool of other agents ----------------------------------------------------------------------------------

    async def offered_tools(self) -> list[Tool]:
        """Return the agent as one tool."""
        description = self.agent_description or self.description
        return [replace(tool, name=TOOL_NAME, tag=TOOL_NAME, description=description) for tool in self._answering()]

    async def to_toolkit(self) -> list[Any]:
        """Return the agent as a tool; raises where it has no model to work with."""
        if self.connected_model() is None:
            self.chosen_provider()
        return await super().to_toolkit()

    def _answering(self) -> list[Tool]:
        return [tool for tool in tools_of_outputs(self) if tool.tag == "message_response"]

    # --- the message in the chat ------------------------------------------------------------------------------------

    def _empty_message(self) -> Message:
        return Message(
            id=str(uuid4()),
            sender="Machine",
            sender_name="AI",
            session_id=self.run.session_id,
            context_id=self.values.get("context_id") or "",
            flow_id=self.run.flow_id,
            properties=Properties(icon="Bot"),
        )

    def _screen(self, message: Message) -> Chat | NoScreen:
        if self.run.emit is None or not self._is_watched():
            return NoScreen()
        return Chat(self.run.emit, vertex_id=self.vertex.id, message_id=message.data["id"])

    def _is_watched(self) -> bool:
        # Only a Chat Output shows an agent's message; elsewhere its text is an intermediate result.
        return self.run.emit is not None and self.vertex.leads_to("ChatOutput")

    async def _finished(self, steps: Steps, said: Said) -> Message:
        message = steps.finished(said.text, said_by_model=said.by_model)
        if self._is_watched():
            return await self.send_message(message)
        del message.data["id"]
        return message

    async def _take_back(self, message: Message) -> None:
        if self._is_watched():
            await self.remove_message(message.data["id"])

    # --- what is sent -----------------------------------------------------------------------------------------------

    async def conversation(self, instructions: str, question: str) -> "list[BaseMessage]":
        core = optional_import("langchain_core.messages", extra=EXTRA)
        system = [core.SystemMessage(instructions)] if instructions else []
        earlier = [to_langchain(message) for message in await self.earlier_messages()]
        return [*system, *earlier, core.HumanMessage(await content_of(question, self.input_value, self.run))]

    def log_usage(self, steps: Steps) -> None:
        """Note what every call of the model was charged for."""
        for usage in steps.usages:
            charged = None if usage is None else usage.to_wire()
            call = {"run_id": self.run.run_id, "model": self.source_name, "usage": charged}
            self.log(call, name="Model call")
