"""The message in which the chat watches an agent: one id, sent again while its steps grow.

A tool's result shows with the next step, as clients of the chat know it.
"""

import time
from copy import deepcopy
from typing import Any, Protocol

from execution.components.agents.tools import ToolAnswer, ToolCall
from execution.engine.events import MessageAdded, TokenProduced
from execution.engine.ports import Emit
from execution.engine.values import ContentBlock, Message, Usage

TITLE = "Agent Steps"


class Screen(Protocol):
    """Where the steps appear."""

    def show(self, message: Message) -> None: ...

    def show_token(self, text: str) -> None: ...


class NoScreen:
    """Nobody watches."""

    def show(self, message: Message) -> None:
        """Show nothing."""

    def show_token(self, text: str) -> None:
        """Show nothing."""


class Chat:
    """The chat of a run: everything appears under one message id."""

    def __init__(self, emit: Emit, *, vertex_id: str, message_id: str) -> None:
        self._emit = emit
        self._vertex_id = vertex_id
        self._message_id = message_id

    def show(self, message: Message) -> None:
        self._emit(MessageAdded(message=message))

    def show_token(self, text: str) -> None:
        self._emit(TokenProduced(vertex_id=self._vertex_id, message_id=self._message_id, text=text))


class Steps:
    """Watches an agent and keeps its message up to date."""

    def __init__(self, message: Message, screen: Screen) -> None:
        self._message = message
        self._screen = screen
        self._contents: list[dict[str, Any]] = []
        self._by_call: dict[str, tuple[dict[str, Any], float]] = {}
        self._since = time.monotonic()
        self.usages: list[Usage | None] = []
        """What every call of the model was charged for, in their order."""

    def begin(self, question: str) -> None:
        """Show that the agent works, then on what."""
        self._message.properties.state = "partial"
        self._show()
        if question:
            self._add_text("Input", question)
            self._show()

    def finished(self, answer: str, *, said_by_model: bool) -> Message:
        """Return the complete message, for its sender to show."""
        if said_by_model:
            self._add_text("Output", answer)
        message = self._now()
        message.text = answer
        message.properties.state = "complete"
        message.properties.usage = total(self.usages)
        return message

    # --- what the agent tells ---------------------------------------------------------------------------------------

    def token_came(self, text: str) -> None:
        self._screen.show_token(text)

    def model_answered(self, usage: Usage | None) -> None:
        self.usages.append(usage)

    def tool_called(self, call: ToolCall) -> None:
        step = {
            "type": "tool_use",
            "duration": self._milliseconds(),
            "header": {"title": f"Accessing **{call.name}**", "icon": "Hammer"},
            "name": call.name,
            "tool_input": dict(call.arguments),
            "output": None,
            "error": None,
        }
        self._contents.append(step)
        self._by_call[call.id] = step, time.monotonic()
        self._show()

    def tool_answered(self, call: ToolCall, answer: ToolAnswer) -> None:
        self._show()
        step, since = self._by_call[call.id]
        step["duration"] = round(1000 * (time.monotonic() - since))
        step["header"] = {"title": f"Executed **{call.name}**", "icon": "Hammer"}
        step["error" if answer.failed else "output"] = answer.value

    # -----------------------------------------------------------------------------------------------------------------

    def _add_text(self, title: str, text: str) -> None:
        header = {"title": title, "icon": "MessageSquare"}
        self._contents.append({"type": "text", "duration": self._milliseconds(), "header": header, "text": text})

    def _show(self) -> None:
        self._screen.show(self._now())

    def _now(self) -> Message:
        """Return the message as it stands: what was sent before does not change any more."""
        message = self._message.copy()
        message.content_blocks = [ContentBlock(title=TITLE, contents=deepcopy(self._contents))]
        return message

    def _milliseconds(self) -> int:
        """Return how long it took since the last step."""
        now = time.monotonic()
        took, self._since = now - self._since, now
        return round(1000 * took)


def total(usages: list[Usage | None]) -> Usage | None:
    """Return the sum of what is known; None where nothing is."""
    told = [usage for usage in usages if usage is not None]
    if not told:
        return None
    names = ("input_tokens", "output_tokens", "total_tokens")
    return Usage(**{name: sum(getattr(usage, name) or 0 for usage in told) for name in names})
