"""Directory: the texts of all files in a folder of the machine. Kept for older flows."""

from __future__ import annotations

import asyncio

from execution.components.documents import DocumentUnreadable
from execution.components.earlier_outputs import GivesRecords
from execution.components.file_texts import TEXT_TYPES, text_of
from execution.components.files import ReadFile, files_of
from execution.engine.errors import EngineError
from execution.engine.fields import BoolInput, IntInput, MessageTextInput, MultiselectInput, Output
from execution.engine.values import Data


class TypesUnknown(EngineError, ValueError):
    code = "file_types_unknown"
    message = "Invalid file types specified: {wrong}. Valid types are: {known}"


class FileLoadFailed(EngineError, ValueError):
    code = "file_load_failed"
    message = "Error loading file {path}: {reason}"


class DirectoryComponent(GivesRecords):
    """Read the files of a folder that the operator has opened."""

    name = "Directory"
    display_name = "Directory"
    description = "Reads all files in a folder."
    icon = "folder"
    legacy = True
    is_trusted_only = True

    inputs = [
        MessageTextInput(
            name="path", display_name="Path", info="The folder, on the server's machine.", value=".", tool_mode=True
        ),
        MultiselectInput(
            name="types",
            display_name="File Types",
            info="Which files to read; without a choice all that can be read.",
            options=list(TEXT_TYPES),
            value=[],
        ),
        IntInput(
            name="depth",
            display_name="Depth",
            info="How many levels of folders to read; 0 leaves it to Recursive.",
            value=0,
        ),
        IntInput(
            name="max_concurrency",
            display_name="Max Concurrency",
            info="How many files are read at the same time.",
            value=2,
            advanced=True,
        ),
        BoolInput(
            name="load_hidden",
            display_name="Load Hidden",
            info="Read files whose name begins with a dot.",
            advanced=True,
        ),
        BoolInput(name="recursive", display_name="Recursive", info="Read the folders below it, too.", advanced=True),
        BoolInput(
            name="silent_errors",
            display_name="Silent Errors",
            info="Go on without the files that cannot be read.",
            advanced=True,
        ),
        BoolInput(
            name="use_multithreading",
            display_name="Use Multithreading",
            info="Read several files at the same time.",
            advanced=True,
        ),
    ]
    outputs = [Output(name="dataframe", display_name="Loaded Files", method="as_dataframe", types=["DataFrame"])]

    async def as_dataframe(self) -> list[Data]:
        """Return a record with path and text for each file; fields for tables take them as one."""
        files = files_of(self.run)
        paths = await files.listed(
            self.path or ".",
            endings=self._endings(),
            depth=self.depth or (0 if self.recursive else 1),
            with_hidden=self.load_hidden,
        )
        slots = asyncio.Semaphore(max(1, self.max_concurrency or 1) if self.use_multithreading else 1)

        async def loaded(path: str) -> Data | None:
            async with slots:
                return await asyncio.to_thread(self._record, await files.read(path))

        found = await asyncio.gather(*map(loaded, paths))
        records = [record for record in found if record is not None]
        self.status = records
        return records

    def _endings(self) -> list[str]:
        wrong = [ending for ending in self.types or [] if ending not in TEXT_TYPES]
        if wrong:
            raise TypesUnknown(wrong=wrong, known=list(TEXT_TYPES))
        return list(self.types or TEXT_TYPES)

    def _record(self, file: ReadFile) -> Data | None:
        """Return the row of the file, None for one that cannot be read where that is to be passed over."""
        try:
            return Data(data={"file_path": file.path, "text": text_of(file)})
        except DocumentUnreadable as error:
            if self.silent_errors:
                return None
            raise FileLoadFailed(path=file.path, reason=error.facts["reason"]) from error
