"""One or several serving processes on one socket. The first process watches the others and replaces the dead."""

import logging
import os
import signal
import socket
import sys
import time
from types import FrameType

from django.db import connections

from accounts import usage
from langflow_site.common.event_loop import install_reactor

logger = logging.getLogger(__name__)

SHORTEST_LIFE_SECONDS = 5.0
"""A process that dies younger is not replaced: it would die again."""


def serve(listener: socket.socket, count: int) -> None:
    """Serve until SIGTERM or SIGINT, here or in `count` children."""
    _close_connections()
    if count == 1:
        _serve_here(listener)
    else:
        _Processes(listener).run(count)


def _serve_here(listener: socket.socket) -> None:
    install_reactor()
    from langflow_site import server  # noqa: PLC0415 - makes the event loop, which a fork must not share

    server.serve(listener, at_end=_flush)


def _close_connections() -> None:
    """Forked processes must not share the parent's connections; a pool's threads do not live on in them either."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if close_pool := getattr(connection, "close_pool", None):
            close_pool()


def _flush() -> None:
    """Write what waits in memory."""
    usage.flush()


class _Processes:
    """The children, by process id, with the time of their start."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self._started: dict[int, float] = {}
        self._is_ending = False

    def run(self, count: int) -> None:
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)
        for _ in range(count):
            self._start()
        while self._started:
            self._wait()

    def _start(self) -> None:
        process_id = os.fork()
        if process_id:
            self._started[process_id] = time.monotonic()
            return
        signal.signal(signal.SIGINT, signal.default_int_handler)
        _serve_here(self._listener)
        sys.stdout.flush()
        os._exit(0)

    def _wait(self) -> None:
        process_id, status = os.wait()
        lived = time.monotonic() - self._started.pop(process_id)
        if self._is_ending:
            return
        logger.error("Serving process %d ended with status %d.", process_id, os.waitstatus_to_exitcode(status))
        if lived >= SHORTEST_LIFE_SECONDS:
            self._start()
        elif not self._started:
            sys.exit(1)

    def _end(self, number: int, frame: FrameType | None) -> None:
        self._is_ending = True
        for process_id in self._started:
            os.kill(process_id, signal.SIGTERM)
