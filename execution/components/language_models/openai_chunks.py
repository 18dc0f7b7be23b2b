"""Streams of OpenAI's protocol without a model object for each chunk: langchain wants a dictionary anyway.

Measured, making such an object and dumping it again were a third of what a token costs in this process. Only chunks
that carry nothing but text are spared it; what they lack, such as empty tool calls, langchain takes as not there.
"""

from collections.abc import AsyncGenerator, Mapping
from typing import Any

PLAIN_DELTA = frozenset({"content", "role"})


class PlainCompletions:
    """The library's chat completions, seen by langchain; all but the chunks of streams are as they were."""

    def __init__(self, completions: Any) -> None:
        self._completions = completions

    def __getattr__(self, name: str) -> Any:
        return getattr(self._completions, name)

    async def create(self, **payload: Any) -> Any:
        answer = await self._completions.create(**payload)
        return PlainStream(answer) if payload.get("stream") else answer


class PlainStream:
    """The library's stream, whose chunks are dictionaries."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._chunk_class: Any = getattr(stream, "_cast_to", None)
        # The library hands on what it read if that is what the caller asked for; a future one that names this
        # otherwise gives its objects, and langchain dumps them.
        stream._cast_to = object  # noqa: SLF001 - langchain does not let us say what to ask for

    async def __aenter__(self) -> "PlainStream":
        await self._stream.__aenter__()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._stream.__aexit__(*error)

    async def __aiter__(self) -> AsyncGenerator[Any]:
        async for chunk in self._stream:
            is_read = not isinstance(chunk, Mapping) or self._chunk_class is None or is_plain(chunk)
            yield chunk if is_read else self._chunk_class.construct(**chunk)


def is_plain(chunk: Mapping[str, Any]) -> bool:
    """Does the chunk carry a piece of text and nothing else?"""
    choices = chunk.get("choices")
    if not isinstance(choices, list) or len(choices) != 1 or chunk.get("usage"):
        return False
    choice = choices[0]
    if not isinstance(choice, Mapping) or choice.get("logprobs"):
        return False
    delta = choice.get("delta")
    return isinstance(delta, Mapping) and all(name in PLAIN_DELTA or not delta[name] for name in delta)
