"""Agents of the langchain category: their history comes along an edge, and they can be handed on."""

from dataclasses import replace
from typing import Any

from execution.components.agents.agent_component import AgentComponent
from execution.components.agents.steps import NoScreen, Steps
from execution.engine.fields import DataInput, Output
from execution.engine.values import Data, Message

CHAT_HISTORY = DataInput(
    name="chat_history",
    display_name="Chat Memory",
    info="The conversation before the question, oldest message first.",
    is_list=True,
    advanced=True,
)
AGENT_OUTPUT = Output(
    name="agent", display_name="Agent", method="build_agent", types=["AgentExecutor"], tool_mode=False
)
OUTPUTS = [
    Output(name="response", display_name="Response", method="message_response", types=["Message"]),
    AGENT_OUTPUT,
]


class AgentWithGivenHistory(AgentComponent):
    """Base of the agents that read no history by themselves."""

    chat_history: list[Data] | None

    async def build_agent(self) -> Any:
        """Return the agent as a runnable of langchain, which takes and gives messages."""
        agent = await self.agent_for(Steps(Message(), NoScreen()))
        return replace(agent, instructions=await self.instructions(agent.tools)).as_graph()

    async def earlier_messages(self) -> list[Message]:
        """Return the messages that the edge brings."""
        return [_as_message(item) for item in self.chat_history or []]


def _as_message(item: Data) -> Message:
    if isinstance(item, Message):
        return item
    return Message(text=item.get_text(), sender=item.data.get("sender"))
