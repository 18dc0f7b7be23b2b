"""Text that is still being written by a model."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from execution.engine.values.properties import Usage


class TextStream:
    """The pieces of an answer as they arrive.

    Every reader sees all pieces, also one that starts late, because one answer may feed several vertices.
    """

    def __init__(self, pieces: AsyncIterator[str]) -> None:
        self._source = pieces
        self._arrived: list[str] = []
        self._finished = False
        self._reading = asyncio.Lock()
        self.usage: Usage | None = None
        """What the model charged for; set by the one who opened the stream, known when it has ended."""

    @property
    def text_so_far(self) -> str:
        """The text that has arrived up to now."""
        return "".join(self._arrived)

    async def collect(self) -> str:
        """Read to the end and return the whole text."""
        async for _ in self:
            pass
        return self.text_so_far

    async def __aiter__(self) -> AsyncIterator[str]:
        position = 0
        while await self._has_piece(position):
            yield self._arrived[position]
            position += 1

    async def _has_piece(self, position: int) -> bool:
        if position < len(self._arrived):
            return True
        async with self._reading:
            while position >= len(self._arrived) and not self._finished:
                await self._read_one()
        return position < len(self._arrived)

    async def _read_one(self) -> None:
        try:
            self._arrived.append(await anext(self._source))
        except StopAsyncIteration:
            self._finished = True
