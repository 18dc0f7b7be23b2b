"""Files by their paths, for code that reads them itself: those that lie where it runs."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

PARTS = 2
_SIGNATURES = {
    "png": (b"\x89PNG\r\n\x1a\n", 0),
    "jpeg": (b"\xff\xd8\xff", 0),
    "gif": (b"GIF8", 0),
    "bmp": (b"BM", 0),
    "webp": (b"WEBP", 8),
}
_SAME = {"jpg": "jpeg"}


def parse_storage_path(path: str) -> tuple[str, str] | None:
    """Return flow id and name of a path `<flow id>/<name>`; None for other paths."""
    parts = path.split("/")
    return (parts[0], parts[1]) if len(parts) == PARTS and all(parts) else None


def _place(path: str, resolve_path: Any) -> Path:
    return Path(resolve_path(path) if resolve_path else path)


async def read_file_bytes(file_path: str, storage_service: Any = None, resolve_path: Any = None) -> bytes:  # noqa: ARG001  # there is one place
    """Return the file's bytes; raises FileNotFoundError."""
    return await asyncio.to_thread(_place(file_path, resolve_path).read_bytes)


async def read_file_text(
    file_path: str,
    encoding: str = "utf-8",
    storage_service: Any = None,  # noqa: ARG001  # there is one place
    resolve_path: Any = None,
    newline: str | None = None,
) -> str:
    """Return the file's text; raises FileNotFoundError."""
    with await asyncio.to_thread(_place(file_path, resolve_path).open, encoding=encoding, newline=newline) as file:
        return await asyncio.to_thread(file.read)


def get_file_size(file_path: str, storage_service: Any = None) -> int:  # noqa: ARG001  # there is one place
    """Return the file's size in bytes; raises FileNotFoundError."""
    return Path(file_path).stat().st_size


def file_exists(file_path: str, storage_service: Any = None) -> bool:  # noqa: ARG001  # there is one place
    """Is there such a file?"""
    return Path(file_path).exists()


def detect_image_type_from_bytes(content: bytes) -> str | None:
    """Return the kind of image that the bytes begin like; None for others."""
    found = (name for name, (sign, at) in _SIGNATURES.items() if content[at : at + len(sign)] == sign)
    return next(found, None)


def validate_image_content_type(
    file_path: str,
    content: bytes | None = None,
    storage_service: Any = None,  # noqa: ARG001  # there is one place
    resolve_path: Any = None,
) -> tuple[bool, str | None]:
    """Say whether an image is of the kind that its ending tells, and what is wrong where it is not."""
    ending = Path(file_path).suffix.lstrip(".").lower()
    expected = _SAME.get(ending, ending)
    if expected not in _SIGNATURES:
        return True, None
    found = detect_image_type_from_bytes(
        content if content is not None else _place(file_path, resolve_path).read_bytes()
    )
    if found == expected:
        return True, None
    return False, f"{Path(file_path).name} is no {expected} image: its content is {found or 'of another kind'}."
