"""S3 Bucket Uploader: put records, or the files that they name, into a bucket."""

from __future__ import annotations

from pathlib import PurePosixPath

from execution.components.files import files_of
from execution.components.object_store import BUCKET, KEY_ID, SECRET_KEY, Bucket
from execution.engine.component import Component
from execution.engine.errors import EngineError
from execution.engine.fields import BoolInput, DropdownInput, HandleInput, Output, StrInput
from execution.engine.values import Data, DataFrame

ORIGINAL_FILE = "Store Original File"


class RecordNamesNoFile(EngineError, ValueError):
    code = "record_names_no_file"
    message = "A record has no 'file_path', which gives the object its key."


class S3BucketUploaderComponent(Component):
    """Upload each record under the path of its file."""

    name = "s3bucketuploader"
    display_name = "S3 Bucket Uploader"
    description = "Puts records or files into a bucket at Amazon S3."
    icon = "Amazon"
    is_trusted_only = True

    inputs = [
        KEY_ID,
        SECRET_KEY,
        BUCKET.with_settings(display_name="Bucket Name", required=False),
        DropdownInput(
            name="strategy",
            display_name="Strategy for file upload",
            info="Store the texts of the records, or the files that they were read from.",
            options=["Store Data", ORIGINAL_FILE],
            value="By Data",
        ),
        HandleInput(
            name="data_inputs",
            display_name="Data Inputs",
            info="Records with a `file_path`.",
            input_types=["Data"],
            is_list=True,
            required=True,
        ),
        StrInput(
            name="s3_prefix", display_name="S3 Prefix", info="Stands in front of the objects' keys.", advanced=True
        ),
        BoolInput(
            name="strip_path",
            display_name="Strip Path",
            info="Of the path only the file's name becomes part of the key.",
            required=True,
            advanced=True,
        ),
    ]
    outputs = [Output(name="data", display_name="Writes to AWS Bucket", method="process_files", types=["NoneType"])]

    async def process_files(self) -> None:
        """Upload everything, one object after the other."""
        bucket = Bucket(self)
        for record in self._records():
            path = str(record.data.get("file_path") or "")
            if not path:
                raise RecordNamesNoFile
            content = await self._content(record, path)
            address = await bucket.put(self._key(path), content)
            self.log(f"Uploaded {address}")

    def _records(self) -> list[Data]:
        given = self.data_inputs or []
        return [record for item in given for record in (item.to_data_list() if isinstance(item, DataFrame) else [item])]

    async def _content(self, record: Data, path: str) -> bytes:
        if self.strategy == ORIGINAL_FILE:
            return (await files_of(self.run).read(path)).content
        return record.get_text().encode()

    def _key(self, path: str) -> str:
        name = PurePosixPath(path).name if self.strip_path else path.lstrip("/")
        prefix = (self.s3_prefix or "").strip("/")
        return f"{prefix}/{name}" if prefix else name
