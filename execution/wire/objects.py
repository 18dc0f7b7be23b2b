"""Models and embeddings as clients see them: their settings, without anything that opens doors."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from execution.engine.values import Data, DataFrame
from execution.engine.values.json_values import is_langchain_tool, to_json_value

MASK = "**********"
"""What stands for a secret, as pydantic writes it."""


def settings_of(value: Any) -> dict[str, Any] | None:
    """Return the settings of an object that declares them as pydantic does; None for anything else.

    Arguments for HTTP clients and headers are left empty: keys travel in them. Live objects are left out.
    """
    fields = getattr(type(value), "model_fields", None)
    if not isinstance(fields, Mapping):
        return None
    held = {name: getattr(value, name, None) for name, field in fields.items() if not field.exclude}
    return {name: _shown(name, found) for name, found in held.items() if _is_plain(found) or _is_secret(found)}


OPAQUE = "Built Successfully ✨"
"""What clients are shown for a value without a JSON form, for example a model."""

_PLAIN_TYPES = (str, int, float, Enum, Data, DataFrame)


def plain_form(value: Any) -> Any:
    """Return the value as JSON, of models and other live objects what may be shown."""
    if value is None or isinstance(value, _PLAIN_TYPES) or is_langchain_tool(value):
        return to_json_value(value)
    if isinstance(value, Mapping):
        return {str(key): plain_form(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_form(item) for item in value]
    settings = settings_of(value)
    return OPAQUE if settings is None else to_json_value(settings)


def _shown(name: str, found: Any) -> Any:
    if _is_secret(found):
        return MASK
    return {} if isinstance(found, Mapping) or name.endswith("headers") else found


def _is_plain(found: Any) -> bool:
    if isinstance(found, list | tuple):
        return all(_is_plain(item) for item in found)
    return found is None or isinstance(found, str | int | float | bool | Mapping)


def _is_secret(found: Any) -> bool:
    return hasattr(found, "get_secret_value")
