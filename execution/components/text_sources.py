"""A text from one of several places: typed in, or in one of the user's files."""

from __future__ import annotations

from typing import Any, Protocol

from execution.engine.errors import EngineError
from execution.engine.ports import RunContext


class SourceAmbiguous(EngineError, ValueError):
    """None or several of the places are filled in."""

    code = "source_ambiguous"
    message = "Please provide exactly one of: {kind} file, file path, or {kind} string."


class FilesUnavailable(EngineError):
    """This host gives components no files."""

    code = "files_unavailable"
    message = "This server gives components no access to files. Put the {kind} into the field '{kind} String'."


class TextFiles(Protocol):
    """The host's service `files`."""

    async def read_text(self, path: str) -> str:
        """Return the text of one of the user's files."""


async def text_of_one(run: RunContext, *, kind: str, file: Any, path: str | None, text: str | None) -> str:
    """Return the text of the one place that is filled in. `kind` names the format to the user: JSON, CSV."""
    filled = [place for place in (file, path, text) if place]
    if len(filled) != 1:
        raise SourceAmbiguous(kind=kind)
    if text:
        return text
    files: TextFiles | None = run.services.get("files")
    if files is None:
        raise FilesUnavailable(kind=kind)
    return await files.read_text(str(filled[0]))
