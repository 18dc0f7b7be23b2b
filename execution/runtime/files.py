"""A run's way to files: its owner's uploads, and the folders of the machine that the operator opened."""

import asyncio
import os
import stat
import uuid
from collections.abc import Collection, Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile

from execution.components.file_texts import decoded
from execution.components.files import FileNotThere, FileRefused, FileTooLong, FolderMissing, ReadFile
from execution.runtime.own_places import is_own
from files.errors import BytesGone, StoredFileNotFound
from files.models import FlowFile, UserFile
from files.selectors import file_at
from files.services import replace_file, upload_file
from files.storage import opened
from langflow_site.common.database import in_database

ROOT = "/langflow/files"
"""Stands in front of uploads where components show a path, so that none is taken for a path of the machine."""

MOST_MEGABYTES = 256
MOST_BYTES = MOST_MEGABYTES * 1024 * 1024
MOST_LISTED = 10_000


class RunFiles:
    """What components get as the service `files`."""

    def __init__(self, user_id: uuid.UUID) -> None:
        self._user_id = user_id

    async def read(self, path: str) -> ReadFile:
        if _is_local(path):
            return await asyncio.to_thread(_read_local, path)
        row = await self._row(path)
        if row.size > MOST_BYTES:
            raise FileTooLong(name=path, megabytes=MOST_MEGABYTES)
        content = await asyncio.to_thread(_content_of, row)
        return ReadFile(path=shown(row.path), name=row.path.partition("/")[2], content=content)

    async def read_text(self, path: str) -> str:
        return decoded((await self.read(path)).content)

    async def save(self, name: str, content: bytes) -> str:
        file = await in_database(upload_file, user_id=self._user_id, file_name=name, content=ContentFile(content))
        return shown(file.path)

    async def replace(self, name: str, content: bytes) -> str:
        file = await in_database(replace_file, user_id=self._user_id, file_name=name, content=ContentFile(content))
        return f"{ROOT}/{file.file_name}"

    async def remove_local(self, path: str) -> None:
        if _is_local(path):
            await asyncio.to_thread(_permitted(path).unlink)

    async def listed(self, folder: str, *, endings: Collection[str], depth: int, with_hidden: bool) -> list[str]:
        return await asyncio.to_thread(_listed, folder, endings, depth, with_hidden)

    async def _row(self, path: str) -> UserFile | FlowFile:
        wanted = path.removeprefix(f"{ROOT}/")
        if "/" not in wanted:
            wanted = f"{self._user_id}/{wanted}"
        try:
            return await in_database(file_at, self._user_id, wanted)
        except StoredFileNotFound:
            raise FileNotThere(path=shown(path.removeprefix(f"{ROOT}/"))) from None


def shown(path: str) -> str:
    """Return the path of an upload as components show it."""
    return f"{ROOT}/{path}"


def _content_of(row: UserFile | FlowFile) -> bytes:
    try:
        with opened(row.key, name=row.path) as content:
            return content.read()
    except BytesGone:
        raise FileNotThere(path=shown(row.path)) from None


def _is_local(path: str) -> bool:
    return path.startswith(("/", "~")) and not path.startswith(f"{ROOT}/")


def _permitted(path: str) -> Path:
    """Return where the path leads, links followed; raise FileRefused for a place that the operator has not opened."""
    wanted = Path(path).expanduser().resolve()
    folders = [folder.resolve() for folder in settings.LANGFLOW.LOCAL_FOLDERS]
    if not any(wanted == folder or folder in wanted.parents for folder in folders):
        raise FileRefused(path=path, reason="the operator has not opened that folder (LANGFLOW_LOCAL_FOLDERS)")
    if is_own(wanted):
        raise FileRefused(path=path, reason="it belongs to the server itself")
    return wanted


def _read_local(path: str) -> ReadFile:
    wanted = _permitted(path)
    try:
        with open(wanted, "rb", opener=_open_no_link) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise FileNotThere(path=path)
            content = file.read(MOST_BYTES + 1)
    except OSError:
        raise FileNotThere(path=path) from None
    if len(content) > MOST_BYTES:
        raise FileTooLong(name=path, megabytes=MOST_MEGABYTES)
    return ReadFile(path=path, name=wanted.name, content=content)


def _open_no_link(path: str, flags: int) -> int:
    """Should a link take the file's place after the check, it is not followed; a pipe is not waited for."""
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


def _listed(folder: str, endings: Collection[str], depth: int, with_hidden: bool) -> list[str]:
    root = _permitted(folder or ".")
    if not root.is_dir():
        raise FolderMissing(path=folder)
    names = (name for name in _names_below(root, depth) if with_hidden or not name.rpartition("/")[2].startswith("."))
    wanted = tuple(f".{ending}" for ending in endings)
    found = [f"{folder.rstrip('/')}/{name}" for name in names if not wanted or name.lower().endswith(wanted)]
    return found[:MOST_LISTED]


def _names_below(root: Path, depth: int) -> Iterator[str]:
    """Give the files below the folder, level by level; folders that links lead to stay out."""
    for place, folders, names in os.walk(root):
        below = Path(place).relative_to(root)
        if depth and len(below.parts) >= depth - 1:
            folders.clear()
        folders.sort()
        yield from ((below / name).as_posix() for name in sorted(names) if (Path(place) / name).is_file())
