"""Texts with what is known about them: what vector stores keep, and how records on edges become that and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from execution.engine.fields import InputInvalid
from execution.engine.values import Data, DataFrame
from execution.engine.values.json_values import to_json_value

Vector = list[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text of a vector store."""

    text: str
    metadata: Mapping[str, Any] = field(default_factory=dict)

    def to_data(self) -> Data:
        """Return the text and its metadata as one record."""
        return Data(data={**self.metadata, "text": self.text})


def documents_of(value: Any) -> list[Document]:
    """Return one document per record; a table's rows are records, too."""
    if value is None or value == "":
        return []
    if isinstance(value, list | tuple):
        return [document for item in value for document in documents_of(item)]
    if isinstance(value, DataFrame):
        return [_of_record(record) for record in value.to_data_list()]
    if isinstance(value, Data):
        return [_of_record(value)]
    raise InputInvalid(field="Ingest Data", expected="records or a table", value=value)


def with_plain_metadata(documents: Iterable[Document]) -> list[Document]:
    """Return the documents without what such stores cannot keep beside a text: lists, records, nothing at all."""
    return [
        Document(text=document.text, metadata={key: item for key, item in document.metadata.items() if _is_plain(item)})
        for document in documents
    ]


def _of_record(record: Data) -> Document:
    others = {key: item for key, item in record.data.items() if key != record.text_key}
    return Document(text=record.get_text(), metadata=to_json_value(others))


def _is_plain(item: Any) -> bool:
    return isinstance(item, str | int | float | bool)
