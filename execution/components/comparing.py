"""How two texts compare, by the names that the operators have in flows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

TEXT_COMPARISONS: Mapping[str, Callable[[str, str], bool]] = {
    "equals": lambda text, other: text == other,
    "not equals": lambda text, other: text != other,
    "contains": lambda text, other: other in text,
    "starts with": lambda text, other: text.startswith(other),
    "ends with": lambda text, other: text.endswith(other),
}
