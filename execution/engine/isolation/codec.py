"""Values as JSON and back. What has no JSON form stays where it is: the other side gets a reference to it.

JSON cannot tell a Message from a dictionary, so everything that is not plain JSON is an object with the key `$`.
"""

from __future__ import annotations

import base64
import importlib
import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from pathlib import PurePath
from typing import Any, Protocol
from uuid import UUID

from execution.engine.isolation.parts import PARTS, TAG
from execution.engine.values import ContentBlock, Data, DataFrame, Message, Properties
from execution.engine.values.pandas_door import is_pandas_frame

DEEPEST = 100

MOST_ODD_KEYS = 1000
"""Members of a set, or keys of a dictionary, whose hashes somebody could have chosen: equal ones cost their square."""
TEXT_FIELDS = frozenset({"sender", "sender_name", "session_id", "context_id", "flow_id", "category"})
"""Of messages."""

MOST_EMPTY_CELLS = 10_000
"""Of tables that are mostly empty: rows that share no column would take their square."""
LARGEST_PLAIN_NUMBER = 1 << 60
"""Whole numbers up to there are their own hash."""


class Objects(Protocol):
    """Keeps what cannot cross, and stands in for what stayed on the other side."""

    def refer(self, value: Any) -> dict[str, Any]:
        """Return the reference to a live object."""

    def resolve(self, reference: Mapping[str, Any]) -> Any:
        """Return what the reference stands for."""

    def joined(self, reference: Mapping[str, Any]) -> Any:
        """Return the value whose parts the reference names."""


class TooDeep(ValueError):
    """A value is nested so deeply that it probably contains itself."""

    def __init__(self) -> None:
        super().__init__(f"A value is nested more than {DEEPEST} levels deep.")


def encode(value: Any, objects: Objects, depth: int = 0) -> Any:
    """Return the value's JSON form."""
    kind = type(value)
    if value is None or kind in {str, bool, int}:
        return value
    if depth > DEEPEST:
        raise TooDeep
    if kind is list:
        return [encode(item, objects, depth + 1) for item in value]
    if isinstance(value, Mapping):
        return _mapping(value, objects, depth)
    return _tagged(value, objects, depth)


def decode(wire: Any, objects: Objects, depth: int = 0) -> Any:
    """Return the value of a JSON form. Raises ValueError or LookupError for one that nobody wrote."""
    if depth > 2 * DEEPEST:
        raise TooDeep
    if isinstance(wire, list):
        return [decode(item, objects, depth + 1) for item in wire]
    if isinstance(wire, str):
        return wire if wire.isascii() else _without_lone_surrogates(wire)
    if not isinstance(wire, dict):
        return wire
    if TAG not in wire:
        return {decode(key, objects): decode(item, objects, depth + 1) for key, item in wire.items()}
    if wire[TAG] == "object":
        return objects.resolve(wire)
    if wire[TAG] == PARTS:
        return objects.joined(wire)
    return _READERS[wire[TAG]](decode(wire["value"], objects, depth + 1))


def _without_lone_surrogates(text: str) -> str:
    """Halves of characters are no text: no database and no answer could take them."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _mapping(value: Mapping[Any, Any], objects: Objects, depth: int) -> Any:
    if TAG not in value and all(type(key) is str for key in value):
        return {key: encode(item, objects, depth + 1) for key, item in value.items()}
    pairs = [[encode(key, objects, depth + 1), encode(item, objects, depth + 1)] for key, item in value.items()]
    return {TAG: "dict", "value": pairs}


def _tagged(value: Any, objects: Objects, depth: int) -> Any:
    if isinstance(value, Message):
        return {TAG: "Message", "value": _message_fields(value, objects, depth)}
    if isinstance(value, Data):
        fields = [value.text_key, value.data, value.default_value]
        return {TAG: "Data", "value": encode(fields, objects, depth + 1)}
    if is_pandas_frame(value):
        value = DataFrame(value)
    if isinstance(value, DataFrame):
        fields = [value.text_key, value.to_records(), value.default_value]
        return {TAG: "DataFrame", "value": encode(fields, objects, depth + 1)}
    if isinstance(value, tuple | set | frozenset):
        return {TAG: "tuple" if isinstance(value, tuple) else "set", "value": encode(list(value), objects, depth + 1)}
    return _scalar(value, objects, depth)


def _scalar(value: Any, objects: Objects, depth: int) -> Any:
    if isinstance(value, Enum):
        return encode(value.value, objects, depth + 1)
    if isinstance(value, str | int):  # subclasses cross as what they extend
        return str(value) if isinstance(value, str) else int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else {TAG: "float", "value": repr(float(value))}
    if isinstance(value, bytes | bytearray):
        return {TAG: "bytes", "value": base64.b64encode(value).decode("ascii")}
    if isinstance(value, datetime | date):
        return {
            TAG: type(value).__name__ if type(value) in {datetime, date} else "datetime",
            "value": value.isoformat(),
        }
    if isinstance(value, UUID | PurePath):
        return str(value)
    return _library_value(value, objects, depth)


def _library_value(value: Any, objects: Objects, depth: int) -> Any:
    """Values of libraries, known by their form: importing the libraries to ask would cost more than they are worth."""
    if hasattr(type(value), "to_wire"):
        return encode(value.to_wire(), objects, depth + 1)
    if hasattr(value, "page_content") and hasattr(value, "metadata"):
        return {TAG: "Document", "value": encode([value.page_content, value.metadata], objects, depth + 1)}
    if _is_langchain_message(value):
        module = importlib.import_module("langchain_core.messages")
        return {TAG: "ChatMessage", "value": encode(module.messages_to_dict([value])[0], objects, depth + 1)}
    if type(value).__module__ == "numpy" and getattr(value, "ndim", None) is not None:
        return encode(value.tolist(), objects, depth + 1)
    return objects.refer(value)


def _is_langchain_message(value: Any) -> bool:
    return any(kind.__module__ == "langchain_core.messages.base" for kind in type(value).__mro__)


def _message_fields(message: Message, objects: Objects, depth: int) -> dict[str, Any]:
    fields = dict(message.data)
    fields["properties"] = Properties.from_wire(fields["properties"]).to_wire()
    fields["content_blocks"] = [
        block.to_wire() if isinstance(block, ContentBlock) else block for block in fields["content_blocks"] or []
    ]
    return {
        "text_key": message.text_key,
        "default_value": encode(message.default_value, objects, depth + 1),
        "data": encode(fields, objects, depth + 1),
    }


def _message(wire: Any) -> Message:
    fields = {**wire["data"]}
    fields.update({name: _text_or_none(fields[name]) for name in TEXT_FIELDS & fields.keys()})
    if not isinstance(fields.get("duration"), int | float | None):
        raise TypeError("The duration of a message is no number.")
    if not all(isinstance(item, Mapping) for item in (fields["properties"], *(fields.get("content_blocks") or []))):
        raise TypeError("A part of a message is no record.")
    fields["files"] = [*(fields.get("files") or [])]
    fields["content_blocks"] = [ContentBlock.from_wire(block) for block in fields.get("content_blocks") or []]
    return Message(text_key=wire["text_key"], default_value=wire["default_value"], **fields)


def _text_or_none(value: Any) -> str | None:
    if value is not None and not isinstance(value, str | int | float):
        raise TypeError("A field of a message is no text.")
    return None if value is None else str(value)


def _data(wire: Any) -> Data:
    text_key, record, default_value = wire
    return Data(data=record, text_key=text_key, default_value=default_value)


def _dataframe(wire: Any) -> DataFrame:
    text_key, records, default_value = wire
    columns = {name for record in records for name in record}
    if len(columns) * len(records) > MOST_EMPTY_CELLS + 2 * sum(map(len, records)):
        raise ValueError("The rows of a table have too few columns in common.")
    return DataFrame(records, text_key=text_key, default_value=default_value)


def _document(wire: Any) -> Any:
    content, metadata = wire
    try:
        documents = importlib.import_module("langchain_core.documents")
    except ImportError:
        return Data(data={**metadata, "text": content})
    return documents.Document(page_content=content, metadata=metadata)


def _chat_message(fields: Any) -> Any:
    module = importlib.import_module("langchain_core.messages")
    if fields["type"].endswith("MessageChunk"):  # langchain writes chunks, but does not read them
        return getattr(module, fields["type"])(**fields["data"])
    return module.messages_from_dict([fields])[0]


def _dict(pairs: Any) -> dict[Any, Any]:
    _refuse_chosen_hashes([key for key, _ in pairs])
    return {key: item for key, item in pairs}  # noqa: C416  # `dict` would also take texts of two characters


def _set(members: Any) -> set[Any]:
    _refuse_chosen_hashes(members)
    return set(members)


def _refuse_chosen_hashes(keys: list[Any]) -> None:
    if len(keys) > MOST_ODD_KEYS and not all(map(_is_plain_key, keys)):
        raise ValueError(f"Only texts and numbers may be more than {MOST_ODD_KEYS} keys, or members of a set.")


def _is_plain_key(key: Any) -> bool:
    return isinstance(key, str) or (isinstance(key, int) and abs(key) < LARGEST_PLAIN_NUMBER)


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "Message": _message,
    "Data": _data,
    "DataFrame": _dataframe,
    "Document": _document,
    "ChatMessage": _chat_message,
    "dict": _dict,
    "tuple": tuple,
    "set": _set,
    "float": float,
    "bytes": base64.b64decode,
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
}
