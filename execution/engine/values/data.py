"""Data: one record of named values, the general value on an edge."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Self

from execution.engine.values import langchain_door
from execution.engine.values.json_values import to_json_value

_OWN_FIELDS = frozenset({"text_key", "data", "default_value"})


class Data:
    """A record of named values; each key also reads and writes as an attribute.

    `text_key` names the key that holds the text, `default_value` stands in where there is none.
    """

    __slots__ = ("text_key", "data", "default_value")

    text_key: str
    data: dict[str, Any]
    default_value: Any

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        text_key: str = "text",
        default_value: Any = "",
        **values: Any,
    ) -> None:
        self._fill(text_key, {**(data or {}), **values}, default_value)

    def _fill(self, text_key: str, data: dict[str, Any], default_value: Any) -> None:
        object.__setattr__(self, "text_key", text_key)
        object.__setattr__(self, "data", data)
        object.__setattr__(self, "default_value", default_value)

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Build the value from its JSON form, or from a plain record."""
        record = wire.get("data")
        if not isinstance(record, Mapping):
            return cls(data=wire)
        return cls(data=record, text_key=wire.get("text_key", "text"), default_value=wire.get("default_value", ""))

    @classmethod
    def from_document(cls, document: Any) -> Data:
        """Return a document's metadata with its content under `text`."""
        return Data(data={**document.metadata, "text": document.page_content})

    def to_lc_document(self) -> Any:
        """Return langchain's document: the text, and everything else as its metadata."""
        metadata = {name: value for name, value in self.data.items() if name != self.text_key}
        return langchain_door.document(self.get_text(), metadata)

    def to_lc_message(self) -> Any:
        """Return langchain's message of who `sender` says."""
        return langchain_door.message(self.get_text(), self.data.get("sender"))

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "text_key": self.text_key,
            "data": to_json_value(self.data),
            "default_value": to_json_value(self.default_value),
        }

    def get_text(self) -> str:
        """Return the text under `text_key`, or the default value where there is none."""
        return str(self.data.get(self.text_key, self.default_value))

    def set_text(self, text: str | None) -> str:
        """Write the text under `text_key` and return it; None becomes an empty text."""
        self.data[self.text_key] = "" if text is None else str(text)
        return str(self.data[self.text_key])

    def copy(self) -> Self:
        """Return an independent copy."""
        duplicate = object.__new__(type(self))
        duplicate._fill(self.text_key, deepcopy(self.data), self.default_value)
        return duplicate

    def __getattr__(self, name: str) -> Any:
        # Only names that are no fields arrive here; dunder names must fail fast for copy and the like.
        if name.startswith("__") or name in _OWN_FIELDS:
            raise AttributeError(name)
        try:
            return self.data[name]
        except KeyError:
            raise AttributeError(f"{type(self).__name__} has no value named '{name}'") from None

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _OWN_FIELDS:
            object.__setattr__(self, name, value)
        else:
            self.data[name] = value

    def __delattr__(self, name: str) -> None:
        del self.data[name]

    def __contains__(self, key: str) -> bool:
        return key in self.data

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.data == other.data

    __hash__ = None  # type: ignore[assignment]  # mutable values are not keys

    def __copy__(self) -> Self:
        return self.copy()

    def __deepcopy__(self, _memo: dict[int, Any]) -> Self:
        return self.copy()

    def __str__(self) -> str:
        return json.dumps(to_json_value(self.data), indent=4, ensure_ascii=False)

    def __repr__(self) -> str:
        fields = f"text_key={self.text_key!r}, data={self.data!r}, default_value={self.default_value!r}"
        return f"{type(self).__name__}({fields})"
