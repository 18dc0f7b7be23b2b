"""How much work a value is: small ones are written at once, large ones in a thread."""

from collections.abc import Mapping
from typing import Any

from execution.engine.values import Data, DataFrame
from execution.engine.values.pandas_door import is_pandas_frame

MOST_VALUES = 5000
"""Those that are written within some milliseconds."""
CHARACTERS_LIKE_A_VALUE = 200


def is_large(value: Any) -> bool:
    """Would writing the value as JSON keep the event loop for long? Looks at no more of it than that takes."""
    left, waiting = MOST_VALUES, [value]
    while waiting and left > 0:
        item = waiting.pop()
        left -= _weight(item)
        if left > 0:
            waiting += _items(item)
    return left <= 0


def _weight(item: Any) -> int:
    if isinstance(item, str | bytes | bytearray):
        return 1 + len(item) // CHARACTERS_LIKE_A_VALUE
    if isinstance(item, Mapping | list | tuple | set | frozenset):
        return 1 + len(item)
    if isinstance(item, DataFrame):
        return 1 + len(item) * 5  # to count the columns would take as long as to write them
    return int(item.size) if is_pandas_frame(item) else 1


def _items(item: Any) -> list[Any]:
    if isinstance(item, Mapping):
        return list(item.values())
    if isinstance(item, list | tuple | set | frozenset):
        return list(item)
    return [item.data] if isinstance(item, Data) else []
