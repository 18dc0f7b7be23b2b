"""Files that a component reads: chosen in its field or named by what comes on an edge, those in archives one by one."""

from __future__ import annotations

from abc import ABC, abstractmethod

from execution.components.file_bundles import BUNDLE_TYPES, unpacked
from execution.components.file_texts import ending_of
from execution.components.files import FileNotThere, ReadFile, files_of
from execution.engine.component import Component
from execution.engine.errors import EngineError
from execution.engine.fields import BoolInput, HandleInput, Input, StrInput
from execution.engine.values import Message


class NothingToRead(EngineError, ValueError):
    """No file was chosen, or none that can be read is left."""

    code = "no_files"
    message = "No files to process."


class EndingUnsupported(EngineError, ValueError):
    code = "file_unsupported"
    message = "Unsupported file extension: .{ending}"


class PathMissing(EngineError, ValueError):
    """A record came that names no file."""

    code = "file_path_missing"
    message = "Data object missing 'file_path' property."


FIELDS_OF_CHOICE: list[Input] = [
    HandleInput(
        name="file_path",
        display_name="Server File Path",
        info="Records with a `file_path`, or messages that are one: files that another component left.",
        input_types=["Data", "Message"],
        is_list=True,
        advanced=True,
    ),
    StrInput(
        name="separator",
        display_name="Separator",
        info="Stands between the texts of several files.",
        value="\n\n",
        advanced=True,
    ),
    BoolInput(
        name="silent_errors",
        display_name="Silent Errors",
        info="Go on without the files that cannot be read.",
        advanced=True,
    ),
    BoolInput(
        name="delete_server_file_after_processing",
        display_name="Delete Server File After Processing",
        info="Delete files of the machine that came by Server File Path. Uploads stay.",
        value=True,
        advanced=True,
    ),
    BoolInput(
        name="ignore_unsupported_extensions",
        display_name="Ignore Unsupported Extensions",
        info="Leave files of unknown kinds out instead of failing.",
        value=True,
        advanced=True,
    ),
    BoolInput(
        name="ignore_unspecified_files",
        display_name="Ignore Unspecified Files",
        info="Leave records out that name no file.",
        advanced=True,
    ),
]
"""What stands behind a component's own field `path`."""


class ReadsFiles(Component, ABC):
    """A component with a field `path` and those of FIELDS_OF_CHOICE."""

    is_trusted_only = True

    @abstractmethod
    def is_readable(self, ending: str, name: str) -> bool:
        """Say whether files of that ending are read; a file's name is for errors."""

    def chosen_paths(self) -> list[str]:
        """Return the paths of the files that somebody chose."""
        return [path for path in self.path or [] if path]

    async def opened_files(self) -> list[ReadFile]:
        """Return all files, archives as they are; those of the machine may be gone afterwards."""
        uploads = [file for path in self.chosen_paths() if (file := await self._opened(path))]
        return [*uploads, *await self._of_the_server()]

    def readable_of(self, found: list[ReadFile]) -> list[ReadFile]:
        """Return the files that are read, those in archives one by one. Raises NothingToRead."""
        entries = [entry for file in found for entry in self._entries(file)]
        files = [file for file in entries if self._is_read(file)]
        if not files:
            raise NothingToRead
        return files

    async def _of_the_server(self) -> list[ReadFile]:
        """Return the files that records and messages on the edge name; those of the machine may go afterwards."""
        read = [file for path in self._paths_on_the_edge() if (file := await self._opened(path))]
        if self.delete_server_file_after_processing:
            for file in read:
                await files_of(self.run).remove_local(file.path)
        return read

    def _paths_on_the_edge(self) -> list[str]:
        paths = []
        for given in self.file_path or []:
            path = given.get_text() if isinstance(given, Message) else given.data.get("file_path")
            if path:
                paths.append(str(path))
            elif not self.ignore_unspecified_files:
                raise PathMissing
        return paths

    async def _opened(self, path: str) -> ReadFile | None:
        try:
            return await files_of(self.run).read(path)
        except FileNotThere as error:
            if not self.silent_errors:
                raise
            self.log(str(error))
            return None

    def _entries(self, file: ReadFile) -> list[ReadFile]:
        if ending_of(file.name) not in BUNDLE_TYPES:
            return [file]
        entries = unpacked(file)
        self.log(f"Unpacked {len(entries)} files of {file.name}")
        return entries

    def _is_read(self, file: ReadFile) -> bool:
        ending = ending_of(file.name)
        if self.is_readable(ending, file.name):
            return True
        if not self.ignore_unsupported_extensions:
            raise EndingUnsupported(ending=ending)
        return False
