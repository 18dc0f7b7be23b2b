"""Files on their way out: in pieces, and as something that browsers save instead of showing."""

import tempfile
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from mimetypes import guess_type
from typing import Any

from django.http import FileResponse

from files.models import StoredFile, UserFile
from files.names import split_name
from files.storage import opened, pieces_of
from langflow_site.common.names import numbered
from langflow_site.common.responses import PiecewiseResponse

ZIP_TYPE = "application/x-zip-compressed"
OCTETS = "application/octet-stream"


def as_download(file: StoredFile, *, name: str) -> FileResponse:
    """Answer with the file as bytes of no kind: nothing in it runs in the browser, whatever it is."""
    content = opened(file.key, name=name)
    return PiecewiseResponse(
        content, as_attachment=True, filename=name, content_type=OCTETS, headers={"Content-Length": str(file.size)}
    )


def as_image(file: StoredFile, *, name: str, content_type: str) -> FileResponse:
    """Answer with the image for the chat to show. As a page of its own it may do nothing: an SVG can hold scripts."""
    headers = {"Content-Length": str(file.size), "Content-Security-Policy": "default-src 'none'; sandbox"}
    content = opened(file.key, name=name)
    return PiecewiseResponse(content, filename=name, content_type=content_type, headers=headers)


def as_archive(files: Iterable[UserFile]) -> FileResponse:
    """Answer with a ZIP of the files, made on the disk."""
    archive = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as entries:
        for file in files:
            with entries.open(_entry_name(file, entries.NameToInfo), "w", force_zip64=True) as entry:
                for piece in pieces_of(opened(file.key, name=file.file_name)):
                    entry.write(piece)
    archive.seek(0)
    name = f"{datetime.now(UTC):%Y%m%d_%H%M%S}_langflow_files.zip"
    return PiecewiseResponse(archive, as_attachment=True, filename=name, content_type=ZIP_TYPE)


def download_name(file: UserFile) -> str:
    """Return what the user calls the file, with the ending that it came with."""
    return file.name + split_name(file.file_name)[1]


def image_type(name: str) -> str:
    """Return the media type that the name tells, whether it is an image's or not."""
    return guess_type(name)[0] or OCTETS


def _entry_name(file: UserFile, taken: dict[str, Any]) -> str:
    stem, ending = split_name(download_name(file))
    return numbered(stem, [other.removesuffix(ending) for other in taken]) + ending
