"""ConversationChain: a model that reads the conversation so far and goes on with it. Kept for older flows."""

from __future__ import annotations

from typing import Any

from execution.components.language_models.chains import EXTRA, LLM, ChainComponent
from execution.components.optional_import import optional_import
from execution.engine.fields import HandleInput, MultilineInput, Output
from execution.engine.values import Message

INSTRUCTIONS = "You have a friendly conversation with a human. If you do not know an answer, say so truthfully."


class ConversationChain(ChainComponent):
    """Go on with a conversation."""

    display_name = "ConversationChain"
    description = "Goes on with a conversation that a memory keeps."
    icon = "LangChain"
    legacy = True

    inputs = [
        MultilineInput(name="input_value", display_name="Input", info="What is said to the model.", required=True),
        LLM,
        HandleInput(
            name="memory",
            display_name="Memory",
            info="Where the conversation is kept; without one the model knows nothing of before.",
            input_types=["BaseChatMemory"],
        ),
    ]
    outputs = [
        Output(name="text", display_name="Text", method="invoke_chain"),
    ]

    async def invoke_chain(self) -> Message:
        """Return the answer, and have the memory keep it beside the question."""
        core = optional_import("langchain_core.messages", extra=EXTRA)
        history = history_of(self.memory or None)
        earlier = [] if history is None else await history.aget_messages()
        question = core.HumanMessage(self.input_value or "")
        said = await self.said([core.SystemMessage(INSTRUCTIONS), *earlier, question])
        if history is not None:
            await history.aadd_messages([question, core.AIMessage(said)])
        self.status = said
        return Message(text=said)


def history_of(memory: Any) -> Any:
    """Return langchain's history of messages: older memories have one inside, newer ones are one. None for none."""
    return getattr(memory, "chat_memory", memory)
