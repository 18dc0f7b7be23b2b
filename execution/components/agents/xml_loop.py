"""An agent for models that cannot call tools by their provider's protocol: calls and answers are tags in the text."""

from __future__ import annotations

import json
import re
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from execution.components.agents.loop import EXTRA, Agent, whole_message
from execution.components.agents.tools import Tools
from execution.components.language_models.failures import provider_errors
from execution.components.optional_import import optional_import

END_OF_CALL = "</tool_input>"
_CALL = re.compile(r"<tool>\s*(.*?)\s*</tool>\s*<tool_input>\s*(.*?)\s*(?:</tool_input>|$)", re.DOTALL)
_ANSWER = re.compile(r"<final_answer>\s*(.*?)\s*(?:</final_answer>|$)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlAgent(Agent):
    """A model that writes the tools it wants into its answer."""

    async def _answer_of_model(self, messages: list[Any]) -> Any:
        """Return what the model says next: one call of a tool, or the answer without its tags."""
        core = optional_import("langchain_core.messages", extra=EXTRA)
        message = await self._written([_as_text(core, message) for message in messages])
        text = str(message.text).partition(END_OF_CALL)[0]
        called = None if _ANSWER.search(text) else _CALL.search(text)
        calls = [] if called is None else [self._call_of(called)]
        usage = getattr(message, "usage_metadata", None)
        return core.AIMessage(text if calls else _answer_in(text), tool_calls=calls, usage_metadata=usage)

    async def _written(self, messages: list[Any]) -> Any:
        """Return what the model writes, up to its first call: what it imagines to come back is not waited for.

        The chat sees no pieces: half of them are tags, and which ones are the answer is known at the end only.
        """
        said = None
        with provider_errors(self.asked):
            async with aclosing(self.model.astream(messages)) as chunks:
                async for chunk in chunks:
                    said = chunk if said is None else said + chunk
                    if END_OF_CALL in str(said.text):
                        break
        return whole_message(said)

    def _call_of(self, called: re.Match[str]) -> dict[str, Any]:
        return {"name": called[1], "args": self.tools.arguments_of(called[1], called[2]), "id": uuid4().hex}


def _as_text(core: Any, message: Any) -> Any:
    """Return a message as the model wrote or shall read it: without the protocol of tools."""
    if message.type == "ai" and message.tool_calls:
        return core.AIMessage(f"{message.text}{END_OF_CALL}")
    if message.type == "tool":
        return core.HumanMessage(f"<observation>{message.content}</observation>")
    return message


def _answer_in(text: str) -> str:
    found = _ANSWER.search(text)
    return found[1] if found else text.strip()


def described(tools: Tools) -> str:
    """Return the tools as a text for the model: name, what it does, what it takes."""
    return "\n".join(
        f"{tool.name}: {tool.description} Takes: {json.dumps(tool.args, ensure_ascii=False)}" for tool in tools.all()
    )
