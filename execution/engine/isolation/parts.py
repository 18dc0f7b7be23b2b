"""Large values leave the process in parts, so that the host never has to read much at once.

The process sends the parts first, each small enough for one frame, then the value with references to them. The host
keeps parts that nothing has referred to yet, within a budget; each can be referred to once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from execution.engine.isolation.frames import LARGEST_TEXT, LARGEST_VALUE, FrameTooLarge

TAG = "$"
PARTS = "parts"
LARGEST_PART = 16_000
"""Bytes of JSON. Whatever they say, reading them takes the host a millisecond or two."""

LONGEST_TEXT_PART = LARGEST_TEXT // 4
"""Characters of a piece of a long text, each of which takes four bytes at most."""

MOST_VALUES = 300_000
"""Texts, numbers, lists and so on that may wait in parts: small ones take many times more memory than they are long."""

MOST_BYTES_OF_A_CHARACTER = 12
"""Those of a surrogate pair, each half written as an escape of six."""
SHORT_TEXT = 500
MOST_TOGETHER = 200
"""Values whose size is found out together."""
LONGEST_NUMBER = 26
"""Of those with a point."""

MOST_BYTES = LARGEST_VALUE * 5 // 4
"""Of the parts that wait: those of one value, counted by the process with what frames add, and a little more."""

MOST_PARTS = 10_000
"""Parts that may wait."""

DEEPEST = 150
"""Levels of lists and dictionaries in a part and what it refers to."""


class TooManyParts(ValueError):
    """More parts wait than any value may have."""

    def __init__(self) -> None:
        super().__init__("More parts of a value arrived than one may have.")


class Parts:
    """The parts that arrived, until the value that they belong to does."""

    def __init__(self) -> None:
        self._waiting: dict[int, tuple[Any, int, int, int]] = {}
        self._bytes = 0
        self._values = 0
        self.joined_depth = 0
        """That of the deepest part that was joined since somebody set this to zero."""

    @property
    def size(self) -> int:
        """Bytes of what waits."""
        return self._bytes

    def keep(self, number: int, value: Any, *, size: int, values: int, depth: int) -> None:
        """Keep a part of that many bytes, values and levels, those of joined parts not counted.

        Raises TooManyParts beyond the budget.
        """
        depth += self.joined_depth
        if number in self._waiting or depth > DEEPEST or len(self._waiting) >= MOST_PARTS:
            raise TooManyParts
        if self._bytes + size > MOST_BYTES or self._values + values > MOST_VALUES:
            raise TooManyParts
        self._waiting[number] = (value, size, values, depth)
        self._bytes += size
        self._values += values

    def joined(self, reference: Mapping[str, Any]) -> Any:
        """Return the value of a reference; raise LookupError, TypeError or AttributeError for one that does not fit."""
        pieces = [self._taken(number) for number in reference["numbers"]]
        match reference["of"]:
            case "text":
                return "".join(pieces)
            case "list":
                return [item for piece in pieces for item in piece]
            case _:
                return {name: item for piece in pieces for name, item in piece.items()}

    def forget(self) -> None:
        """Drop what waits."""
        self._waiting.clear()
        self._bytes = self._values = 0

    def _taken(self, number: int) -> Any:
        value, size, values, depth = self._waiting.pop(number)
        self.joined_depth = max(self.joined_depth, depth)
        self._bytes -= size
        self._values -= values
        return value


def depth_of(wire: Any) -> int:
    """Return how many lists and dictionaries stand in each other."""
    if isinstance(wire, list):
        return 1 + max(map(depth_of, wire), default=0)
    return 1 + max(map(depth_of, wire.values()), default=0) if isinstance(wire, dict) else 0


Send = Callable[[Any], int]
"""Send one part, a list, a dictionary or a piece of text; return its number."""


class Splitter:
    """Cuts a JSON value into parts; for one value."""

    def __init__(self, send: Send) -> None:
        self.send = send

    def small(self, wire: Any) -> Any:
        """Return what is left when everything large was sent ahead; raise FrameTooLarge beyond all measure."""
        return self._cut(wire)[0]

    def _cut(self, wire: Any) -> tuple[Any, int]:
        """Return what is left, and about how many bytes it takes."""
        if isinstance(wire, str):
            return self._cut_text(wire)
        if not isinstance(wire, list | dict):
            return wire, _size_of_plain(wire)
        if _is_plain(wire) and (size := len(json.dumps(wire))) <= LARGEST_PART:
            return wire, size
        if isinstance(wire, list):
            return self._cut_list(wire)
        return self._cut_tagged(wire) if TAG in wire else self._cut_dict(wire)

    def _cut_list(self, wire: list[Any]) -> tuple[Any, int]:
        chunk = _Chunk(self, list)
        for begin in range(0, len(wire), MOST_TOGETHER):
            items = wire[begin : begin + MOST_TOGETHER]
            if _is_plain(items) and (size := len(json.dumps(items))) <= LARGEST_PART:
                chunk.add_all(items, size)
            else:
                for item in items:
                    kept, size = self._cut(item)
                    chunk.add_all([kept], size)
        return chunk.rest()

    def _cut_dict(self, wire: dict[str, Any]) -> tuple[Any, int]:
        chunk = _Chunk(self, dict)
        for name, item in wire.items():
            if (length := _size_of_text(name)) > LARGEST_PART:
                raise FrameTooLarge(length, LARGEST_PART)  # nobody means such a name
            kept, size = self._cut(item)
            chunk.add_all([(name, kept)], size + length + 1)
        return chunk.rest()

    def _cut_tagged(self, wire: dict[str, Any]) -> tuple[Any, int]:
        cut = {name: self._cut(item) for name, item in wire.items()}
        return {name: kept for name, (kept, _) in cut.items()}, sum(size + 20 for _, size in cut.values())

    def _cut_text(self, text: str) -> tuple[Any, int]:
        size = _size_of_text(text)
        if size <= LARGEST_PART:
            return text, size
        numbers = [self.send(piece) for piece in _pieces(text)]
        return _reference("text", numbers)


class _Chunk:
    """Gathers items of a list, or pairs for a dictionary; sends them when they are enough for a part."""

    def __init__(self, splitter: Splitter, of: type[list[Any] | dict[str, Any]]) -> None:
        self._splitter = splitter
        self._of = of
        self._items: list[Any] = []
        self._size = 2
        self._numbers: list[int] = []

    def add_all(self, items: list[Any], size: int) -> None:
        if self._size + size > LARGEST_PART and self._items:
            self._flush()
        self._items += items
        self._size += size

    def rest(self) -> tuple[Any, int]:
        """Return what was not sent, or the reference to all of it, with its size."""
        if not self._numbers:
            return self._of(self._items), self._size
        self._flush()
        return _reference(self._of.__name__, self._numbers)

    def _flush(self) -> None:
        self._numbers.append(self._splitter.send(self._of(self._items)))
        self._items, self._size = [], 2


def _is_plain(wire: list[Any] | dict[str, Any]) -> bool:
    """Is it short and of short values, so that its size is soon known?"""
    if len(wire) > MOST_TOGETHER:
        return False
    items = wire.values() if isinstance(wire, dict) else wire
    return not any(isinstance(item, list | dict) or _is_long_text(item) for item in items)


def _is_long_text(item: Any) -> bool:
    return isinstance(item, str) and len(item) > SHORT_TEXT


def _size_of_plain(value: Any) -> int:
    return LONGEST_NUMBER if isinstance(value, float) else len(str(value)) + 2


def _size_of_text(text: str) -> int:
    """Return how many bytes it takes at most, more exactly the longer it is."""
    most = len(text) * MOST_BYTES_OF_A_CHARACTER + 3
    return most if most < SHORT_TEXT else len(json.dumps(text)) + 1


def _reference(of: str, numbers: list[int]) -> tuple[dict[str, Any], int]:
    return {TAG: PARTS, "of": of, "numbers": numbers}, 50 + sum(len(str(number)) + 1 for number in numbers)


def _pieces(text: str) -> Iterator[str]:
    for begin in range(0, len(text), LONGEST_TEXT_PART):
        yield text[begin : begin + LONGEST_TEXT_PART]
