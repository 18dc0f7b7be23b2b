"""A working folder of the process's own: a file system in memory with a size, which is gone when the process is."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

from execution.engine.isolation.confinement import system

NEW_MOUNTS, NEW_USERS = 0x00020000, 0x10000000
NO_SUID, NO_DEVICES, NO_PROGRAMS = 2, 4, 8
RECURSIVE, PRIVATE = 0x4000, 0x40000


def mount_private_folder(folder: str, *, megabytes: int, entries: int) -> bool:
    """Mount an empty folder of that size there, for this process only. Return whether this system permits it.

    Root may; others may where users can make namespaces. It is tried by a process with one thread.
    """
    try:
        _unshare_mounts()
        _mount("none", "/", None, RECURSIVE | PRIVATE, None)
        options = f"size={megabytes}m,nr_inodes={entries},mode=0700"
        _mount("tmpfs", folder, "tmpfs", NO_SUID | NO_DEVICES | NO_PROGRAMS, options)
    except OSError:
        return False
    return True


def _unshare_mounts() -> None:
    user, group = os.getuid(), os.getgid()
    try:
        system.checked(system.libc().unshare(NEW_MOUNTS))
    except PermissionError:
        system.checked(system.libc().unshare(NEW_MOUNTS | NEW_USERS))
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def _mount(source: str, target: str, kind: str | None, flags: int, options: str | None) -> None:
    texts = [None if text is None else text.encode() for text in (source, target, kind, options)]
    system.checked(system.libc().mount(texts[0], texts[1], texts[2], ctypes.c_ulong(flags), texts[3]))
