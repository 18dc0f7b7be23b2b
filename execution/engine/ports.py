"""What the engine asks of its host, and what a component may know about its run.

The host fulfils the protocols (over the ORM, or in memory for tests); components reach them through RunContext.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from execution.engine.component import Component
    from execution.engine.events import Event
    from execution.engine.results import VertexResult
    from execution.engine.values import Message

Emit = Callable[["Event"], None]
"""Takes an event at once and never waits; a consumer that is slow keeps its own queue."""


class VariableStore(Protocol):
    async def value_of(self, name: str, *, is_secret: bool = False, from_environment: bool = True) -> str | None:
        """Return the decrypted value, or None where the host prefers an empty field to a failure.

        Whoever asks may know that the value is secret, whatever the host knows about it: it is for a password field.
        Isolated code asks for what the user saved and the request brought; the server's environment is none of its.

        Raises UnknownVariable when there is none and the component shall fail.
        """


class MessageStore(Protocol):
    async def add(self, message: Message) -> Message:
        """Keep a chat message; the returned one has its id and timestamp."""

    async def update(self, message: Message) -> Message:
        """Replace the message of the same id."""

    async def recent(
        self,
        *,
        session_id: str,
        limit: int | None = None,
        sender: str | None = None,
        sender_name: str | None = None,
        context_id: str | None = None,
        newest_first: bool = False,
    ) -> list[Message]:
        """Return the session's last `limit` messages that match, also those of this run not stored yet."""

    async def remove(self, message_id: str) -> None:
        """Forget a message; unknown ids are fine."""


@dataclass(frozen=True, slots=True)
class FrozenKey:
    """Names a frozen result. The vertex id alone would mix up flows and inputs."""

    flow_id: str
    vertex_id: str
    digest: str
    """Over component type, code and everything the fields held."""


class FrozenResults(Protocol):
    async def get(self, key: FrozenKey) -> VertexResult | None:
        """Return the kept result, or None."""

    async def put(self, key: FrozenKey, result: VertexResult) -> None:
        """Keep the result of a frozen vertex."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """Everything the engine may reach outside of itself."""

    variables: VariableStore
    messages: MessageStore
    frozen: FrozenResults
    services: Mapping[str, Any] = field(default_factory=dict)
    """Further helpers by name, for components only: guarded HTTP client, files, running another flow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """The other end of one edge, seen from a vertex."""

    vertex_id: str
    display_name: str
    type: str
    output: str
    """Name of the output at the edge's source."""
    field: str
    """Name of the field at the edge's target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VertexFacts:
    """What a component may know about the vertex it plays. The same in every run of the plan."""

    id: str
    display_name: str
    type: str
    frozen: bool = False
    tool_mode: bool = False
    output_names: tuple[str, ...] = ()
    """The node's own outputs: they may differ from the class's where outputs are dynamic."""
    first_type: str = ""
    """What the node says that its first output gives; empty where it does not say."""
    sources: Mapping[str, tuple[Neighbour, ...]] = field(default_factory=dict)
    """By field name: where its values come from, in the order in which the edges were drawn."""
    targets: Mapping[str, tuple[Neighbour, ...]] = field(default_factory=dict)
    """By output name: where its value goes."""
    template: Mapping[str, Any] = field(default_factory=dict)
    """The node's template without `code`, as stored. Read only."""

    def leads_to(self, type_name: str) -> bool:
        """Is any output connected directly to a component of that type?"""
        return any(target.type == type_name for targets in self.targets.values() for target in targets)


@dataclass(slots=True, kw_only=True)
class RunContext:
    """What a component may know and use while it runs."""

    run_id: str
    flow_id: str
    flow_name: str
    user_id: str | None
    session_id: str
    variables: VariableStore
    messages: MessageStore
    services: Mapping[str, Any]
    emit: Emit | None = None
    """Takes events; None when nobody listens, then nothing needs to be built for it."""
    stream: bool = False
    """Does the caller want tokens as they come?"""
    state: dict[str, Any] = field(default_factory=dict)
    """Shared by the components of one run: `self.ctx` for their authors."""
    components: dict[str, Component] = field(default_factory=dict)
    """The component of every vertex that has started, by vertex id."""
    run_body: Callable[[str, Any], Awaitable[Any]] | None = None
    """Set by the runner: (loop vertex id, item) -> what came back on the loop edge. Authors call self.run_body."""
