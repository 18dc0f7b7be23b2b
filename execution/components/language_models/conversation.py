"""From what stands in a component's fields to the messages that a model takes."""

from typing import TYPE_CHECKING, Any

from execution.components.language_models.images import content_of
from execution.components.optional_import import optional_import
from execution.engine.values import Message

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

    from execution.engine.ports import RunContext


async def conversation(
    question: Any, *, system_message: Any = "", run: "RunContext | None" = None
) -> "list[BaseMessage]":
    """Return the messages to send: the system message if there is one, then the question, which may be empty.

    The images of a question go along where the `run` is told, whose files they are.
    """
    messages = optional_import("langchain_core.messages", extra="openai")
    system = await text_of(system_message)
    text = await text_of(question)
    asked = messages.HumanMessage(content=text if run is None else await content_of(text, question, run))
    return [messages.SystemMessage(content=system), asked] if system else [asked]


async def text_of(value: Any) -> str:
    """Return a field's text, waiting for its end where it is still being written."""
    return "" if value is None else await Message.of(value).collect()
