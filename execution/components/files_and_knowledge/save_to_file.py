"""Write File: keep a value as one of the user's files, in a bucket or at Google Drive."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from execution.components.file_formats import ENDINGS, Value, kind_of, written
from execution.components.files import FileNotThere, ReadFile, files_of
from execution.components.google_drive import ACCOUNT, NATIVE, Drive
from execution.components.object_store import BUCKET, KEY_ID, REGION, SECRET_KEY, Bucket
from execution.components.storage_places import (
    AWS,
    GOOGLE_DRIVE,
    LOCAL,
    STORAGE_LOCATION,
    chosen_place,
    show_only,
)
from execution.engine.component import Component, Node
from execution.engine.errors import EngineError
from execution.engine.fields import BoolInput, DropdownInput, HandleInput, Output, StrInput
from execution.engine.values import Data, DataFrame, Message

FIELDS_OF_PLACES: Mapping[str, tuple[str, ...]] = {
    LOCAL: ("file_name", "append_mode", "local_format"),
    AWS: (
        *("file_name", "aws_format", "aws_access_key_id", "aws_secret_access_key", "bucket_name", "aws_region"),
        "s3_prefix",
    ),
    GOOGLE_DRIVE: ("file_name", "gdrive_format", "service_account_key", "folder_id"),
}

AWS_FORMATS = ["txt", "json", "csv", "xml", "html", "md", "yaml", "log", "tsv", "jsonl", "parquet", "xlsx", "zip"]
DRIVE_FORMATS = ["txt", "json", "csv", "xlsx", "slides", "docs", "jpg", "mp3"]

DRIVE_KINDS = {"docs": f"{NATIVE}document", "slides": f"{NATIVE}presentation"}
"""What Google converts a text to."""

OCTETS = "application/octet-stream"


class NameMissing(EngineError, ValueError):
    code = "file_name_missing"
    message = "File name must be provided."


class ValueUnsupported(EngineError, ValueError):
    code = "file_value_unsupported"
    message = "Unsupported input type: {kind}"


class SaveToFileComponent(Component):
    """Write a value to a file. A file of the same name is replaced, or lengthened."""

    name = "SaveToFile"
    display_name = "Write File"
    description = "Writes texts, records and tables to files."
    icon = "file-text"
    is_trusted_only = True

    inputs = [
        STORAGE_LOCATION,
        HandleInput(
            name="input",
            display_name="File Content",
            info="What to write.",
            input_types=["Data", "DataFrame", "Message"],
            required=True,
            dynamic=True,
        ),
        StrInput(
            name="file_name",
            display_name="File Name",
            info="The file's name; the format's ending is added.",
            required=True,
            show=False,
            tool_mode=True,
        ),
        BoolInput(name="append_mode", display_name="Append", info="Write behind what stands there.", show=False),
        DropdownInput(
            name="local_format",
            display_name="File Format",
            info="How the value is written.",
            options=["csv", "excel", "json", "markdown", "txt"],
            value="json",
            show=False,
        ),
        DropdownInput(
            name="aws_format",
            display_name="File Format",
            info="How the value is written.",
            options=AWS_FORMATS,
            value="txt",
            show=False,
        ),
        DropdownInput(
            name="gdrive_format",
            display_name="File Format",
            info="How the value is written.",
            options=DRIVE_FORMATS,
            value="txt",
            show=False,
        ),
        *(field.with_settings(show=False, advanced=True) for field in (KEY_ID, SECRET_KEY, BUCKET, REGION)),
        StrInput(
            name="s3_prefix",
            display_name="S3 Prefix",
            info="Stands in front of the object's key.",
            show=False,
            advanced=True,
        ),
        ACCOUNT.with_settings(show=False, advanced=True),
        StrInput(
            name="folder_id",
            display_name="Google Drive Folder ID",
            info="The folder that gets the file. The service account needs access to it.",
            required=True,
            show=False,
            advanced=True,
        ),
    ]
    outputs = [Output(name="message", display_name="File Path", method="save_to_file")]

    def update_build_config(self, build_config: Node, field_value: Any, field_name: str | None = None) -> Node:
        """Show the fields of the chosen place."""
        if field_name == "storage_location":
            show_only(build_config, FIELDS_OF_PLACES, chosen_place(field_value))
        return build_config

    async def save_to_file(self) -> Message:
        """Return a message that tells where the file is."""
        name = PurePosixPath((self.file_name or "").strip().replace("\\", "/")).name
        if not name:
            raise NameMissing
        value = await self._value()
        writers = {AWS: self._to_bucket, GOOGLE_DRIVE: self._to_drive}
        write = writers.get(chosen_place(self.storage_location) or LOCAL, self._to_files)
        message = Message(text=await write(name, value))
        self.status = message
        return message

    async def _value(self) -> Value:
        value: Any = self.input
        if isinstance(value, list) and value and all(isinstance(item, Data) for item in value):
            return DataFrame(value)
        if not isinstance(value, Message | Data | DataFrame):
            raise ValueUnsupported(kind=type(value or None))  # an empty field is nothing
        if isinstance(value, Message):
            await value.collect()
        return value

    async def _to_files(self, name: str, value: Value) -> str:
        kind = self.local_format or "json"
        full = _with_ending(name, kind)
        before = await self._before(full) if self.append_mode else None
        content = await asyncio.to_thread(written, value, kind, before=before)
        path = await files_of(self.run).replace(full, content)
        done = f"appended to '{full}'" if self.append_mode else f"saved successfully as '{full}'"
        return f"{kind_of(value)} {done} at {path}"

    async def _before(self, name: str) -> ReadFile | None:
        try:
            return await files_of(self.run).read(name)
        except FileNotThere:
            return None

    async def _to_bucket(self, name: str, value: Value) -> str:
        kind = self.aws_format or "txt"
        full = _with_ending(name, kind)
        prefix = (self.s3_prefix or "").strip("/")
        content = await asyncio.to_thread(written, value, kind)
        address = await Bucket(self).put(f"{prefix}/{full}" if prefix else full, content)
        return f"{kind_of(value)} saved successfully as '{full}' at {address}"

    async def _to_drive(self, name: str, value: Value) -> str:
        kind = self.gdrive_format or "txt"
        full = name if kind in DRIVE_KINDS else _with_ending(name, kind)
        content = await asyncio.to_thread(written, value, "txt" if kind in DRIVE_KINDS else kind)
        drive = Drive(self.run, self.service_account_key)
        address = await drive.save(full, content, folder_id=self.folder_id or "", kind=DRIVE_KINDS.get(kind, OCTETS))
        return f"{kind_of(value)} saved successfully as '{full}' at {address}"


def _with_ending(name: str, kind: str) -> str:
    ending = f".{ENDINGS.get(kind, kind)}"
    return name if name.lower().endswith(ending) else name + ending
