"""Texts that are still being written: authors give generators of any kind, the engine knows TextStream."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from execution.engine.values import Message, TextStream


def with_text_stream(value: Any) -> Any:
    """Return the value; a message whose text is a generator gets a TextStream in its place."""
    if not isinstance(value, Message):
        return value
    text: Any = value.data["text"]
    if isinstance(text, AsyncIterator):
        value.data["text"] = TextStream(_pieces(text))
    elif isinstance(text, Iterator):
        value.data["text"] = TextStream(_plain_pieces(text))
    return value


async def _pieces(source: AsyncIterator[Any]) -> AsyncIterator[str]:
    async for piece in source:
        yield piece_text(piece)


async def _plain_pieces(source: Iterator[Any]) -> AsyncIterator[str]:
    for piece in source:
        yield piece_text(piece)


def piece_text(piece: Any) -> str:
    """Return the text of a piece: a text, or what a chat model sends."""
    content = getattr(piece, "content", piece)
    if isinstance(content, list):
        return "".join(str(part.get("text", "")) if isinstance(part, dict) else str(part) for part in content)
    return str(content)
