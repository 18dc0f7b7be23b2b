"""One tool, independent of any agent library."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """What a model is told about a tool, and how to call it."""

    name: str
    """What the model calls it; people may change it."""
    tag: str
    """What our side knows it by; never changes, so that renamed tools are found again."""
    description: str
    parameters: Mapping[str, Any]
    """JSON schema of an object: the arguments."""
    call: Callable[[Mapping[str, Any]], Awaitable[Any]]
    """Takes the arguments, returns a JSON value. Raises ToolFailed, whose words are meant for the model."""
