"""From what stands in a component's fields to the messages that a model takes."""

from typing import TYPE_CHECKING, Any

from execution.components.optional_import import optional_import
from execution.engine.values import Message

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage


async def conversation(question: Any, *, system_message: Any = "") -> "list[BaseMessage]":
    """Return the messages to send: the system message if there is one, then the question, which may be empty."""
    messages = optional_import("langchain_core.messages", extra="openai")
    system = await text_of(system_message)
    asked = messages.HumanMessage(content=await text_of(question))
    return [messages.SystemMessage(content=system), asked] if system else [asked]


async def text_of(value: Any) -> str:
    """Return a field's text, waiting for its end where it is still being written."""
    return "" if value is None else await Message.of(value).collect()
