"""Jobs as tasks of this process."""

import asyncio
import uuid
from collections.abc import Coroutine
from typing import Any


class InlineRunner:
    """Runs jobs on the event loop of whoever starts them."""

    survives_restart = False

    def __init__(self) -> None:
        self._tasks: dict[uuid.UUID, asyncio.Task[None]] = {}

    def start(self, job_id: uuid.UUID, running: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(running)
        self._tasks[job_id] = task
        task.add_done_callback(lambda _: self._tasks.pop(job_id, None))

    async def stop(self, job_id: uuid.UUID, *, within: float) -> None:
        """Cancel the job and wait until it has cleaned up, but no longer than that many seconds."""
        task = self._tasks.get(job_id)
        if task is None:
            return
        task.cancel()
        await asyncio.wait([task], timeout=within)
