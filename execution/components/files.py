"""Files, as components reach them: the user's own, and folders of the machine that the operator opened."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from execution.engine.errors import EngineError

if TYPE_CHECKING:
    from execution.engine.ports import RunContext

SERVICE = "files"


class NoFiles(EngineError):
    """This host gives components no files; strangers' runs have none."""

    code = "files_unavailable"
    message = "This run has no access to files."


class FileNotThere(EngineError, ValueError):
    """Nobody has such a file, or somebody else has."""

    code = "file_not_found"
    message = "File not found: '{path}' (resolved to: '{path}'). Please upload the file again."


class FileRefused(EngineError):
    """The path leads to the machine's own files, where the operator lets components reach none or only some."""

    code = "file_refused"
    message = "{path} cannot be reached: {reason}"


class FolderMissing(EngineError, ValueError):
    code = "folder_missing"
    message = "Path {path} must exist and be a directory."


class FileTooLong(EngineError):
    code = "file_too_long"
    message = "'{name}' is longer than the {megabytes} MB that a component reads."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """A file that was read."""

    path: str
    """Where it is, in a form that reads it again."""

    name: str
    """The last part, with the ending."""

    content: bytes


class Files(Protocol):
    """The host's service `files`, for one user.

    Paths are `<user id>/<name>` and `<flow id>/<name>` of the user's own uploads, with or without what the service puts
    in front, a bare name of such a file, or an absolute path on the machine. Raises FileNotThere and FileRefused.
    """

    async def read(self, path: str) -> ReadFile:
        """Return the file. Raises FileTooLong, too."""

    async def read_text(self, path: str) -> str:
        """Return the text of the file."""

    async def save(self, name: str, content: bytes) -> str:
        """Keep the content as a new file of the user's and return its path; a taken name gets a number."""

    async def replace(self, name: str, content: bytes) -> str:
        """Keep the content as the user's file of that name, whether there was one or not, and return its path."""

    async def remove_local(self, path: str) -> None:
        """Delete a file of the machine after it was read; uploads of the user stay."""

    async def listed(self, folder: str, *, endings: Collection[str], depth: int, with_hidden: bool) -> list[str]:
        """Return the files in a folder of the machine, those in `depth` levels of folders below it, too (0: all).

        Raises FolderMissing. Only names with one of the endings count; without any, all do.
        """


def files_of(run: RunContext) -> Files:
    """Return the run's files; raise NoFiles where it has none."""
    files: Files | None = run.services.get(SERVICE)
    if files is None:
        raise NoFiles
    return files


async def text_of_file(run: RunContext, named: Any) -> str:
    """Return the text of the file that a field or an edge names, the first where there are several."""
    first = named[0] if isinstance(named, list) and named else named
    return await files_of(run).read_text(str(getattr(first, "text", first) or ""))
