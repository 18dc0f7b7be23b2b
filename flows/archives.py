"""Flows as files: what an upload holds, and downloads. Names inside archives are data, never paths."""

import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any

from pydantic import TypeAdapter

from flows.definition import without_secrets
from flows.errors import UploadInvalid, UploadTooLarge
from flows.models import Flow
from flows.names import file_name
from flows.serializers import FlowFileSerializer, ImportedFlow
from langflow_site.common.models import dumps
from langflow_site.common.requests import given, validated

CONTENT_TYPE = "application/x-zip-compressed"
MAX_ENTRIES = 10_000
MAX_UNPACKED_BYTES = 256 * 1024 * 1024

NOTHING_FOUND = "No flows found in the file"

_FLOWS = TypeAdapter(list[ImportedFlow])


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """What a file brought."""

    flows: list[Mapping[str, Any]]

    project: Mapping[str, Any]
    """Name and description of the project that was exported; empty for plain flows."""


def read_upload(file: IO[bytes]) -> Upload:
    """Return the flows of a JSON file (one flow, a list, `{"flows": [...]}`) or of a ZIP of such files."""
    is_archive = zipfile.is_zipfile(file)
    file.seek(0)
    documents, project = _read_archive(file) if is_archive else _flows_of(_parsed(file.read(), "The file"))
    flows = validated(_FLOWS, documents, within=("body", "file", "flows"))
    return Upload(flows=[given(flow) for flow in flows], project=project)


def as_document(flow: Flow) -> dict[str, Any]:
    """Return the flow as it leaves the server: without the values of secret fields."""
    return {**FlowFileSerializer(flow).data, "data": without_secrets(flow.data)}


def as_archive(flows: Iterable[Flow], *, project: Mapping[str, Any] | None = None) -> bytes:
    """Return a ZIP with a JSON file for each flow; what the project is called stands in the ZIP's comment."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for flow in flows:
            name = file_name(flow.name, archive.NameToInfo)
            archive.writestr(name, dumps(as_document(flow)))
        if project:
            archive.comment = dumps(project).encode()[: zipfile.ZIP_MAX_COMMENT]
    return buffer.getvalue()


def archive_name(title: str) -> str:
    """Return a file name that tells what was exported and when."""
    return file_name(f"{datetime.now(UTC):%Y%m%d_%H%M%S}_{title}_flows", ending=".zip")


def _read_archive(file: IO[bytes]) -> tuple[list[Any], Mapping[str, Any]]:
    try:
        with zipfile.ZipFile(file) as archive:
            documents = [_parsed(content, f"'{name}'") for name, content in _json_files(archive)]
            if not documents:
                raise UploadInvalid(reason=NOTHING_FOUND)
            return [flow for document in documents for flow in _flows_of(document)[0]], _project_in(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        # RuntimeError is an entry that wants a password, NotImplementedError one packed in an unknown way.
        raise UploadInvalid(reason=f"The archive cannot be read: {error}") from None


def _json_files(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Give the JSON files of the archive. Sizes are counted while unpacking: what the archive claims may be a lie."""
    entries = [entry for entry in archive.infolist() if _holds_json(entry)]
    if len(entries) > MAX_ENTRIES:
        raise UploadTooLarge
    left = MAX_UNPACKED_BYTES
    for entry in entries:
        with archive.open(entry) as packed:
            content = packed.read(left + 1)
        left -= len(content)
        if left < 0:
            raise UploadTooLarge
        yield entry.filename, content


def _holds_json(entry: zipfile.ZipInfo) -> bool:
    # macOS puts a "._name" beside each file.
    last = entry.filename.rpartition("/")[2]
    return last.lower().endswith(".json") and not last.startswith("._")


def _project_in(archive: zipfile.ZipFile) -> Mapping[str, Any]:
    try:
        found = json.loads(archive.comment) if archive.comment else None
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _parsed(content: bytes, what: str) -> Any:
    try:
        # json, not orjson: long integers keep their digits.
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise UploadInvalid(reason=f"{what} is not JSON.") from None


def _flows_of(document: Any) -> tuple[list[Any], Mapping[str, Any]]:
    """Return the flows of a document and what it says of their project."""
    match document:
        case list():
            return document, {}
        case {"flows": list() as flows}:
            return flows, {key: value for key, value in document.items() if key.startswith("folder_")}
        case {"name": _}:
            return [document], {}
        case _:
            raise UploadInvalid(reason=NOTHING_FOUND)
