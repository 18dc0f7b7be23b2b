"""Rows of servers' answers as documents: stores keep a text under one key, what is known about it beside or below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from execution.components.vector_search.documents import Document

Item = TypeVar("Item")


def flat_document(row: Mapping[str, Any] | None, text_key: str, *, without: Iterable[str] = ()) -> Document:
    """Return a row whose keys are the text's and those of the metadata, without the store's own keys."""
    row = row or {}
    left_out = {text_key, *without}
    known = {key: value for key, value in row.items() if key not in left_out and value is not None}
    return Document(text=str(row.get(text_key) or ""), metadata=known)


def batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """Yield the items in parts of that size: servers limit what one request may hold."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
