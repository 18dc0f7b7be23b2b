"""Values as files: texts, records and tables in the formats that Write File offers, and what is appended to one."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Any

from execution.components.documents import EXTRA, sheet_rows
from execution.components.file_texts import decoded, rows_of
from execution.components.files import ReadFile
from execution.components.optional_import import optional_import
from execution.components.rendering import markdown_table
from execution.engine.errors import EngineError
from execution.engine.values import Data, DataFrame, Message
from execution.engine.values.json_values import to_json_value

Value = Message | Data | DataFrame

TEXT_FORMATS = ("txt", "json", "markdown")
TABLE_FORMATS = ("csv", "excel", "json", "markdown")

ENDINGS = {"excel": "xlsx"}
"""Where the ending is not the format's name."""

LIKE = {"md": "markdown", "xlsx": "excel", "log": "txt", "yaml": "txt", "xml": "txt", "html": "txt"}
"""Formats of other places that are one of those above by another name: such a text is written as it is."""


class FormatInvalid(EngineError, ValueError):
    code = "file_format_invalid"
    message = "Invalid file format '{format}' for {kind}. Allowed: {allowed}"


class ColumnsDiffer(EngineError, ValueError):
    """Lists of several lengths cannot be the columns of one table."""

    code = "columns_differ"
    message = "The lists in the record have different lengths: {lengths}. They cannot be the columns of one table."


def kind_of(value: Value) -> str:
    """Return what people call the value's type."""
    return next(kind.__name__ for kind in (Message, DataFrame, Data) if isinstance(value, kind))


def written(value: Value, kind: str, *, before: ReadFile | None = None) -> bytes:
    """Return the content of the file; what stood there `before` stays in front. Raises FormatInvalid."""
    kind = LIKE.get(kind, kind)
    allowed = TEXT_FORMATS if isinstance(value, Message) else TABLE_FORMATS
    if kind not in allowed:
        raise FormatInvalid(format=kind, kind=kind_of(value), allowed=list(allowed))
    match kind:
        case "json":
            return _json(value, before)
        case "csv":
            return _csv([*(rows_of(before) if before else []), *_rows(value)])
        case "excel":
            return _excel([*(sheet_rows(before.name, before.content) if before else []), *_rows(value)])
        case "markdown":
            return _after(before, "\n\n", _markdown(value))
        case _:
            return _after(before, "\n", value.get_text() if isinstance(value, Message) else "")


def _after(before: ReadFile | None, separator: str, text: str) -> bytes:
    return text.encode() if before is None else f"{decoded(before.content)}{separator}{text}".encode()


def _markdown(value: Value) -> str:
    if isinstance(value, Message):
        return f"**Message:**\n\n{value.get_text()}"
    return markdown_table(DataFrame(_rows(value)))


def _json(value: Value, before: ReadFile | None) -> bytes:
    match value:
        case Message():
            document: Any = {"message": value.get_text()}
        case DataFrame():
            document = value.to_records()
        case _:
            document = value.data
    if before is not None:
        earlier = json.loads(decoded(before.content))
        added = document if isinstance(document, list) else [document]
        document = [*(earlier if isinstance(earlier, list) else [earlier]), *added]
    return json.dumps(to_json_value(document), indent=2, ensure_ascii=False).encode()


def _csv(rows: Sequence[dict[str, Any]]) -> bytes:
    output = StringIO(newline="")
    writer = csv.DictWriter(output, fieldnames=_columns(rows), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return output.getvalue().encode()


def _excel(rows: Sequence[dict[str, Any]]) -> bytes:
    workbook = optional_import("openpyxl", extra=EXTRA).Workbook(write_only=True)
    sheet = workbook.create_sheet("Sheet1")
    columns = _columns(rows)
    sheet.append(columns)
    for row in rows:
        sheet.append([_excel_cell(row.get(column)) for column in columns])
    output = BytesIO()
    workbook.save(output)
    return output.getvalue()


def _excel_cell(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float) else json.dumps(to_json_value(value))


def _columns(rows: Sequence[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(column for row in rows for column in row))


def _rows(value: Value) -> list[dict[str, Any]]:
    """Return the rows of a table; lists in a record are its columns, what is single stands in each row."""
    if isinstance(value, DataFrame):
        return value.to_records()
    lists = {name: held for name, held in value.data.items() if isinstance(held, list)}
    lengths = {len(held) for held in lists.values()}
    if len(lengths) > 1:
        raise ColumnsDiffer(lengths=sorted(lengths))
    count = next(iter(lengths), 1)
    return [
        {name: held[place] if name in lists else held for name, held in value.data.items()} for place in range(count)
    ]
