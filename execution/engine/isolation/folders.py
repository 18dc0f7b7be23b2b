"""Working folders of isolated processes: make them, measure them, remove them, also after a server that was killed.

What code left in such a folder may be hostile: links to elsewhere, no permissions, paths longer than the system takes.
So removal follows no link, does not recurse, and uses no path of more than one name.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import stat
import tempfile
from pathlib import Path

PREFIX = "langflow-isolated-"
BLOCK = 512

_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class FolderTaken(OSError):
    """Another server tidied up in the moment between making and locking the folder."""


class Folders:
    """The working folders of one server process, in one folder that is locked as long as the process lives."""

    def __init__(self) -> None:
        """Make the folder; raise OSError."""
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX))
        self._lock = os.open(self.path, _DIRECTORY)
        if not _locked(self._lock):
            os.close(self._lock)
            raise FolderTaken

    def new(self) -> Path:
        """Make a working folder; raise OSError."""
        return Path(tempfile.mkdtemp(dir=self.path, prefix="process-"))

    def close(self) -> None:
        """Remove all of it."""
        remove(self.path)
        os.close(self._lock)


def remove_abandoned() -> None:
    """Remove the folders of this user's servers that were killed: nobody holds their locks."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):  # somebody else's, or gone already
            descriptor = os.open(folder, _DIRECTORY)
            try:
                if os.fstat(descriptor).st_uid == os.getuid() and _locked(descriptor):
                    remove(folder)
            finally:
                os.close(descriptor)


def is_working_folder(path: Path) -> bool:
    """Does the resolved path lead into a folder of isolated processes, of any server?"""
    temporary = Path(tempfile.gettempdir()).resolve()
    below = path.relative_to(temporary).parts if path.is_relative_to(temporary) else ()
    return bool(below) and below[0].startswith(PREFIX)


def remove(folder: str | Path) -> None:
    """Remove the folder with all that is in it, as far as permissions go. What is not there is fine.

    The processes that wrote into it are dead.
    """
    with contextlib.suppress(OSError):
        top = os.open(folder, _DIRECTORY)
        try:
            _empty(top)
        finally:
            os.close(top)
        Path(folder).rmdir()


def _empty(top: int) -> None:
    """Empty the folder, walking down and up again with one descriptor: depth costs neither stack nor files."""
    here = os.dup(top)
    names: list[str] = []
    waiting = [_without_files(here)]
    try:
        while names or waiting[-1]:
            if waiting[-1]:
                names.append(waiting[-1].pop())
                here = _moved(here, _opened(names[-1], here))
                waiting.append(_without_files(here))
            else:
                waiting.pop()
                here = _moved(here, os.open("..", _DIRECTORY, dir_fd=here))
                os.rmdir(names.pop(), dir_fd=here)
    finally:
        os.close(here)


def _moved(before: int, now: int) -> int:
    os.close(before)
    return now


def _without_files(folder: int) -> list[str]:
    """Remove everything but folders, and return their names."""
    found = []
    for name in os.listdir(folder):
        if stat.S_ISDIR(os.lstat(name, dir_fd=folder).st_mode):
            found.append(name)
        else:
            os.unlink(name, dir_fd=folder)
    return found


def _opened(name: str, parent: int) -> int:
    try:
        return os.open(name, _DIRECTORY, dir_fd=parent)
    except PermissionError:
        os.chmod(name, stat.S_IRWXU, dir_fd=parent)
        return os.open(name, _DIRECTORY, dir_fd=parent)


def takes_more(folder: str, *, megabytes: int, entries: int) -> bool:
    """Does the folder take more than that, or hide how much it takes? Looks no further than it must."""
    most = megabytes * 1024 * 1024 // BLOCK
    taken = seen = 0
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        try:
            with os.scandir(path) as found:
                for entry in found:
                    about = entry.stat(follow_symlinks=False)
                    taken += about.st_blocks
                    seen += 1
                    if taken > most or seen > entries:
                        return True
                    if stat.S_ISDIR(about.st_mode):
                        waiting.append(entry.path)
        except FileNotFoundError:  # removed meanwhile
            continue
        except OSError:  # it cannot be read, or lies deeper than a path may be long: nobody needs that
            return True
    return False


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
