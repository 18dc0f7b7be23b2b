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
import shutil
import signal
import socket
import tempfile
from collections.abc import Mapping
from typing import Any

from execution.engine import import_names
from execution.engine.isolation import network
from execution.engine.isolation.confinement import Confinement, ConfinementUnavailable, confine
from execution.engine.isolation.confinement.limits import Limits
from execution.engine.isolation.frames import packed
from execution.engine.isolation.serving import serve

LARGEST_COMMAND = 65536
CONNECTION, BROKER = 3, 4
"""The only files that an isolated process inherits."""

NICENESS = 5
"""Whoever answers requests comes first."""


def main(control: int) -> None:
    """Obey the host until it hangs up."""
    import_names.install()
    gc.freeze()  # children share what is there already; the collector would copy it
    host = socket.socket(fileno=control)
    folders: dict[int, str] = {}
    while True:
        message, files, _, _ = socket.recv_fds(host, LARGEST_COMMAND, 2)
        if not message:
            break
        command = json.loads(message)
        if command["do"] == "start":
            answer = {"pid": _started(command, files)}
            folders[answer["pid"]] = command["folder"]
        else:
            answer = {"status": _ended(command["pid"])}
            folders.pop(command["pid"], None)
        host.send(json.dumps(answer).encode())
    for child, folder in folders.items():
        _ended(child)
        shutil.rmtree(folder, ignore_errors=True)


def _ended(pid: int) -> int:
    """Kill the process with all that belongs to it; return how it ended, which may have been earlier."""
    with contextlib.suppress(ProcessLookupError):  # it has not made its group yet, or is not there any more
        os.killpg(pid, signal.SIGKILL)
    try:
        os.kill(pid, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except (ProcessLookupError, ChildProcessError):
        return 0


def _started(command: Mapping[str, Any], files: list[int]) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            _live(command, files)
        finally:
            os._exit(1)  # whatever went wrong: this copy of the helper must not go on as one
    for file in files:
        os.close(file)
    return pid


def _live(command: Mapping[str, Any], files: list[int]) -> None:
    """Be an isolated process: keep the two connections, shut the door, serve."""
    os.setsid()
    _keep_only(files)
    connection = socket.socket(fileno=CONNECTION)
    folder = str(command["folder"])
    os.nice(NICENESS)
    os.environ.update(HOME=folder, TMPDIR=folder)
    tempfile.tempdir = folder
    random.seed()
    try:
        limits = Limits(**command["limits"])
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
