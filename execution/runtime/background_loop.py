"""One event loop for a process that has none: the threads of a Celery worker hand it their jobs and wait."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

from langflow_site.common.event_loop import new_event_loop

R = TypeVar("R")


def run_in_background_loop(work: Coroutine[Any, Any, R]) -> R:
    """Run it on the process's event loop; return its result or raise its error. Blocking."""
    return asyncio.run_coroutine_threadsafe(work, _background.loop()).result()


class _Background:
    """The loop, in a thread of its own from its first use on, hence after a fork."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def loop(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = new_event_loop()
                threading.Thread(target=self._loop.run_forever, name="jobs", daemon=True).start()
        return self._loop


_background = _Background()
