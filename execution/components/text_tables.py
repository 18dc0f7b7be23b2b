"""A table that a text draws with a character between its cells."""

from __future__ import annotations

from execution.engine.errors import EngineError
from execution.engine.values import DataFrame


class SeparatorMissing(EngineError, ValueError):
    """Without a separator a line has no cells."""

    code = "separator_missing"
    message = "empty separator"


class HeaderMismatch(EngineError, ValueError):
    """The first line names another number of columns than a row has cells."""

    code = "header_mismatch"
    message = (
        "Header mismatch: {names} column(s) in header vs {cells} column(s) in data row {row}. "
        "Please ensure the header has the same number of columns as your data."
    )


def table_of_text(text: str, *, separator: str, has_header: bool) -> DataFrame:
    """Return the table. A column that holds only numbers becomes numbers; columns without names are `col_0`, ..."""
    rows = [_cells(line, separator) for line in text.strip().split("\n") if line.strip()]
    if not rows:
        return DataFrame([])
    if has_header and len(rows) > 1:
        names, rows = rows[0], rows[1:]
        _require_equal_lengths(names, rows)
    else:
        names = [f"col_{number}" for number in range(max(map(len, rows)))]
    columns = {
        name: _typed([row[number] if number < len(row) else None for row in rows]) for number, name in enumerate(names)
    }
    return DataFrame(columns)


def _cells(line: str, separator: str) -> list[str | None]:
    if not separator:
        raise SeparatorMissing
    # Markdown draws the separator around the row as well.
    return [cell.strip() for cell in line.strip().strip(separator).split(separator)]


def _require_equal_lengths(names: list[str | None], rows: list[list[str | None]]) -> None:
    for number, row in enumerate(rows, 1):
        if len(row) != len(names):
            raise HeaderMismatch(names=len(names), cells=len(row), row=number)


def _typed(cells: list[str | None]) -> list[str | int | float | None]:
    for number in (int, float):
        try:
            return [number(cell or "") for cell in cells]
        except ValueError:
            continue
    return list(cells)
