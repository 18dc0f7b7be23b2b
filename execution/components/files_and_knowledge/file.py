"""Read File: what stands in the user's files, in a bucket or at Google Drive."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from execution.components.chosen_files import NothingToRead, ReadsFiles
from execution.components.documents import DocumentUnreadable
from execution.components.file_texts import IMAGE_TYPES, READABLE, TABLE_TYPES, ending_of, rows_of, text_of
from execution.components.files import ReadFile, files_of
from execution.components.files_and_knowledge.file_fields import FIELDS, FIELDS_OF_ADVANCED, FIELDS_OF_PLACES
from execution.components.google_drive import Drive
from execution.components.object_store import Bucket
from execution.components.storage_places import AWS, GOOGLE_DRIVE, LOCAL, chosen_place, show_only
from execution.engine.component import Node
from execution.engine.errors import EngineError
from execution.engine.fields import Output
from execution.engine.values import Data, DataFrame, Message

TABLES = frozenset({"csv", "xlsx", "parquet"})
"""Endings by which the node knows a table."""


class ImageHasNoText(EngineError, ValueError):
    """Only a model can say what is on it."""

    code = "image_has_no_text"
    message = "'{name}' is an image, which holds no text. Hand it to a model, with the message of a Chat Input."


class FileComponent(ReadsFiles):
    """Read files: one as text, table or record, several as a table of their texts."""

    name = "File"
    display_name = "Read File"
    description = "Reads texts, tables and documents."
    icon = "file-text"

    inputs = FIELDS
    outputs = [Output(name="message", display_name="Raw Content", method="load_files_message")]
    dynamic_outputs = [
        Output(name="path", display_name="File Path", method="load_files_path"),
        Output(name="json", display_name="Structured Content", method="load_files_json"),
        Output(name="dataframe", display_name="Structured Content", method="load_dataframe", types=["DataFrame"]),
        Output(name="data", display_name="Data", method="load_files", types=["Data"]),  # of flows made until 1.4
    ]

    def update_build_config(self, build_config: Node, field_value: Any, field_name: str | None = None) -> Node:
        """Show the fields of the chosen place, and those that documents need."""
        match field_name:
            case "storage_location":
                show_only(build_config, FIELDS_OF_PLACES, chosen_place(field_value) or LOCAL)
            case "path":
                is_table = bool(TABLES.intersection(map(ending_of, _paths(build_config, field_value))))
                for name in ("advanced_mode", "pipeline"):
                    build_config[name]["show"] = not is_table
            case "advanced_mode":
                for name in ("pipeline", *FIELDS_OF_ADVANCED):
                    build_config[name]["show"] = bool(field_value)
            case "pipeline":
                build_config["ocr_engine"]["show"] = field_value == "standard"
        return build_config

    def update_outputs(self, frontend_node: Node, field_name: str, field_value: Any) -> Node:
        """Give the outputs that the chosen files have."""
        if field_name == "path":
            names = _output_names(_paths(frontend_node["template"], field_value))
            frontend_node["outputs"] = [self._output(name, is_only=len(names) == 1) for name in names]
        return frontend_node

    async def load_files_message(self) -> Message:
        """Return the texts, with the separator between them."""
        files = await self._read()
        texts = [_as_message(record) for record in await self._texts(files)]
        return Message(text=(self.separator if self.separator is not None else "\n\n").join(texts))

    async def load_files(self) -> Data | list[Data]:
        """Return a record with path and text for each file; of one file the record alone."""
        records = [Data(data=record) for record in await self._texts(await self._read())]
        self.status = records
        return records[0] if len(records) == 1 else records

    async def load_dataframe(self) -> DataFrame:
        """Return the rows of a table, or of several files a row with the text of each."""
        files = await self._read()
        if len(files) == 1 and ending_of(files[0].name) in TABLE_TYPES:
            return DataFrame(await asyncio.to_thread(rows_of, files[0]))
        return DataFrame(await self._texts(files))

    async def load_files_json(self) -> Data:
        """Return what the JSON of the file holds; what is no object stands under `value`."""
        record = (await self._texts(await self._read()))[0]
        data = Data(data=record if "error" in record else _object_of(record["text"]))
        self.status = data
        return data

    async def load_files_path(self) -> Message:
        """Return the paths, one in a line."""
        files = [await files_of(self.run).read(path) for path in self.chosen_paths()]
        if not files:
            raise NothingToRead
        self.status = Message(text="\n".join(file.path for file in files))
        return self.status

    def _output(self, name: str, *, is_only: bool) -> Output:
        output = self.output_by_name[name]
        if name == "dataframe" and is_only:
            return Output(name=name, display_name="Files", method=output.method, types=["DataFrame"])
        return output

    def chosen_paths(self) -> list[str]:
        """Return the path that an agent gave alone, else those that were chosen."""
        return [self.file_path_str] if self.file_path_str else super().chosen_paths()

    def is_readable(self, ending: str, name: str) -> bool:
        """Images are not: to leave them out silently is right only where errors are silent."""
        is_text = ending in READABLE
        if not is_text and ending in IMAGE_TYPES and not self.silent_errors:
            raise ImageHasNoText(name=name)
        return is_text

    async def _read(self) -> list[ReadFile]:
        """Return the files that can be read, those in archives one by one."""
        files = self.readable_of(await self._found())
        workers = max(1, self.concurrency_multithreading or 1)
        self.log(f"Starting parallel processing of {len(files)} files with concurrency: {workers}.")
        return files

    async def _found(self) -> list[ReadFile]:
        place = chosen_place(self.storage_location)
        if place == AWS:
            key = self.s3_file_key or ""
            content = await Bucket(self).get(key)
            return [ReadFile(path=f"s3://{self.bucket_name}/{key}", name=PurePath(key).name, content=content)]
        if place == GOOGLE_DRIVE:
            return [await Drive(self.run, self.service_account_key).read(self.file_id or "")]
        return await self.opened_files()

    async def _texts(self, files: Sequence[ReadFile]) -> list[dict[str, Any]]:
        """Return a record for each file, in their order, as many at a time as the node says."""
        slots = asyncio.Semaphore(max(1, self.concurrency_multithreading or 1))

        async def record(file: ReadFile) -> dict[str, Any]:
            async with slots:
                return await asyncio.to_thread(self._record, file)

        return list(await asyncio.gather(*map(record, files)))

    def _record(self, file: ReadFile) -> dict[str, Any]:
        try:
            return {"file_path": file.path, "text": text_of(file)}
        except DocumentUnreadable as error:
            if not self.silent_errors:
                raise
            return {"file_path": file.path, "error": str(error)}


def _paths(template: Node, value: Any) -> list[str]:
    """Return the paths of the field: the editor keeps the names in its value and the paths beside it."""
    paths = template["path"].get("file_path") or value or []
    return [paths] if isinstance(paths, str) else [str(path) for path in paths]


def _output_names(paths: Sequence[str]) -> list[str]:
    if len(paths) > 1:
        return ["dataframe"]
    match [ending_of(path) for path in paths]:
        case []:
            return ["message"]
        case [ending] if ending in TABLES:
            return ["dataframe", "message", "path"]
        case ["json"]:
            return ["json", "message", "path"]
        case _:
            return ["message", "path"]


def _object_of(text: str) -> dict[str, Any]:
    value = json.loads(text)
    return value if isinstance(value, dict) else {"value": text}


def _as_message(record: dict[str, Any]) -> str:
    """Return the text of the record; where there is none, the record itself tells about the file."""
    text = record.get("text")
    return str(text) if text else json.dumps(record, indent=2, ensure_ascii=False, default=str)
