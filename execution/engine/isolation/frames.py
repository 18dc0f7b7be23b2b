"""Frames on the pipe: four bytes of length, then JSON."""

from __future__ import annotations

import json
import struct
from typing import Any

HEADER = struct.Struct(">I")
LARGEST_FRAME = 64 * 1024 * 1024
"""Bytes. A process that announces more is treated as broken."""

Frame = dict[str, Any]


class FrameTooLarge(ValueError):
    """Somebody wants to send more at once than the other side takes."""

    def __init__(self, size: int) -> None:
        super().__init__(f"A value of {size} bytes is too large to cross between processes ({LARGEST_FRAME} at most).")


def packed(frame: Frame) -> bytes:
    """Return the frame's bytes; raise FrameTooLarge."""
    body = json.dumps(frame, separators=(",", ":")).encode()
    if len(body) > LARGEST_FRAME:
        raise FrameTooLarge(len(body))
    return HEADER.pack(len(body)) + body


def body_size(header: bytes) -> int:
    """Return how long the frame is that the header announces; raise FrameTooLarge."""
    size: int = HEADER.unpack(header)[0]
    if size > LARGEST_FRAME:
        raise FrameTooLarge(size)
    return size


def unpacked(body: bytes) -> Frame:
    """Return the frame; raise ValueError where it is no JSON object."""
    frame = json.loads(body)
    if not isinstance(frame, dict):
        raise ValueError("a frame is a JSON object")  # noqa: TRY004  # one kind of error for all broken frames
    return frame
