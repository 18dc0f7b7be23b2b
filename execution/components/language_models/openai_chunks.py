"""Streams of OpenAI's protocol without a model object for each chunk: langchain wants a dictionary anyway.

Measured, making such an object and dumping it again were a third of what a token costs in this process. Only chunks
that carry nothing but text are spared it; what they lack, such as empty tool calls, langchain takes as not there.
"""

from collections.abc import AsyncGenerator, Mapping
from typing import Any

from execution.components.optional_import import optional_import

EXTRA = "openai"
PATH = "/chat/completions"
PLAIN_DELTA = frozenset({"content", "role"})

REQUEST_OPTIONS = {
    "extra_headers": "headers",
    "extra_query": "params",
    "extra_body": "extra_json",
    "timeout": "timeout",
}
"""What is no part of the question, by the names that the library's `create` and its `post` have for it."""


class PlainCompletions:
    """The library's chat completions, seen by langchain; all but streams is as it was.

    Streams are asked for by the library's `post`, which sends the question as it is and says what chunks shall be;
    `create` looks through all messages for names to translate, of which this protocol has none.
    """

    def __init__(self, completions: Any, client: Any) -> None:
        self._completions = completions
        self._client = client

    def __getattr__(self, name: str) -> Any:
        return getattr(self._completions, name)

    async def create(self, **payload: Any) -> Any:
        if not payload.get("stream"):
            return await self._completions.create(**payload)
        options = {theirs: payload.pop(ours) for ours, theirs in REQUEST_OPTIONS.items() if ours in payload}
        stream_class = optional_import("openai", extra=EXTRA).AsyncStream
        answer = await self._client.post(
            PATH, body=payload, options=options, cast_to=object, stream=True, stream_cls=stream_class[object]
        )
        return PlainStream(answer)


class PlainStream:
    """The library's stream, whose chunks are dictionaries where they carry text alone."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._chunk_class: Any = optional_import("openai.types.chat", extra=EXTRA).ChatCompletionChunk

    async def __aenter__(self) -> "PlainStream":
        await self._stream.__aenter__()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._stream.__aexit__(*error)

    async def __aiter__(self) -> AsyncGenerator[Any]:
        async for chunk in self._stream:
            is_read = not isinstance(chunk, Mapping) or is_plain(chunk)
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
