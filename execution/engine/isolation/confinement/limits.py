"""Limits of one process: memory, CPU time, sizes and numbers of files."""

from __future__ import annotations

import resource
from dataclasses import dataclass, replace

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one process may use up."""

    memory_mb: int = 1024
    """Address space."""
    cpu_seconds: int = 60
    """Over the life of the process."""
    file_mb: int = 64
    """Size of one file."""
    open_files: int = 128
    disk_mb: int = 128
    """All files of the working folder together."""
    entries: int = 10_000
    """Files and folders in the working folder."""
    threads: int = 256
    """No limit of the kernel's counts those of one process; small ones would take many thousands into its memory."""

    def of_watched_folder(self) -> Limits:
        """Return the limits for a process whose folder is measured now and then only.

        What it deletes while it is open is not seen then, so each file may be smaller.
        """
        return replace(self, file_mb=min(self.file_mb, max(1, self.disk_mb // 8)))

    def apply(self) -> None:
        """Set the limits; nothing raises them again."""
        for kind, amount in (
            (resource.RLIMIT_AS, self.memory_mb * MEGABYTE),
            (resource.RLIMIT_CPU, self.cpu_seconds),
            (resource.RLIMIT_FSIZE, self.file_mb * MEGABYTE),
            (resource.RLIMIT_NOFILE, self.open_files),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_MEMLOCK, 0),
            (resource.RLIMIT_MSGQUEUE, 0),
        ):
            resource.setrlimit(kind, (amount, amount))
