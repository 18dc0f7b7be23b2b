"""The text of a file, by its ending."""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import PurePath
from typing import Any
from zipfile import BadZipFile

from execution.components.optional_import import optional_import
from execution.engine.values.errors import ExtraNotInstalled
from execution.knowledge.errors import FileUnreadable

EXTRA = "documents"
BETWEEN_PARTS = "\n\n"


def text_of(name: str, content: bytes) -> str:
    """Return the text that stands in the file; raise FileUnreadable."""
    read = READERS.get(PurePath(name).suffix.lower(), _plain)
    try:
        return read(content)
    except ExtraNotInstalled as error:
        raise FileUnreadable(name=name, reason=str(error)) from None
    except (ValueError, KeyError, OSError, BadZipFile) as error:  # what the readers raise for broken files
        raise FileUnreadable(name=name, reason=str(error) or "it is broken") from error


def _plain(content: bytes) -> str:
    return content.decode("utf-8-sig", errors="ignore")


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


READERS: Mapping[str, Callable[[bytes], str]] = {".pdf": _pdf, ".docx": _word}
"""Everything else is read as text."""
