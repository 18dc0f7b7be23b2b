"""Give up what a process may do beyond its limits: capabilities, new privileges, life after its parent."""

from __future__ import annotations

import contextlib
import ctypes
import signal

from execution.engine.isolation.confinement import system

CAPSET = {"x86_64": 126, "aarch64": 91}
CAPABILITY_VERSION = 0x20080522
HIGHEST_CAPABILITY = 63


class _Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _Sets(ctypes.Structure):
    _fields_ = [("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32)]


def give_up_privileges(machine: str) -> None:
    """Drop all capabilities (root keeps its name and loses its powers), for good; end when the parent ends."""
    system.control(system.PR_SET_PDEATHSIG, ctypes.c_ulong(signal.SIGKILL))
    system.control(system.PR_SET_DUMPABLE, ctypes.c_ulong(0))  # processes of the same user cannot look inside
    for capability in range(HIGHEST_CAPABILITY + 1):
        with contextlib.suppress(OSError):  # not root: there is nothing to drop; or the kernel knows fewer
            system.control(system.PR_CAPBSET_DROP, ctypes.c_ulong(capability))
    header, sets = _Header(CAPABILITY_VERSION, 0), (_Sets * 2)()
    system.call(CAPSET[machine], ctypes.byref(header), ctypes.byref(sets))
    system.control(system.PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1))
