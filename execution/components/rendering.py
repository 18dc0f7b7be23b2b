"""Any value as text that people read: fenced JSON for records, Markdown for tables."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from execution.engine.values import Data, DataFrame, Message
from execution.engine.values.json_values import to_json_value

_HEADER_PADDING = 2
_LINE_BREAKS = re.compile(r"\s*\n\s*")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)


def as_text(value: Any) -> str:
    """Return the text of a value; records as fenced JSON, tables as Markdown, lists item by item."""
    match value:
        case str():
            return value
        case Message():
            return value.get_text()
        case Data():
            return fenced_json(value.data)
        case DataFrame():
            return markdown_table(value)
        case list() | tuple():
            return "\n".join(as_text(item) for item in value)
        case dict():
            return fenced_json(value)
        case _:
            return str(value)


def fenced_json(value: Any) -> str:
    """Return the value as an indented JSON block."""
    return f"```json\n{json.dumps(to_json_value(value), indent=2, ensure_ascii=False)}\n```"


def markdown_table(table: DataFrame) -> str:
    """Return the table in Markdown, numbers to the right; an empty table is an empty text."""
    records = table.to_records()
    columns = [str(column) for column in table.columns]
    if not records or not columns:
        return ""
    rendered = [_column(column, [record.get(column) for record in records]) for column in columns]
    lines = ["| " + " | ".join(cells) + " |" for cells in zip(*(lines for lines, _ in rendered), strict=True)]
    ruler = "|" + "|".join(rule for _, rule in rendered) + "|"
    return "\n".join([lines[0], ruler, *lines[1:]])


def _column(name: str, values: Sequence[Any]) -> tuple[list[str], str]:
    """Return the padded lines of a column, its name first, and its part of the ruler."""
    cells = [_cell(value) for value in values]
    numeric = any(cells) and all(not cell or _NUMBER.fullmatch(cell) for cell in cells)
    if numeric:
        cells = _at_the_point(cells)
    width = max(len(name) + _HEADER_PADDING, *(len(cell) for cell in cells))
    if numeric:
        return [cell.rjust(width) for cell in (name, *cells)], "-" * (width + 1) + ":"
    return [cell.ljust(width) for cell in (name, *cells)], ":" + "-" * (width + 1)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        short = f"{value:g}"
        return short if float(short) == value else repr(value)
    # A line break or a bar inside a cell would break the row.
    return _LINE_BREAKS.sub("<br>", str(value).strip()).replace("|", r"\|")


def _at_the_point(cells: Sequence[str]) -> list[str]:
    """Pad numbers on the right so that their decimal points stand below each other."""
    tails = [len(cell) - cell.index(".") if "." in cell else 0 for cell in cells]
    longest = max(tails)
    return [cell + " " * (longest - tail) if cell else cell for cell, tail in zip(cells, tails, strict=True)]
