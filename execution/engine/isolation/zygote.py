"""The process that isolated processes are born from: it has loaded the engine and never runs foreign code.

Started by the host as `python -I`, without the host's environment. It hears commands on a socket: start a process
(with the connection to the host handed in), end one. When the host is gone, it ends everything.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import random
import select
import signal
import socket
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from execution.engine import import_names
from execution.engine.isolation import network
from execution.engine.isolation.confinement import Confinement, ConfinementUnavailable, confine
from execution.engine.isolation.confinement.limits import Limits
from execution.engine.isolation.confinement.private_folder import mount_private_folder
from execution.engine.isolation.folders import remove, takes_more
from execution.engine.isolation.frames import packed
from execution.engine.isolation.serving import serve

LARGEST_COMMAND = 65536
CONNECTION, BROKER = 3, 4
"""The only files that an isolated process inherits."""

PRIVATE = b"p"
"""What a new process says when its folder is a file system of its own."""

MEASURE_SECONDS = 0.1
THREADS_IN_STAT = 17
"""Place of the number of threads in what /proc tells, counted behind the name."""
NICENESS = 5
"""Whoever answers requests comes first."""


def main(control: int) -> None:
    """Obey the host until it hangs up."""
    import_names.install()
    gc.freeze()  # children share what is there already; the collector would copy it
    host = socket.socket(fileno=control)
    nursery = Nursery()
    while True:
        if not select.select([host], [], [], nursery.measure())[0]:
            continue
        message, files, _, _ = socket.recv_fds(host, LARGEST_COMMAND, 2)
        if not message:
            break
        command = json.loads(message)
        try:
            answer = nursery.start(command, files) if command["do"] == "start" else nursery.end(command["pid"])
        except OSError as error:  # no room for one more process: those that are there go on
            answer = {"error": error.strerror or str(error)}
        for file in files:
            os.close(file)
        host.send(json.dumps(answer).encode())
    nursery.close()


@dataclass(slots=True)
class Child:
    """A process that was started."""

    folder: str
    limits: Limits
    watched: bool
    """Is its folder measured, because no file system of its own bounds it?"""
    over: str = ""
    """Of what it had too much when it was killed for that."""


class Nursery:
    """The processes that were started and not ended yet."""

    def __init__(self) -> None:
        self._children: dict[int, Child] = {}
        self._next_measure = 0.0

    def start(self, command: Mapping[str, Any], files: list[int]) -> dict[str, Any]:
        """Start a process; return its pid when its folder is ready."""
        ready, done = os.pipe()
        with open(ready, "rb") as told, open(done, "wb") as telling:  # noqa: PTH123  # descriptors, no paths
            pid = os.fork()
            if pid == 0:
                try:
                    told.close()
                    _live(command, files, done)
                finally:
                    os._exit(1)  # whatever went wrong: this copy of the helper must not go on as one
            telling.close()
            watched = told.read(1) != PRIVATE
        folder, limits = str(command["folder"]), Limits(**command["limits"])
        self._children[pid] = Child(folder, limits, watched)
        return {"pid": pid}

    def end(self, pid: int) -> dict[str, Any]:
        """Kill the process with all that belongs to it; return how it ended, which may have been earlier."""
        child = self._children.pop(pid, None)
        return {"status": _ended(pid), "over": child.over if child else ""}

    def measure(self) -> float | None:
        """Kill who has too much of what the kernel does not limit.

        Returns the seconds until the next time, or None when there is nobody.
        """
        living = [(pid, child) for pid, child in self._children.items() if not child.over]
        if not living:
            return None
        if (left := self._next_measure - time.monotonic()) > 0:
            return left
        began = time.monotonic()
        for pid, child in living:
            child.over = _too_much(pid, child)
            if child.over:
                _kill(pid)
        spent = time.monotonic() - began
        wait = max(MEASURE_SECONDS, spent * 4)
        self._next_measure = time.monotonic() + wait
        return wait

    def close(self) -> None:
        """End all, and remove their folders."""
        for pid, child in self._children.items():
            _ended(pid)
            remove(child.folder)


def _too_much(pid: int, child: Child) -> str:
    """Return of what the process has more than it may, or an empty text."""
    if _threads_of(pid) > child.limits.threads:
        return "threads"
    limits = child.limits
    full = child.watched and takes_more(child.folder, megabytes=limits.disk_mb, entries=limits.entries)
    return "room for files" if full else ""


def _threads_of(pid: int) -> int:
    try:
        about = Path(f"/proc/{pid}/stat").read_text()
    except OSError:  # no /proc here
        return 0
    return int(about.rpartition(")")[2].split()[THREADS_IN_STAT])


def _ended(pid: int) -> int:
    _kill(pid)
    try:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except ChildProcessError:
        return 0


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):  # it has not made its group yet, or is not there any more
        os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _live(command: Mapping[str, Any], files: list[int], done: int) -> None:
    """Be an isolated process: keep the two connections, shut the door, serve."""
    os.setsid()
    folder = str(command["folder"])
    limits = Limits(**command["limits"])
    room = {"megabytes": limits.disk_mb, "entries": limits.entries}
    if command["may_mount"] and mount_private_folder(folder, **room):
        os.write(done, PRIVATE)
    else:
        limits = limits.of_watched_folder()
    _keep_only(files)
    connection = socket.socket(fileno=CONNECTION)
    os.nice(NICENESS)
    os.environ.update(HOME=folder, TMPDIR=folder)
    tempfile.tempdir = folder
    random.seed()
    try:
        readable = tuple(command["readable"])
        confine(Confinement(folder=folder, readable=readable, network=command["network"], limits=limits))
    except ConfinementUnavailable as error:
        connection.sendall(packed({"kind": "unavailable", "reason": str(error)}))
        os._exit(1)
    if command["network"] == "public":
        network.connect_by(socket.socket(fileno=BROKER))
    serve(connection)


def _keep_only(files: list[int]) -> None:
    spare = [os.dup(file) for file in files]  # above both targets, so that no copy overwrites another
    null = os.open(os.devnull, os.O_RDWR)
    for target, file in ((0, null), (1, null), (2, null), *zip((CONNECTION, BROKER), spare, strict=True)):
        os.dup2(file, target)
    os.closerange(BROKER + 1, os.sysconf("SC_OPEN_MAX"))
