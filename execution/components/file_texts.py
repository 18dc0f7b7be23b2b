"""What stands in a file, by the ending of its name: texts, records and documents."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import PurePath
from typing import Any
from xml.etree import ElementTree as ET

import yaml

from execution.components.documents import READERS, DocumentUnreadable, document_text, sheet_rows
from execution.components.files import ReadFile

TEXT_TYPES = (
    *("csv", "json", "pdf", "txt", "md", "mdx", "yaml", "yml", "xml", "html", "htm", "docx"),
    *("py", "sh", "sql", "js", "ts", "tsx"),
)
"""The endings that loaders have always known."""

MORE_TEXT_TYPES = ("tsv", "jsonl", "adoc", "asciidoc", "asc", "xhtml", "log")
IMAGE_TYPES = ("bmp", "gif", "jpg", "jpeg", "png", "tiff", "webp")
TABLE_TYPES = ("csv", "tsv", "jsonl", "xlsx")

READABLE = frozenset({*TEXT_TYPES, *MORE_TEXT_TYPES, *(ending.removeprefix(".") for ending in READERS)})
"""Of these there is a text."""


def ending_of(name: str) -> str:
    """Return the ending in small letters, without its dot."""
    return PurePath(name).suffix.lower().removeprefix(".")


def text_of(file: ReadFile) -> Any:
    """Return the text of the file; of YAML, what it says. Raises DocumentUnreadable or ExtraNotInstalled."""
    ending = ending_of(file.name)
    if f".{ending}" in READERS:
        return document_text(file.name, f".{ending}", file.content)
    text = decoded(file.content)
    read = _BY_ENDING.get(ending)
    if read is None:
        return text
    try:
        return read(text)
    except (ValueError, RecursionError, yaml.YAMLError, ET.ParseError) as error:
        raise DocumentUnreadable(name=file.name, reason=str(error)) from error


def rows_of(file: ReadFile) -> list[dict[str, Any]]:
    """Return the rows of a file of one of TABLE_TYPES. Raises DocumentUnreadable or ExtraNotInstalled."""
    match ending_of(file.name):
        case "xlsx":
            return sheet_rows(file.name, file.content)
        case "jsonl":
            return _lines_of_json(file)
        case ending:
            return _separated(file, "\t" if ending == "tsv" else ",")


def decoded(content: bytes) -> str:
    """Return the text in the encoding that the bytes show: Unicode's forms, else what Windows wrote."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def compact_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _json(text: str) -> str:
    return compact_json(json.loads(text))


def _xml(text: str) -> str:
    # Expat refuses entities that grow out of bounds, and ElementTree resolves no outside ones.
    return ET.tostring(ET.fromstring(text), encoding="unicode")  # noqa: S314  # see above


def _separated(file: ReadFile, separator: str) -> list[dict[str, Any]]:
    try:
        reader = csv.DictReader(StringIO(decoded(file.content), newline=""), delimiter=separator)
        if not reader.fieldnames:
            raise DocumentUnreadable(name=file.name, reason="it names no columns")
        rows = [{name: cell for name, cell in row.items() if name is not None} for row in reader]
    except csv.Error as error:
        raise DocumentUnreadable(name=file.name, reason=str(error)) from error
    columns = {name: _typed([row[name] for row in rows]) for name in reader.fieldnames}
    return [{name: cells[place] for name, cells in columns.items()} for place in range(len(rows))]


def _typed(cells: list[str | None]) -> list[Any]:
    """Return numbers where all cells of the column that hold something are numbers; empty cells are None."""
    held = [cell or None for cell in cells]
    for number in (int, float) if None not in held else (float,):
        try:
            return [None if cell is None else number(cell) for cell in held]
        except ValueError:
            continue
    return held


def _lines_of_json(file: ReadFile) -> list[dict[str, Any]]:
    try:
        values = [json.loads(line) for line in decoded(file.content).splitlines() if line.strip()]
    except (ValueError, RecursionError) as error:
        raise DocumentUnreadable(name=file.name, reason=str(error)) from error
    return [value if isinstance(value, dict) else {"value": value} for value in values]


_BY_ENDING: Mapping[str, Callable[[str], Any]] = {
    "json": _json,
    "yaml": yaml.safe_load,
    "yml": yaml.safe_load,
    "xml": _xml,
}
