"""Types that custom code writes into annotations: the editor reads their names. Nobody makes values of them here."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

__all__ = [
    "Callable",
    "Code",
    "FieldTypes",
    "LanguageModel",
    "Memory",
    "NestedDict",
    "Object",
    "OutputParser",
    "Prompt",
    "Retriever",
    "Text",
    "ToolEnabledLanguageModel",
]


class LanguageModel:
    """A chat model."""


class ToolEnabledLanguageModel:
    """A chat model that calls tools."""


class Retriever:
    """Something that finds documents."""


class Memory:
    """The messages of a session, as langchain keeps them."""


class OutputParser:
    """Something that reads a model's answer."""


class Text(str):
    """A text; what older components wrote for `str`."""

    __slots__ = ()


class Code(str):
    """Source code."""

    __slots__ = ()


class Prompt(str):
    """A template with variables."""

    __slots__ = ()


class Object:
    """Anything."""


NestedDict = dict[str, Any]


class FieldTypes(StrEnum):
    """The editor's names for kinds of values."""

    TEXT = "str"
    INTEGER = "int"
    PASSWORD = "str"  # noqa: S105  # a text that is not shown; an alias, as it always was
    FLOAT = "float"
    BOOLEAN = "bool"
    DICT = "dict"
    NESTED_DICT = "NestedDict"
    SORTABLE_LIST = "sortableList"
    FILE = "file"
    PROMPT = "prompt"
    CODE = "code"
    OTHER = "other"
    TABLE = "table"
    LINK = "link"
    SLIDER = "slider"
    TAB = "tab"
    QUERY = "query"
    TOOLS = "tools"
    MCP = "mcp"
    MODEL = "model"
