"""Archives: the files in them, unpacked in memory with caps. What they call themselves is data, never a path."""

from __future__ import annotations

import bz2
import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, Any

from execution.components.documents import DocumentUnreadable
from execution.components.file_texts import ending_of
from execution.components.files import ReadFile

BUNDLE_TYPES = ("zip", "tar", "tgz", "bz2", "gz")

MOST_ENTRIES = 10_000
MOST_BYTES = 256 * 1024 * 1024


def unpacked(file: ReadFile) -> list[ReadFile]:
    """Return the files of an archive, without those that systems hide in it. Raises DocumentUnreadable."""
    try:
        return list(_capped(file, _entries(file)))
    except (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise DocumentUnreadable(name=file.name, reason=str(error) or "it is broken") from error
    except RuntimeError as error:  # an entry of a ZIP wants a password
        raise DocumentUnreadable(name=file.name, reason=str(error)) from error


def _entries(file: ReadFile) -> Iterator[tuple[str, IO[bytes]]]:
    content = io.BytesIO(file.content)
    if ending_of(file.name) == "zip":
        yield from _of_zip(content)
    elif _is_tar(file):
        yield from _of_tar(content)
    else:
        single: Any = bz2.BZ2File(content) if ending_of(file.name) == "bz2" else gzip.GzipFile(fileobj=content)
        with single:
            yield PurePosixPath(file.name).stem, single


def _is_tar(file: ReadFile) -> bool:
    suffixes = PurePosixPath(file.name.lower()).suffixes
    return ".tar" in suffixes or ".tgz" in suffixes


def _of_zip(content: io.BytesIO) -> Iterator[tuple[str, IO[bytes]]]:
    with zipfile.ZipFile(content) as archive:
        for entry in archive.infolist():
            if not entry.is_dir():
                with archive.open(entry) as packed:
                    yield entry.filename, packed


def _of_tar(content: io.BytesIO) -> Iterator[tuple[str, IO[bytes]]]:
    with tarfile.open(fileobj=content) as archive:
        for entry in archive:
            packed = archive.extractfile(entry) if entry.isreg() else None  # links and devices are no files
            if packed is not None:
                yield entry.name, packed


def _capped(file: ReadFile, entries: Iterator[tuple[str, IO[bytes]]]) -> Iterator[ReadFile]:
    """Count while unpacking: what an archive claims of itself may be a lie."""
    left = MOST_BYTES
    for number, (path, packed) in enumerate(entries):
        content = packed.read(left + 1)
        left -= len(content)
        if left < 0 or number >= MOST_ENTRIES:
            raise DocumentUnreadable(name=file.name, reason="it unpacks to more than this server takes")
        name = PurePosixPath(path.replace("\\", "/")).name
        if not name.startswith(".") and "__MACOSX" not in path:
            yield ReadFile(path=f"{file.path}/{path}", name=name, content=content)
