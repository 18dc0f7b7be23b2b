"""A user's files in memory: the host's service `files` for components that run alone."""

from __future__ import annotations

from collections.abc import Collection
from fnmatch import fnmatch

from execution.components.file_texts import decoded
from execution.components.files import FileNotThere, FolderMissing, ReadFile


class MemoryFiles:
    def __init__(self, **contents: bytes) -> None:
        self.contents = dict(contents)
        self.removed: list[str] = []

    async def read(self, path: str) -> ReadFile:
        if path not in self.contents:
            raise FileNotThere(path=path)
        return ReadFile(path=path, name=path.rpartition("/")[2], content=self.contents[path])

    async def read_text(self, path: str) -> str:
        return decoded((await self.read(path)).content)

    async def save(self, name: str, content: bytes) -> str:
        return await self.replace(f"{len(self.contents)}-{name}", content)

    async def replace(self, name: str, content: bytes) -> str:
        self.contents[name] = content
        return f"/{name}"

    async def remove_local(self, path: str) -> None:
        self.removed.append(path)

    async def listed(self, folder: str, *, endings: Collection[str], depth: int, with_hidden: bool) -> list[str]:
        found = [path for path in self.contents if fnmatch(path, f"{folder}/*")]
        if not found:
            raise FolderMissing(path=folder)
        return [path for path in found if path.rpartition(".")[2] in endings]
