"""The plan: everything about a flow that does not depend on who runs it. Built once, shared by all runs, never changed.

Vertices have numbers; the runner counts with them and looks nothing up by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from execution.engine.errors import GraphProblem
from execution.engine.ports import VertexFacts

if TYPE_CHECKING:
    from execution.engine.component import Component
    from execution.engine.fields import Output

MAIN = -1
"""The scope outside of every loop."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One edge as its target sees it."""

    field: str
    source: int
    output: str
    is_list: bool
    """Do several edges add up to a list?"""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One edge as its source's scope sees it."""

    output: str | None
    """None: delivered whatever the source stopped, because the edge begins deeper, inside the source's body."""
    target: int
    number: int = -1
    """Set where a cycle may make the delivery again."""


@dataclass(frozen=True, slots=True)
class Rearm:
    """An edge that closes a cycle, or a signal without an edge: its target begins the next round."""

    output: str | None
    target: int


@dataclass(slots=True)
class Body:
    """What a loop repeats."""

    members: tuple[int, ...]
    waiting: dict[int, int]
    """How many deliveries each member waits for at the start of a row."""
    output: str
    """The loop's output that hands out the item."""
    entries: tuple[int, ...] = ()
    """Members that get the item, once for each edge."""
    returns: tuple[int, str] | None = None
    """Vertex and output whose value goes back to the loop; None when nobody drew that edge."""


@dataclass(slots=True, kw_only=True)
class PlanVertex:
    """One vertex, with everything that starting it needs."""

    index: int
    facts: VertexFacts
    component_class: type[Component]
    outputs: tuple[Output, ...]
    """What is executed: the connected outputs if any is connected, otherwise all."""
    static: dict[str, Any]
    """What the fields hold when nobody tweaks them."""
    copied: tuple[str, ...]
    """Fields of `static` of which each run gets a copy."""
    variables: tuple[str, ...]
    """Fields of `static` whose value is the name of a variable."""
    variable_columns: dict[str, tuple[str, ...]]
    secrets: frozenset[str]
    code_digest: str
    incoming: tuple[Incoming, ...] = ()
    outgoing: tuple[Outgoing, ...] = ()
    rearms: tuple[Rearm, ...] = ()
    predecessors: tuple[int, ...] = ()
    """Vertices of the same scope that deliver to this one."""
    home: int = MAIN
    """The loop in whose body the vertex stands."""
    body: Body | None = None
    group_id: str | None = None
    may_wait: bool = True
    """Could it make others wait? Plain methods that do not block cannot."""
    takes_session: bool = False
    """Has it a session field that is neither hidden nor connected?"""
    session_is_open: bool = False
    """Does that field hold nothing of its own?"""
    streams: frozenset[str] = frozenset()
    """Outputs whose text may stay a stream, because a Chat Output shows it."""
    shows_streams: bool = False
    """Does it take a text while a model still writes it? Only a Chat Output does."""
    is_input: bool = False
    is_output: bool = False
    is_chat_input: bool = False
    could_be_tool: bool = False
    """Does it stand alone, with fields that an agent could fill?"""

    @property
    def id(self) -> str:
        return self.facts.id


@dataclass(frozen=True, slots=True)
class TweakTarget:
    """Where a tweak of one field goes."""

    vertex: int
    field: str
    template: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cut:
    """The part of the plan that a run is about."""

    waiting: list[int]
    """How many deliveries each vertex of the main scope waits for; vertices cut off wait for ever."""
    first: tuple[int, ...]
    first_ids: tuple[str, ...]
    to_run: tuple[str, ...]
    is_lazy: bool
    """Do side inputs wait until a successor needs them? So it is when a Chat Input starts the run."""
    problems: tuple[GraphProblem, ...] = ()
    """Required inputs that are missing in this part."""


@dataclass(slots=True)
class Plan:
    """An executable flow."""

    vertices: list[PlanVertex]
    index_of: dict[str, int]
    successors: list[list[int]]
    """Along every edge, loop-back ones included."""
    tweakable: dict[str, dict[str, TweakTarget]]
    """By node id, then field: what a caller may tweak. Groups stand here by their own id and fields."""
    ids_by_display_name: dict[str, str]
    targets_by_field: dict[str, list[TweakTarget]]
    inputs: tuple[PlanVertex, ...]
    """The vertices that may take the request's input value."""
    cuts: dict[tuple[str | None, str | None], Cut] = field(default_factory=dict)

    def vertex(self, vertex_id: str) -> PlanVertex | None:
        """Return the vertex of that id, or None."""
        index = self.index_of.get(vertex_id)
        return None if index is None else self.vertices[index]

    @property
    def entry_id(self) -> str | None:
        """Return the vertex that a call from outside begins with: the Webhook, else the Chat Input, else None."""
        for kind in ("webhook", "chat"):
            for vertex in self.inputs:
                if kind in vertex.id.lower() or kind in vertex.facts.type.lower():
                    return vertex.id
        return None

    def reachable_from(self, start: list[int]) -> set[int]:
        """Return the vertices that come after, the start included."""
        return reach(start, self.successors)


def reach(start: list[int], neighbours: list[list[int]]) -> set[int]:
    """Return everything that can be reached, the start included."""
    found = set(start)
    waiting = list(start)
    while waiting:
        for neighbour in neighbours[waiting.pop()]:
            if neighbour not in found:
                found.add(neighbour)
                waiting.append(neighbour)
    return found
