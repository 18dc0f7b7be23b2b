"""Frames on the pipe: four bytes of length, then JSON. Pieces of long texts come as they are, with their number."""

from __future__ import annotations

import json
import struct
from typing import Any

HEADER = struct.Struct(">I")
LARGEST_VALUE = 16 * 1024 * 1024
"""Bytes of JSON that a value may have which the process gives or asks with. It leaves the process in parts."""

LARGEST_FRAME = 64 * 1024 * 1024
"""Bytes of a frame of the host."""

LARGEST_TO_HOST = 40_000
"""Bytes of a frame of the process. One that announces more is treated as broken."""

IS_TEXT = 1 << 31
"""In the header: what follows is four bytes with a part's number, and text."""
LARGEST_TEXT = 256 * 1024
"""Bytes of such a frame: to read text costs little, whatever it says."""

Frame = dict[str, Any]


class FrameTooLarge(ValueError):
    """Somebody wants to send more at once than the other side takes."""

    def __init__(self, size: int, largest: int = LARGEST_VALUE) -> None:
        super().__init__(f"A value of {size} bytes is too large to cross between processes ({largest} at most).")


def packed(frame: Frame, largest: int = LARGEST_FRAME) -> bytes:
    """Return the frame's bytes; raise FrameTooLarge."""
    return _with_header(json.dumps(frame, separators=(",", ":")).encode(), largest)


def patiently_packed(frame: Frame) -> bytes:
    """The same, piece by piece: slower, but in a thread it leaves the others their turns."""
    pieces = json.JSONEncoder(separators=(",", ":")).iterencode(frame)
    return _with_header(b"".join(piece.encode() for piece in pieces), LARGEST_FRAME)


def _with_header(body: bytes, largest: int) -> bytes:
    if len(body) > largest:
        raise FrameTooLarge(len(body), largest)
    return HEADER.pack(len(body)) + body


def packed_text(number: int, text: str) -> bytes:
    """Return the bytes of a frame with a piece of a text; halves of characters become what stands for no character."""
    body = text.encode(errors="surrogatepass")
    return HEADER.pack(IS_TEXT | (HEADER.size + len(body))) + HEADER.pack(number) + body


def unpacked_text(body: bytes) -> tuple[int, str]:
    """Return the number and the text of such a frame; raise ValueError for one that is too short."""
    if len(body) < HEADER.size:
        raise ValueError("a frame with text has a number")
    return HEADER.unpack_from(body)[0], body[HEADER.size :].decode(errors="replace")


def body_size(header: bytes) -> int:
    """Return how long the host's frame is that the header announces; raise FrameTooLarge."""
    return _checked(HEADER.unpack(header)[0], LARGEST_FRAME)


def kind_and_size(header: bytes) -> tuple[bool, int]:
    """Return whether the process's frame is text, and how long it is; raise FrameTooLarge."""
    announced: int = HEADER.unpack(header)[0]
    is_text = bool(announced & IS_TEXT)
    return is_text, _checked(announced & ~IS_TEXT, LARGEST_TEXT if is_text else LARGEST_TO_HOST)


def _checked(size: int, largest: int) -> int:
    if size > largest:
        raise FrameTooLarge(size, largest)
    return size


def unpacked(body: bytes) -> Frame:
    """Return the frame; raise ValueError where it is no JSON object."""
    try:
        frame = json.loads(body)
    except RecursionError as error:
        raise ValueError("the frame is nested too deeply") from error
    if not isinstance(frame, dict):
        raise ValueError("a frame is a JSON object")  # noqa: TRY004  # one kind of error for all broken frames
    return frame
