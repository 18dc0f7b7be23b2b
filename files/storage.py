"""Where bytes lie: Django's default storage, by keys of the server's own. Rows are written by `services`."""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage

from files.errors import BytesGone

CHUNK_BYTES = 256 * 1024

USERS, FLOWS = FOLDERS = ("users", "flows")
"""The two kinds of owners; below each stands a folder for each owner, in it the bytes."""


class ContainedStorage(FileSystemStorage):
    """A local folder that no key leads out of, neither by its parts nor by a link that somebody put there."""

    def path(self, name: str) -> str:
        """Return where the file of that name is; raise SuspiciousFileOperation for a place elsewhere."""
        path = super().path(name)
        if Path(path).resolve() != Path(self.location).resolve() / name:
            raise SuspiciousFileOperation(f"'{name}' leads through a link.")
        return path


def new_key(folder: str, owner_id: uuid.UUID) -> str:
    """Return a place for bytes that nobody can guess and no name can reach."""
    return f"{folder}/{owner_id}/{uuid.uuid4()}"


@contextmanager
def stored(key: str, content: "File[Any]") -> Iterator[str]:
    """Write the bytes and give their key; take them away again if what is done with it fails."""
    with ExitStack() as undo:
        undo.callback(discard, key)  # also what a broken write leaves behind
        yield default_storage.save(key, content)
        undo.pop_all()


def discard(key: str) -> None:
    """Delete the bytes; some that are not there are fine."""
    default_storage.delete(key)


def opened(key: str, *, name: str) -> "File[bytes]":
    """Return the bytes, to be read in pieces; raise BytesGone, which tells the name, if nobody has them."""
    try:
        return default_storage.open(key)
    except FileNotFoundError:
        raise BytesGone(name=name) from None


def pieces_of(file: "File[bytes]") -> Iterator[bytes]:
    """Read the file to its end, a piece at a time, and close it."""
    with file:
        while piece := file.read(CHUNK_BYTES):
            yield piece


def all_keys() -> Iterator[str]:
    """Give the key of everything that lies in the storage."""
    for folder in FOLDERS:
        for owner in _entries(folder)[0]:
            for name in _entries(f"{folder}/{owner}")[1]:
                yield f"{folder}/{owner}/{name}"


def _entries(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever stored there
        return [], []
