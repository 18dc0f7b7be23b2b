"""Small values that custom code imports beside Message, Data and DataFrame."""

from __future__ import annotations

from enum import StrEnum
from typing import Any


class dotdict(dict[str, Any]):  # noqa: N801  # the name that existing code imports
    """A dictionary whose keys also read and write as attributes, in any depth."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            value = self[name]
        except KeyError:
            raise AttributeError(name) from None
        if isinstance(value, dict) and not isinstance(value, dotdict):
            value = self[name] = dotdict(value)
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def __delattr__(self, name: str) -> None:
        try:
            del self[name]
        except KeyError:
            raise AttributeError(name) from None


class EditMode(StrEnum):
    """How the cells of a table are edited."""

    MODAL = "modal"
    POPOVER = "popover"
    INLINE = "inline"


class FormatterType(StrEnum):
    """How the cells of a column show."""

    date = "date"
    text = "text"
    number = "number"
    currency = "currency"
    json = "json"
    boolean = "boolean"


class Column(dotdict):
    """One column of a table field."""

    def __init__(self, name: str = "", **settings: Any) -> None:
        super().__init__({"name": name, "display_name": name, **settings})


class TableSchema(dotdict):
    """The columns of a table field."""

    def __init__(self, columns: list[Any] | None = None) -> None:
        super().__init__({"columns": list(columns or [])})


class Content(dotdict):
    """One content of a message's block; `type` says what it holds."""

    kind = "text"

    def __init__(self, **fields: Any) -> None:
        super().__init__({"type": self.kind, **fields})


class TextContent(Content):
    kind = "text"


class ErrorContent(Content):
    kind = "error"


class MediaContent(Content):
    kind = "media"


class JSONContent(Content):
    kind = "json"


class CodeContent(Content):
    kind = "code"


class ToolContent(Content):
    kind = "tool_use"
