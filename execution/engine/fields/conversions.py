"""From what a field holds (typed in, tweaked, or come along an edge) to what its component was promised.

Each function takes one value and raises TypeError or ValueError where there is no sensible answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from execution.engine.values import Data, DataFrame, Message
from execution.engine.values.pandas_door import is_pandas_frame

Convert = Callable[[Any], Any]

_TRUE_WORDS = frozenset({"true", "1", "yes", "on"})
_FALSE_WORDS = frozenset({"false", "0", "no", "off", ""})


def unchanged(value: Any) -> Any:
    """Return the value as it is, a pandas table as ours."""
    return DataFrame(value) if is_pandas_frame(value) else value


def to_text(value: Any) -> str | None:
    """Return the text of a value; None stays None."""
    if isinstance(value, str) or value is None:
        return value
    if isinstance(value, Data):
        return value.get_text()
    if isinstance(value, bool | int | float):
        return str(value)
    raise TypeError


def to_message(value: Any) -> Message | None:
    """Return the value as a message; None stays None."""
    return None if value is None else Message.of(value)


def to_boolean(value: Any) -> bool:
    """Return the truth of a value; of a text, what it says."""
    if isinstance(value, bool):
        return value
    text = to_text(value)
    word = (text or "").strip().lower()
    if word in _TRUE_WORDS:
        return True
    if word in _FALSE_WORDS:
        return False
    raise ValueError


def to_integer(value: Any) -> int | None:
    """Return a whole number; an empty field is None."""
    number = to_number(value)
    return None if number is None else int(number)


def to_number(value: Any) -> float | int | None:
    """Return a number; an empty field is None."""
    if value is None or isinstance(value, int | float):
        return value
    text = (to_text(value) or "").strip()
    if not text:
        return None
    return int(text) if text.lstrip("+-").isdigit() else float(text)


def to_dictionary(value: Any) -> dict[str, Any]:
    """Return a dictionary, from JSON text, Data, or the rows that the editor writes."""
    if isinstance(value, str):
        value = json.loads(value) if value.strip() else {}
    if isinstance(value, Data):
        return dict(value.data)
    if isinstance(value, Mapping):
        return dict(value)
    if value is None:
        return {}
    if isinstance(value, list):
        return _merged_rows(value)
    raise TypeError


def to_rows(value: Any) -> list[dict[str, Any]]:
    """Return the rows of a table."""
    if value is None or value == "":
        return []
    if isinstance(value, Mapping):
        return [dict(value)]
    return DataFrame.of(value).to_records()


def _merged_rows(rows: list[Any]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for row in rows:
        if isinstance(row, Mapping) and set(row) == {"key", "value"}:
            merged[str(row["key"])] = row["value"]
        else:
            merged.update(to_dictionary(row))
    return merged
