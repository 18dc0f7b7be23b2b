"""Messages, records and tables as each other, and anything as plain JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from execution.engine.authoring.helpers import safe_convert
from execution.engine.values import Data, DataFrame, Message
from execution.engine.values.json_values import to_json_value


def orjson_dumps(
    value: Any, *, default: Callable[[Any], Any] | None = None, sort_keys: bool = False, indent_2: bool = True
) -> str:
    """Return a value as JSON, over several lines unless that is not wanted."""
    indent, separators = (2, None) if indent_2 else (None, (",", ":"))
    return json.dumps(
        value, default=default, sort_keys=sort_keys, ensure_ascii=False, indent=indent, separators=separators
    )


def jsonable_encoder(obj: Any, **_options: Any) -> Any:
    """Return anything as what JSON knows."""
    return to_json_value(obj)


def convert_to_message(value: Any) -> Message:
    """Return anything as a message."""
    return value if isinstance(value, Message) else Message(text=safe_convert(value))


def convert_to_data(value: Any, *, auto_parse: bool = False) -> Data:  # noqa: ARG001  # texts stay texts here
    """Return anything as a record: a table's rows under `results`, a message by its text."""
    if isinstance(value, DataFrame):
        return Data(data={"results": value.to_records()})
    if isinstance(value, Message):
        return Data(data={"text": value.get_text()})
    if isinstance(value, Data):
        return value
    return Data(data=dict(value)) if isinstance(value, dict) else Data(data={"text": str(value)})


def convert_to_dataframe(value: Any, *, auto_parse: bool = False) -> DataFrame:
    """Return anything as a table."""
    if isinstance(value, DataFrame):
        return value
    values = value if isinstance(value, list) else [value]
    return DataFrame([convert_to_data(item, auto_parse=auto_parse) for item in values])


def serialize(value: Any, max_length: int | None = None, max_items: int | None = None, **_unused: Any) -> Any:
    """Return the value as JSON knows it, with texts and lists cut to those lengths."""
    return _cut(to_json_value(value), max_length, max_items)


def _cut(value: Any, length: int | None, items: int | None) -> Any:
    if isinstance(value, str):
        return value if length is None or len(value) <= length else f"{value[:length]}..."
    if isinstance(value, list):
        return [_cut(item, length, items) for item in value[:items]]
    if isinstance(value, dict):
        return {key: _cut(item, length, items) for key, item in value.items()}
    return value


def get_data_structure(data: Any, max_depth: int = 10, **_unused: Any) -> Any:
    """Return what a record is made of: the names of its values' types in their places."""
    return {"structure": _shape(data.data if isinstance(data, Data) else data, max_depth)}


def _shape(value: Any, depth: int) -> Any:
    if depth <= 0:
        return type(value).__name__
    if isinstance(value, dict):
        return {key: _shape(item, depth - 1) for key, item in value.items()}
    if isinstance(value, list):
        return f"list({_shape(value[0], depth - 1)})" if value else "list(unknown)"
    return type(value).__name__


def maybe_unflatten_dict(flat: dict[str, Any]) -> dict[str, Any]:
    """Return `{"a.b": 1}` as `{"a": {"b": 1}}`, and `a.0` as lists; without dots as it is."""
    if not any("." in key or "[" in key for key in flat):
        return flat
    nested: dict[str, Any] = {}
    for key, value in flat.items():
        place = nested
        *path, last = key.replace("[", ".").replace("]", "").split(".")
        for part in path:
            place = place.setdefault(part, {})
        place[last] = value
    return {key: _with_lists(value) for key, value in nested.items()}


def _with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {key: _with_lists(item) for key, item in value.items()}
    if inner and all(key.isdigit() for key in inner):
        return [inner[key] for key in sorted(inner, key=int)]
    return inner


def get_function(code: str) -> Callable[..., Any]:
    """Return the first function that the code defines. This runs the code."""
    space: dict[str, Any] = {"__name__": "function"}
    exec(compile(code, "<function>", "exec", dont_inherit=True), space)  # noqa: S102  # what authors want of it
    found = (value for value in space.values() if getattr(value, "__module__", None) == "function")
    function: Callable[..., Any] | None = next(found, None)
    if function is None:
        raise ValueError("The code defines no function.")
    return function
