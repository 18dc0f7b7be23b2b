"""The one door through which values become langchain's: on first use, with a clear error where it is missing."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

from execution.engine.values.errors import ExtraNotInstalled

EXTRA = "agents"
USER = "User"
"""The sender of what a person says; everybody else is a machine."""


def document(text: str, metadata: Mapping[str, Any]) -> Any:
    """Return langchain's document."""
    return _module("langchain_core.documents").Document(page_content=text, metadata=dict(metadata))


def message(text: str, sender: str | None) -> Any:
    """Return langchain's message of a person or a machine."""
    core = _module("langchain_core.messages")
    return core.HumanMessage(text) if sender == USER else core.AIMessage(text)


def _module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise ExtraNotInstalled(package="langchain-core", extra=EXTRA) from error
