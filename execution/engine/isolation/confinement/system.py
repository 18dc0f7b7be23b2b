"""The door to the Linux kernel: system calls that Python has no functions for."""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from functools import cache

from execution.engine.isolation.confinement.errors import ConfinementUnavailable

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_MODE_FILTER = 2
MACHINES = frozenset({"x86_64", "aarch64"})


@cache
def libc() -> ctypes.CDLL:
    """Return the C library; raise ConfinementUnavailable on systems that this module does not know."""
    if sys.platform != "linux":
        raise ConfinementUnavailable("it is not Linux")
    if platform.machine() not in MACHINES:
        raise ConfinementUnavailable(f"{platform.machine()} is not one of {', '.join(sorted(MACHINES))}")
    return ctypes.CDLL(None, use_errno=True)


def call(number: int, *arguments: object) -> int:
    """Make a system call by its number; raise OSError where it fails."""
    return checked(libc().syscall(ctypes.c_long(number), *arguments))


def control(option: int, *arguments: object) -> int:
    """Make a `prctl` call; raise OSError where it fails."""
    padding = [ctypes.c_ulong(0)] * (4 - len(arguments))
    return checked(libc().prctl(ctypes.c_int(option), *arguments, *padding))


def checked(result: int) -> int:
    """Return what a function of the C library returned; raise OSError where it failed."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
