"""Types that custom code writes into annotations: the editor reads their names. Nobody makes values of them here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = [
    "Callable",
    "Code",
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
