"""What a component in an isolated process may ask of its run, and what it may tell. Nothing else is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from execution.engine.errors import BodyMissing
from execution.engine.events import MessageAdded, MessageRemoved, TokenProduced
from execution.engine.ports import RunContext
from execution.engine.values import Message

RECENT = frozenset({"session_id", "limit", "sender", "sender_name", "context_id", "newest_first"})

MOST_MESSAGES = 10_000
"""That code gets at once."""

ONE_BY_ONE = frozenset({"variable", "recent_messages"})
"""Questions that only read: they wait for nothing in the process that asks."""


class RequestRefused(PermissionError):
    """The process asks for something that does not exist, or does not concern it."""

    def __init__(self, name: object) -> None:
        super().__init__(f"The host does not answer '{name}'.")


@dataclass(frozen=True, slots=True)
class RunAnswers:
    """Answers for one component, from its own run."""

    run: RunContext
    vertex_id: str = ""

    async def answer(self, name: str, arguments: Mapping[str, Any]) -> Any:
        """Return what the component may know, or do for it what it may have done."""
        run = self.run
        match name:
            case "variable":
                return await run.variables.value_of(str(arguments["name"]), from_environment=False)
            case "add_message":
                return await run.messages.add(_message(arguments))
            case "update_message":
                return await run.messages.update(_message(arguments))
            case "remove_message":
                return await run.messages.remove(str(arguments["message_id"]))
            case "recent_messages":
                wanted = {key: value for key, value in arguments.items() if key in RECENT}
                limit = int(wanted.get("limit") or MOST_MESSAGES)
                return await run.messages.recent(**wanted | {"limit": min(limit, MOST_MESSAGES)})
            case "run_body":
                return await self._body(arguments["item"])
        raise RequestRefused(name)

    async def _body(self, item: Any) -> Any:
        if self.run.run_body is None:
            raise BodyMissing(display_name=self.vertex_id)
        return await self.run.run_body(self.vertex_id, item)

    def tell(self, name: str, told: Mapping[str, Any]) -> None:
        """Hand on what the component told, as told by its own vertex."""
        emit = self.run.emit
        if emit is None:
            return
        if name == "token":
            token = TokenProduced(vertex_id=self.vertex_id, message_id=str(told["message_id"]), text=str(told["text"]))
            emit(token)
        elif name == "message" and isinstance(told["message"], Message):
            emit(MessageAdded(message=told["message"]))
        elif name == "removed":
            emit(MessageRemoved(message_id=str(told["message_id"])))


def _message(arguments: Mapping[str, Any]) -> Message:
    message = arguments["message"]
    if not isinstance(message, Message):
        raise RequestRefused("no message")
    return message


def run_facts(run: RunContext) -> dict[str, Any]:
    """Return what the process is told about the run."""
    return {
        "run_id": run.run_id,
        "flow_id": run.flow_id,
        "flow_name": run.flow_name,
        "user_id": run.user_id,
        "session_id": run.session_id,
        "stream": run.stream,
        "has_listener": run.emit is not None,
        "has_body": run.run_body is not None,
    }
