"""Cut at the first separator that makes pieces small enough, by langchain's splitter."""

from __future__ import annotations

from typing import Any

from execution.components.optional_import import optional_import
from execution.components.splitting import checked_sizes, rows_of, texts_of
from execution.engine.values import Data

EXTRA = "splitters"


def split_recursively(
    value: Any, *, size: int | None, overlap: int | None, separators: list[str] | None = None, language: str = ""
) -> list[Data]:
    """Return one record per chunk of the value's texts. A language brings its own separators."""
    splitter = _splitter(size, overlap, separators, language)
    return [row for text, others in texts_of(value) for row in rows_of(splitter.split_text(text), others)]


def pieces_of_text(text: str, *, size: int | None, overlap: int | None, separators: list[str] | None) -> list[str]:
    """Return the chunks of one text."""
    pieces: list[str] = _splitter(size, overlap, separators, "").split_text(text)
    return pieces


def _splitter(size: int | None, overlap: int | None, separators: list[str] | None, language: str) -> Any:
    size, overlap = checked_sizes(size, overlap)
    module = optional_import("langchain_text_splitters", extra=EXTRA)
    kind, options = module.RecursiveCharacterTextSplitter, {"chunk_size": size, "chunk_overlap": overlap}
    try:
        splitter = kind.from_language(module.Language(language), **options) if language else None
    except ValueError:
        splitter = None  # listed, but the library has no separators for it yet: it is cut like any text
    return splitter or kind(separators=separators or None, **options)
