"""Files that custom code may reach: those that lie where it runs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from execution.engine.values import Data

TEXT_FILE_TYPES = [
    "csv",
    "json",
    "pdf",
    "txt",
    "md",
    "mdx",
    "yaml",
    "yml",
    "xml",
    "html",
    "htm",
    "docx",
    "py",
    "sh",
    "sql",
    "js",
    "ts",
    "tsx",
]
IMG_FILE_TYPES = ["jpg", "jpeg", "png", "bmp"]
_AT_ONCE = 4


def read_text_file(file_path: str) -> str:
    """Return the text of a file; characters that cannot be read are replaced."""
    return Path(file_path).read_text(encoding="utf-8", errors="replace")


def parse_text_file_to_data(file_path: str, *, silent_errors: bool = False) -> Data | None:
    """Return a text file as a record; None where it cannot be read and that is no error."""
    try:
        return Data(data={"file_path": file_path, "text": read_text_file(file_path)})
    except OSError:
        if silent_errors:
            return None
        raise


def retrieve_file_paths(
    path: str,
    *,
    load_hidden: bool = False,
    recursive: bool = False,
    depth: int = 0,
    types: Collection[str] = (),
) -> list[str]:
    """Return the files in a folder, in their order; with `recursive` those `depth` levels below, too (0: all)."""
    root = Path(path)
    found = sorted(place for place in (root.rglob("*") if recursive else root.glob("*")) if place.is_file())
    return [str(place) for place in found if _is_wanted(place.relative_to(root), load_hidden, depth, types)]


def _is_wanted(place: Path, load_hidden: bool, depth: int, types: Collection[str]) -> bool:
    is_shown = load_hidden or not any(part.startswith(".") for part in place.parts)
    is_near = not depth or len(place.parts) <= depth
    return is_shown and is_near and (not types or place.suffix.lstrip(".") in types)


def parallel_load_data(
    file_paths: Iterable[str],
    *,
    silent_errors: bool = False,
    max_concurrency: int = _AT_ONCE,
    load_function: Any = parse_text_file_to_data,
) -> list[Data | None]:
    """Return what the function makes of each file, in their order; several are read at the same time."""
    with ThreadPoolExecutor(max_workers=max_concurrency) as threads:
        return list(threads.map(lambda path: load_function(path, silent_errors=silent_errors), file_paths))
