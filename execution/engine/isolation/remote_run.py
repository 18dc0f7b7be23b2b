"""The run as a component in the isolated process sees it: every port leads over the pipe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from execution.engine.events import Event, MessageAdded, MessageRemoved, TokenProduced
from execution.engine.isolation.channel import Channel
from execution.engine.ports import Neighbour, RunContext, VertexFacts
from execution.engine.values import Message


@dataclass(slots=True)
class RemotePorts:
    """Variables, messages and loop bodies of the run that a request belongs to."""

    channel: Channel
    request: int

    async def value_of(self, name: str, *, is_secret: bool = False, from_environment: bool = True) -> str | None:
        value: str | None = await self.channel.ask(self.request, "variable", name=name)
        return value

    async def add(self, message: Message) -> Message:
        kept: Message = await self.channel.ask(self.request, "add_message", message=message)
        return kept

    async def update(self, message: Message) -> Message:
        kept: Message = await self.channel.ask(self.request, "update_message", message=message)
        return kept

    async def recent(self, **wanted: Any) -> list[Message]:
        found: list[Message] = await self.channel.ask(self.request, "recent_messages", **wanted)
        return found

    async def remove(self, message_id: str) -> None:
        await self.channel.ask(self.request, "remove_message", message_id=message_id)

    async def run_body(self, vertex_id: str, item: Any) -> Any:
        return await self.channel.ask(self.request, "run_body", item=item)

    def emit(self, event: Event) -> None:
        """Tell the host what happened; it does not answer."""
        match event:
            case TokenProduced(message_id=message_id, text=text):
                told = {"name": "token", "message_id": message_id, "text": text}
            case MessageAdded(message=message):
                told = {"name": "message", "message": self.channel.encode(message)}
            case MessageRemoved(message_id=message_id):
                told = {"name": "removed", "message_id": message_id}
            case _:
                return
        self.channel.send({"kind": "event", "request": self.request, **told})


def remote_run(channel: Channel, request: int, facts: Mapping[str, Any], state: dict[str, Any]) -> RunContext:
    """Return the run's context, with the facts that the host sent."""
    ports = RemotePorts(channel, request)
    return RunContext(
        run_id=facts["run_id"],
        flow_id=facts["flow_id"],
        flow_name=facts["flow_name"],
        user_id=facts["user_id"],
        session_id=facts["session_id"],
        variables=ports,
        messages=ports,
        services={},
        emit=ports.emit if facts["has_listener"] else None,
        stream=facts["stream"],
        state=state,
        run_body=ports.run_body if facts["has_body"] else None,
    )


def vertex_facts(wire: Mapping[str, Any]) -> VertexFacts:
    """Return the vertex's facts from their JSON form."""
    return VertexFacts(
        id=wire["id"],
        display_name=wire["display_name"],
        type=wire["type"],
        tool_mode=wire["tool_mode"],
        output_names=tuple(wire["output_names"]),
        sources=_neighbours(wire["sources"]),
        targets=_neighbours(wire["targets"]),
    )


def _neighbours(wire: Mapping[str, Any]) -> dict[str, tuple[Neighbour, ...]]:
    return {name: tuple(Neighbour(**neighbour) for neighbour in found) for name, found in wire.items()}
