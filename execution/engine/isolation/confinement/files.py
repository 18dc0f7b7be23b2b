"""Which files a process may reach, by Landlock: those that are listed, and no other file of the machine."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable
from pathlib import Path

from execution.engine.isolation.confinement import system
from execution.engine.isolation.confinement.errors import ConfinementUnavailable

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
CREATE_RULESET_VERSION = 1
RULE_PATH_BENEATH = 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
REFER, TRUNCATE, IOCTL_DEVICE = 1 << 13, 1 << 14, 1 << 15
ABI_OF_NETWORK, ABI_OF_SCOPES = 4, 6
HANDLED_SINCE = {1: (1 << 13) - 1, 2: REFER, 3: TRUNCATE, 5: IOCTL_DEVICE}
"""Rights that a Landlock version added; all that the kernel knows are forbidden unless a rule gives them."""
SCOPE_ABSTRACT_SOCKETS, SCOPE_SIGNALS = 1, 2

READ = EXECUTE | READ_FILE | READ_DIR
FOR_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEVICE


class _Ruleset(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def landlock_version() -> int:
    """Return the kernel's Landlock version; raise ConfinementUnavailable where there is none."""
    try:
        return system.call(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(CREATE_RULESET_VERSION))
    except OSError as error:
        raise ConfinementUnavailable("its kernel has no Landlock (Linux 5.13 or later, enabled)") from error


def allow_only(*, readable: Iterable[str], writable: Iterable[str]) -> None:
    """Forbid every file but these and what is below them. Paths that do not exist are left out."""
    version = landlock_version()
    handled = 0
    for since, rights in HANDLED_SINCE.items():
        handled |= rights if version >= since else 0
    scoped = SCOPE_ABSTRACT_SOCKETS | SCOPE_SIGNALS if version >= ABI_OF_SCOPES else 0
    ruleset = _Ruleset(handled, 0, scoped)
    size = 24 if version >= ABI_OF_SCOPES else 16 if version >= ABI_OF_NETWORK else 8
    rules = system.call(CREATE_RULESET, ctypes.byref(ruleset), ctypes.c_size_t(size), ctypes.c_uint32(0))
    try:
        for path in readable:
            _allow(rules, path, READ & handled)
        for path in writable:
            _allow(rules, path, handled & ~EXECUTE & ~IOCTL_DEVICE)
        system.call(RESTRICT_SELF, ctypes.c_int(rules), ctypes.c_uint32(0))
    finally:
        os.close(rules)


def _allow(rules: int, path: str, rights: int) -> None:
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except (FileNotFoundError, PermissionError, NotADirectoryError):
        return
    try:
        rule = _PathBeneath(rights if Path(path).is_dir() else rights & FOR_FILES, parent)
        system.call(
            ADD_RULE, ctypes.c_int(rules), ctypes.c_int(RULE_PATH_BENEATH), ctypes.byref(rule), ctypes.c_uint32(0)
        )
    finally:
        os.close(parent)
