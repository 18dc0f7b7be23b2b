"""Cut a text into chunks: at a separator, then joined again as long as they fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from execution.engine.errors import EngineError

KeepSeparator = Literal["start", "end"] | None


class ChunkSizeInvalid(EngineError, ValueError):
    """There is no room for text in such chunks."""

    code = "chunk_size_invalid"
    message = "Error splitting text: chunk_size must be > 0, got {size}"


class OverlapNegative(EngineError, ValueError):
    """Neighbouring chunks cannot share less than nothing."""

    code = "chunk_overlap_negative"
    message = "Error splitting text: chunk_overlap must be >= 0, got {overlap}"


class OverlapTooLarge(EngineError, ValueError):
    """Chunks would share more than they hold."""

    code = "chunk_overlap_too_large"
    message = (
        "Error splitting text: Got a larger chunk overlap ({overlap}) than chunk size ({size}), should be smaller."
    )


def chunks_of(text: str, *, separator: str, size: int | None, overlap: int, keep: KeepSeparator = None) -> list[str]:
    """Return the chunks of a text, stripped, none of them empty.

    A chunk holds up to `size` characters; a piece that is longer by itself stays whole. Neighbouring chunks share
    whole pieces of up to `overlap` characters. An empty separator cuts between any two characters.
    """
    if size is None or size <= 0:
        raise ChunkSizeInvalid(size=size)
    if overlap < 0:
        raise OverlapNegative(overlap=overlap)
    if overlap > size:
        raise OverlapTooLarge(overlap=overlap, size=size)
    glue = "" if keep else separator
    windows = _windows(pieces_of(text, separator, keep), glue=len(glue), size=size, overlap=overlap)
    chunks = (glue.join(window).strip() for window in windows)
    return [chunk for chunk in chunks if chunk]


def pieces_of(text: str, separator: str, keep: KeepSeparator) -> list[str]:
    """Return the text cut at every separator, without empty pieces; a kept separator stays with its neighbour."""
    if not separator:
        return list(text)
    escaped = re.escape(separator)
    patterns = {"start": f"(?={escaped})", "end": f"(?<={escaped})", None: escaped}
    return [piece for piece in re.split(patterns[keep], text) if piece]


def _windows(pieces: list[str], *, glue: int, size: int, overlap: int) -> Iterator[list[str]]:
    """Yield runs of pieces that fit into one chunk; each starts with the end of the one before."""
    window: list[str] = []
    length = 0
    for piece in pieces:
        added = len(piece) + (glue if window else 0)
        if window and length + added > size:
            yield list(window)
            while window and (length > overlap or length + len(piece) + glue > size):
                length -= len(window.pop(0)) + (glue if window else 0)
        length += len(piece) + (glue if window else 0)
        window.append(piece)
    if window:
        yield window
