"""Live objects: models, tools, embeddings, streams. They stay where they are; the other side gets a stand-in.

A stand-in offers the few methods of its kind and nothing else: neither side can reach into an object of the other.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from functools import partial
from itertools import count
from typing import Any

from execution.engine.authoring.helpers import run_until_complete
from execution.engine.errors import EngineError
from execution.engine.isolation.parts import TAG, Parts
from execution.engine.toolkit import described_tool
from execution.engine.values import TextStream

METHODS: Mapping[str, frozenset[str]] = {
    "stream": frozenset({"next"}),
    "model": frozenset({"invoke", "ainvoke", "astream", "bind_tools"}),
    "embeddings": frozenset({"embed_query", "embed_documents", "aembed_query", "aembed_documents"}),
    "tool": frozenset({"invoke", "ainvoke"}),
    "retriever": frozenset({"invoke", "ainvoke"}),
    "value": frozenset(),
}
BLOCKING = frozenset({"invoke", "embed_query", "embed_documents"})
"""Methods that may wait for others, and must not make the caller's event loop wait."""

FACTS: Mapping[str, tuple[str, ...]] = {
    "model": ("model_name", "model"),
    "tool": ("name", "description", "args", "return_direct", "tags"),
}
END = object()
"""What follows the last piece of a stream."""

MOST_OBJECTS = 10_000

InThread = Callable[[Callable[[], Any]], Awaitable[Any]]
"""Call a function where it may wait."""

Call = Callable[[int, str, list[Any], dict[str, Any]], Awaitable[Any]]
"""Call a method of the other side's object: (object's number, method, arguments, named arguments)."""


class ObjectClosed(EngineError):
    """Somebody asks for an object that is gone, or for a method that its kind does not offer."""

    code = "object_closed"
    message = "A value of another process cannot be used here: {reason}."


class LiveObjects:
    """The objects that this side lent to the other, and the stand-ins for those that it was lent."""

    def __init__(
        self, side: str, stand_in: Callable[[Mapping[str, Any]], Any], in_thread: InThread = asyncio.to_thread
    ) -> None:
        self._in_thread = in_thread
        self.parts = Parts()
        """Of values that the other side is sending."""
        self._side = side
        self._stand_in = stand_in
        self._lent: dict[int, tuple[str, Any]] = {}
        self._known: dict[int, int] = {}
        """Number of each lent object by its `id`, which stays its own as long as it is kept."""
        self._numbers = count(1)

    def refer(self, value: Any) -> dict[str, Any]:
        """Return the reference to an object, which is kept as long as the connection lasts."""
        if isinstance(value, StandIn):
            return dict(value.reference)
        kind = kind_of(value)
        number = self._known.get(id(value)) or self._lend(kind, value)
        facts = {name: _plain(getattr(value, name, None)) for name in FACTS.get(kind, ())}
        return {TAG: "object", "side": self._side, "number": number, "kind": kind, "facts": facts}

    def _lend(self, kind: str, value: Any) -> int:
        if len(self._lent) >= MOST_OBJECTS:
            raise ObjectClosed(reason="too many of them are in use")
        number = next(self._numbers)
        self._lent[number] = (kind, Pieces(value, self._in_thread) if kind == "stream" else value)
        self._known[id(value)] = number
        return number

    def resolve(self, reference: Mapping[str, Any]) -> Any:
        """Return the object itself if it is ours, else what stands in for it."""
        if reference.get("side") != self._side:
            return self._stand_in(reference)
        kind, value = self._object(reference.get("number"))
        return value.as_stream() if kind == "stream" else value

    def joined(self, reference: Mapping[str, Any]) -> Any:
        """Return the value whose parts the reference names."""
        return self.parts.joined(reference)

    async def call(self, number: Any, method: str, arguments: list[Any], named: dict[str, Any]) -> Any:
        """Do for the other side what it asks of one of our objects."""
        kind, value = self._object(number)
        if method not in METHODS[kind]:
            raise ObjectClosed(reason=f"a {kind} offers no '{method}'")
        if method in BLOCKING:
            return await self._in_thread(partial(getattr(value, method), *arguments, **named))
        result = getattr(value, method)(*arguments, **named)
        return await result if isinstance(result, Awaitable) else result

    def _object(self, number: Any) -> tuple[str, Any]:
        found = self._lent.get(number) if isinstance(number, int) else None
        if found is None:
            raise ObjectClosed(reason="it does not exist any more")
        return found


class StandIn:
    """What one side has of the other's object."""

    def __init__(self, reference: Mapping[str, Any], call: Call) -> None:
        self.reference = dict(reference)
        self._call = call
        for name, value in (reference.get("facts") or {}).items():
            if name in FACTS.get(str(reference.get("kind")), ()):
                self.__dict__[name] = value

    async def remote(self, method: str, *arguments: Any, **named: Any) -> Any:
        """Call a method of the object."""
        return await self._call(self.reference["number"], method, list(arguments), named)

    def __repr__(self) -> str:
        return f"<{self.reference.get('kind')} of another process>"


async def _pieces_of(stand_in: StandIn) -> AsyncIterator[Any]:
    while (arrived := await stand_in.remote("next"))[0]:
        yield arrived[1]


def stand_in_for(reference: Mapping[str, Any], call: Call) -> Any:
    """Return what stands in for an object of the other side."""
    kind = str(reference.get("kind"))
    if kind == "stream":
        return TextStream(_pieces_of(StandIn(reference, call)))
    return _STAND_INS.get(kind, StandIn)(reference, call)


class RunnableStandIn(StandIn):
    """Stands in for a model, a tool or a retriever."""

    async def ainvoke(self, value: Any, config: Any = None, **options: Any) -> Any:
        """Ask it."""
        return await self.remote("ainvoke", value, **options)

    def invoke(self, value: Any, config: Any = None, **options: Any) -> Any:
        """Ask it, from a plain method."""
        return run_until_complete(self.remote("ainvoke", value, **options))

    async def __call__(self, value: Any) -> Any:
        """Let it be a step of a langchain chain, which takes callables."""
        return await self.ainvoke(value)


class ModelStandIn(RunnableStandIn):
    """Stands in for a chat model."""

    async def astream(self, value: Any, config: Any = None, **options: Any) -> AsyncIterator[Any]:
        """Ask it, and read the answer as it comes."""
        async for piece in await self.remote("astream", value, **options):
            yield piece

    def bind_tools(self, tools: list[Any], **options: Any) -> Any:
        """Return it with tools that it may call for; they are described to it, and called where they are."""
        return run_until_complete(self.remote("bind_tools", [described_tool(tool) for tool in tools], **options))


class EmbeddingsStandIn(StandIn):
    """Stands in for a model that turns texts into vectors."""

    async def aembed_query(self, text: str) -> Any:
        """Return the vector of a text."""
        return await self.remote("aembed_query", text)

    async def aembed_documents(self, texts: list[str]) -> Any:
        """Return the vectors of texts."""
        return await self.remote("aembed_documents", texts)

    def embed_query(self, text: str) -> Any:
        """The same from a plain method."""
        return run_until_complete(self.aembed_query(text))

    def embed_documents(self, texts: list[str]) -> Any:
        """The same from a plain method."""
        return run_until_complete(self.aembed_documents(texts))


_STAND_INS: Mapping[str, type[StandIn]] = {
    "model": ModelStandIn,
    "tool": RunnableStandIn,
    "retriever": RunnableStandIn,
    "embeddings": EmbeddingsStandIn,
}


class Pieces:
    """A stream that is read from the other side, piece by piece."""

    def __init__(self, source: Any, in_thread: InThread) -> None:
        self._source = source
        self._in_thread = in_thread
        self._iterator: Any = None

    async def next(self) -> list[Any]:
        """Return [True, piece], or [False, None] at the end."""
        if self._iterator is None:
            self._iterator = aiter(self._source) if hasattr(self._source, "__aiter__") else iter(self._source)
        if hasattr(self._iterator, "__anext__"):
            piece = await anext(self._iterator, END)
        else:
            piece = await self._in_thread(partial(next, self._iterator, END))
        return [False, None] if piece is END else [True, piece]

    def as_stream(self) -> Any:
        """Return the stream itself, for the side that it belongs to."""
        return self._source


def kind_of(value: Any) -> str:
    """Return what kind of object it is, by what it can do."""
    if isinstance(value, TextStream | AsyncIterator | Iterator):
        return "stream"
    if hasattr(value, "embed_query") and hasattr(value, "embed_documents"):
        return "embeddings"
    if hasattr(value, "ainvoke") and hasattr(value, "args_schema"):
        return "tool"
    if hasattr(value, "ainvoke") and hasattr(value, "bind_tools"):
        return "model"
    if hasattr(value, "ainvoke"):
        return "retriever"  # whatever else can be invoked has the same two methods
    return "value"


def _plain(value: Any) -> Any:
    if isinstance(value, str | int | float | bool | None):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value)
