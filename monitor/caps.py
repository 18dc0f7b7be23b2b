"""Keep records small and free of secrets: long texts and lists are cut, values of secret fields masked."""

import re
from collections.abc import Mapping
from typing import Any

from langflow_site.common.models import dumps

MASK = "***"
_SECRET_NAME = re.compile(r"(api_?key|password|secret|token|credential|authorization)", re.IGNORECASE)


def capped(value: Any, *, text_length: int, items: int) -> Any:
    """Return the JSON value with texts and lists no longer than allowed; a cut one says so."""
    text = dumps(value)
    # What is short as a whole has no long part, and a list of n items has n - 1 commas: nearly always that is all.
    if len(text) <= text_length and text.count(",") < items:
        return value
    return _cut(value, text_length=text_length, items=items)


def _cut(value: Any, *, text_length: int, items: int) -> Any:
    if isinstance(value, str):
        return value if len(value) <= text_length else value[:text_length] + "..."
    if isinstance(value, dict):
        return {name: _cut(item, text_length=text_length, items=items) for name, item in value.items()}
    if isinstance(value, list):
        short = [_cut(item, text_length=text_length, items=items) for item in value[:items]]
        if len(value) > items:
            short.append(f"... [truncated {len(value) - items} items]")
        return short
    return value


def without_secrets(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with those masked whose name says that they are secret."""
    return {name: MASK if _is_secret(name, value) else _inside(value) for name, value in values.items()}


def _is_secret(name: str, value: Any) -> bool:
    # `max_tokens` and the like hold numbers, and nobody writes a secret as one.
    return isinstance(value, str) and bool(value) and _SECRET_NAME.search(name) is not None


def _inside(value: Any) -> Any:
    return without_secrets(value) if isinstance(value, dict) else value
