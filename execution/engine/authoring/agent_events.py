"""What an agent does, as langchain tells it, shown as the steps of one message."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

from execution.engine.authoring.schema import ToolContent
from execution.engine.authoring.texts import piece_text
from execution.engine.values import ContentBlock, Message

STEPS = "Agent Steps"


class ExceptionWithMessageError(Exception):
    """An agent failed; `agent_message` holds what it had shown until then."""

    def __init__(self, agent_message: Message, message: str) -> None:
        super().__init__(message)
        self.agent_message = agent_message
        self.message = message


async def process_agent_events(
    agent_executor: AsyncIterator[Mapping[str, Any]],
    agent_message: Message,
    send_message_callback: Any,
    *_more_callbacks: Any,
) -> Message:
    """Show the events of a langchain agent as they come; return the message with the answer and all steps.

    Raises ExceptionWithMessageError for what goes wrong meanwhile.
    """
    steps: dict[str, ToolContent] = {}
    shown: Message = await send_message_callback(message=agent_message)
    try:
        async for event in agent_executor:
            if _take(event, shown, steps):
                shown.content_blocks = [ContentBlock(title=STEPS, contents=list(steps.values()))] if steps else []
                shown = await send_message_callback(message=shown)
    except Exception as error:  # an agent's tools and model may raise anything; the steps until then are kept
        raise ExceptionWithMessageError(shown, str(error)) from error
    shown.properties.state = "complete"
    return await send_message_callback(message=shown)  # type: ignore[no-any-return]  # the author's own function


def _take(event: Mapping[str, Any], message: Message, steps: dict[str, ToolContent]) -> bool:
    """Say whether the event changed what is shown."""
    data: Mapping[str, Any] = event.get("data") or {}
    number = str(event.get("run_id") or event.get("name"))
    match event.get("event"):
        case "on_tool_start":
            steps[number] = ToolContent(name=event.get("name"), tool_input=data.get("input") or {}, output=None)
        case "on_tool_end" if number in steps:
            steps[number]["output"] = piece_text(data.get("output"))
        case "on_tool_error" if number in steps:
            steps[number]["error"] = str(data.get("error"))
        case "on_chain_end" if (answer := _answer(data.get("output"))) is not None:
            message.text = answer
        case _:
            return False
    return True


def _answer(output: Any) -> str | None:
    values = getattr(output, "return_values", output)
    return piece_text(values["output"]) if isinstance(values, Mapping) and "output" in values else None
