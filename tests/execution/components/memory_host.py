"""A host in memory: its history filters like the real one."""

from __future__ import annotations

from execution.engine.errors import UnknownVariable
from execution.engine.events import Event
from execution.engine.ports import FrozenKey, Host
from execution.engine.results import VertexResult
from execution.engine.values import Message


class MemoryVariables:
    def __init__(self, values: dict[str, str]) -> None:
        self.values = values

    async def value_of(self, name: str, *, is_secret: bool = False, from_environment: bool = True) -> str:
        if name not in self.values:
            raise UnknownVariable(name=name)
        return self.values[name]


class MemoryHistory:
    def __init__(self) -> None:
        self.stored: list[Message] = []

    async def add(self, message: Message) -> Message:
        key = message.data.setdefault("id", f"message-{len(self.stored) + 1}")
        places = [place for place, kept in enumerate(self.stored) if kept.data["id"] == key]
        if places:
            self.stored[places[0]] = message
        else:
            self.stored.append(message)
        return message

    async def update(self, message: Message) -> Message:
        return message

    async def recent(  # the port's own signature
        self,
        *,
        session_id: str,
        limit: int | None = None,
        sender: str | None = None,
        sender_name: str | None = None,
        context_id: str | None = None,
        newest_first: bool = False,
    ) -> list[Message]:
        wanted = {"session_id": session_id, "sender": sender, "sender_name": sender_name, "context_id": context_id}
        asked = {key: value for key, value in wanted.items() if value is not None}
        found = [message for message in self.stored if asked.items() <= _comparable(message).items()]
        latest = found[-limit:] if limit else found
        return latest[::-1] if newest_first else latest

    async def remove(self, message_id: str) -> None:
        self.stored = [message for message in self.stored if message.data["id"] != message_id]


def _comparable(message: Message) -> dict[str, str]:
    return {key: message.data[key] for key in ("session_id", "sender", "sender_name", "context_id")}


class NothingFrozen:
    async def get(self, key: FrozenKey) -> VertexResult | None:
        return None

    async def put(self, key: FrozenKey, result: VertexResult) -> None:
        return None


class MemoryHost:
    def __init__(self, variables: dict[str, str] | None = None) -> None:
        self.messages = MemoryHistory()
        self.events: list[Event] = []
        self.ports = Host(variables=MemoryVariables(variables or {}), messages=self.messages, frozen=NothingFrozen())
