"""Let a Celery worker fetch the next message as soon as it has room for it.

With Redis as the broker a worker asks for messages when its event loop comes round. A thread that has done its task
does not wake that loop, which then sleeps for up to a second. Here each end writes to a pipe that the loop watches.
"""

import os
from typing import Any

from celery import bootsteps
from celery.signals import task_postrun


class WakeUp(bootsteps.StartStopStep):
    """Part of a worker's consumer, started anew with each connection to the broker."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, consumer: Any, **options: Any) -> None:
        super().__init__(consumer, **options)
        self._pipe: tuple[int, int] | None = None

    def start(self, consumer: Any) -> None:
        if consumer.hub is None:  # a worker that asks its broker in a plain loop
            return
        reading, writing = self._pipe = os.pipe()
        os.set_blocking(reading, False)
        os.set_blocking(writing, False)
        consumer.hub.add_reader(reading, os.read, reading, 65536)
        task_postrun.connect(self._wake, weak=False, dispatch_uid="wake-up")

    def stop(self, consumer: Any) -> None:
        task_postrun.disconnect(dispatch_uid="wake-up")
        if self._pipe is not None:
            consumer.hub.remove(self._pipe[0])
            for end in self._pipe:
                os.close(end)
            self._pipe = None

    def _wake(self, **facts: Any) -> None:
        if self._pipe is None:
            return
        try:
            os.write(self._pipe[1], b".")
        except BlockingIOError:
            return  # full of earlier calls: it wakes anyway
