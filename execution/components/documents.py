"""The text of office documents, each by one well-kept library of the extra `documents`."""

from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from itertools import zip_longest
from typing import Any
from zipfile import BadZipFile

from execution.components.optional_import import optional_import
from execution.engine.errors import EngineError

EXTRA = "documents"
BETWEEN_PARTS = "\n\n"


class DocumentUnreadable(EngineError, ValueError):
    """The bytes are not what the ending says, or are broken."""

    code = "document_unreadable"
    message = "'{name}' cannot be read: {reason}"


def document_text(name: str, ending: str, content: bytes) -> str:
    """Return the text of a document whose ending stands in READERS. Raises DocumentUnreadable or ExtraNotInstalled."""
    try:
        return READERS[ending](content)
    except (ValueError, KeyError, OSError, BadZipFile) as error:  # what the libraries raise for broken files
        raise DocumentUnreadable(name=name, reason=str(error) or "it is broken") from error


def sheet_rows(name: str, content: bytes) -> list[dict[str, Any]]:
    """Return the rows of a workbook's first sheet; its first row names the columns."""
    try:
        sheets = list(_sheets(content))
    except (ValueError, KeyError, OSError, BadZipFile) as error:
        raise DocumentUnreadable(name=name, reason=str(error) or "it is broken") from error
    if not sheets or not sheets[0]:
        return []
    names, *rows = sheets[0]
    columns = [f"Unnamed: {place}" if cell is None else str(cell) for place, cell in enumerate(names)]
    # Empty cells at a row's end are left out.
    return [dict(zip_longest(columns, row[: len(columns)])) for row in rows]


def _pdf(content: bytes) -> str:
    library: Any = optional_import("pypdf", extra=EXTRA)
    errors: Any = optional_import("pypdf.errors", extra=EXTRA)
    try:
        pages = library.PdfReader(BytesIO(content)).pages
        return BETWEEN_PARTS.join(page.extract_text() for page in pages)
    except errors.PyPdfError as error:
        raise ValueError(str(error)) from error


def _word(content: bytes) -> str:
    library: Any = optional_import("docx", extra=EXTRA)
    return BETWEEN_PARTS.join(paragraph.text for paragraph in library.Document(BytesIO(content)).paragraphs)


def _slides(content: bytes) -> str:
    library: Any = optional_import("pptx", extra=EXTRA)
    slides = library.Presentation(BytesIO(content)).slides
    texts = ([shape.text_frame.text for shape in slide.shapes if shape.has_text_frame] for slide in slides)
    return BETWEEN_PARTS.join("\n".join(text for text in slide if text) for slide in texts)


def _workbook(content: bytes) -> str:
    sheets = ("\n".join("\t".join(map(_cell, row)) for row in rows) for rows in _sheets(content))
    return BETWEEN_PARTS.join(sheets)


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def _sheets(content: bytes) -> Iterator[list[tuple[Any, ...]]]:
    library: Any = optional_import("openpyxl", extra=EXTRA)
    workbook = library.load_workbook(BytesIO(content), read_only=True, data_only=True)
    try:
        for sheet in workbook.worksheets:
            yield list(sheet.iter_rows(values_only=True))
    finally:
        workbook.close()


READERS: Mapping[str, Callable[[bytes], str]] = {
    ".pdf": _pdf,
    **dict.fromkeys((".docx", ".dotx", ".docm", ".dotm"), _word),
    **dict.fromkeys((".pptx", ".ppsx", ".potx", ".pptm", ".ppsm", ".potm"), _slides),
    ".xlsx": _workbook,
}
