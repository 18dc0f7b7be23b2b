"""What the text splitters share: records in, one record per chunk out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from execution.components.chunks import ChunkSizeInvalid, OverlapTooLarge
from execution.engine.fields import InputInvalid
from execution.engine.values import Data, DataFrame, Message

TEXT = "text"


class NoRoomInChunks(ChunkSizeInvalid):
    """There is no room for text in such chunks."""

    message = "chunk_size must be > 0, got {size}"


class ChunksShareTooMuch(OverlapTooLarge):
    """Chunks would share more than they hold."""

    message = "Got a larger chunk overlap ({overlap}) than chunk size ({size}), should be smaller."


def checked_sizes(size: int | None, overlap: int | None) -> tuple[int, int]:
    """Return chunk size and overlap if chunks of that kind can be made."""
    if size is None or size <= 0:
        raise NoRoomInChunks(size=size)
    if (overlap or 0) > size:
        raise ChunksShareTooMuch(overlap=overlap, size=size)
    return size, overlap or 0


def texts_of(value: Any) -> list[tuple[str, dict[str, Any]]]:
    """Return each record's text and its other values. Documents count as records; records without text are left out."""
    return [(text, others) for text, others in map(_text_and_others, _items_of(value)) if text]


def rows_of(chunks: Iterable[str], others: dict[str, Any]) -> list[Data]:
    """Return one record per chunk; each keeps the other values of the record that it was cut from."""
    return [Data(data={**others, TEXT: chunk}) for chunk in chunks]


def unescaped(separator: str) -> str:
    """Return a typed separator with its written line breaks and tabs as such."""
    return separator.replace("\\n", "\n").replace("\\t", "\t")


def _items_of(value: Any) -> list[Any]:
    if isinstance(value, DataFrame):
        return value.to_data_list()
    if isinstance(value, list | tuple):
        return [item for part in value for item in _items_of(part)]
    if isinstance(value, Data) or hasattr(value, "page_content"):
        return [value]
    raise InputInvalid(field="Input", expected="records or documents", value=value)


def _text_and_others(item: Any) -> tuple[str, dict[str, Any]]:
    if not isinstance(item, Data):
        return str(item.page_content), dict(item.metadata)
    if isinstance(item, Message):
        return item.get_text(), {}
    return item.get_text(), {key: value for key, value in item.data.items() if key not in {TEXT, item.text_key}}
