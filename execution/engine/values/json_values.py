"""Any value as plain JSON, so that one odd value in a flow never breaks an answer."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

_PLAIN_TYPES = (str, bool, int, type(None))
_EXACTLY_PLAIN = frozenset(_PLAIN_TYPES)
"""Most values are of these: to ask for their type costs a fifth of asking for their ancestors."""


def to_json_value(value: Any) -> Any:
    """Return `value` built only of JSON types; what has no JSON form becomes its text."""
    if isinstance(value, Enum):
        return to_json_value(value.value)
    if isinstance(value, _PLAIN_TYPES):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if hasattr(type(value), "to_wire"):  # checking a protocol costs twenty times as much
        return value.to_wire()
    if is_langchain_tool(value):
        return {"name": value.name, "description": value.description, "tags": to_json_value(value.tags or [])}
    if isinstance(value, Mapping):
        return {str(key): item if type(item) in _EXACTLY_PLAIN else to_json_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [item if type(item) in _EXACTLY_PLAIN else to_json_value(item) for item in value]
    return _text_of(value)


def is_langchain_tool(value: Any) -> bool:
    """Return whether `value` is a tool of langchain's, without loading langchain to find out."""
    loaded = sys.modules.get("langchain_core.tools")
    return loaded is not None and isinstance(value, loaded.BaseTool)


def _text_of(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return str(value)
