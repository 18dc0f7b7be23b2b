"""The isolated processes of one event loop. A process serves one user and one component's code, nobody else, ever."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from execution.runtime.isolation.options import Options, options_of_settings
from execution.runtime.isolation.process import IsolatedProcess


@dataclass(frozen=True, slots=True)
class Tenant:
    """Whose code a process runs: what one has done to its process shall not touch another."""

    user_id: str | None
    code: str


class Pool:
    """Processes by tenant. Idle ones wait for the same tenant; the longest idle makes room for others."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._processes: list[tuple[Tenant, IsolatedProcess]] = []
        self._starting = 0
        self._timers: dict[IsolatedProcess, asyncio.TimerHandle] = {}
        self._room = asyncio.Condition()

    @contextlib.asynccontextmanager
    async def process_for(self, tenant: Tenant) -> AsyncIterator[IsolatedProcess]:
        """Lend a process for one request; waits where as many work as may."""
        process = await self._process(tenant)
        try:
            yield process
        finally:
            await self.tell_free(process)

    async def tell_free(self, process: IsolatedProcess) -> None:
        """Take notice that the process may have nothing to do any more."""
        async with self._room:
            self._room.notify_all()
        if (timer := self._timers.pop(process, None)) is not None:
            timer.cancel()
        if process.is_free:
            loop = asyncio.get_running_loop()
            self._timers[process] = loop.call_later(self._options.idle_seconds, self._end_if_idle, process)

    async def close(self) -> None:
        """End all processes."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        ending, self._processes = self._processes, []
        for _, process in ending:
            await process.end()

    async def _process(self, tenant: Tenant) -> IsolatedProcess:
        async with self._room:
            while True:
                self._forget_ended()
                if (found := self._known(tenant)) is not None:
                    return found
                if len(self._processes) + self._starting < self._options.processes or await self._make_room():
                    break
                if (shared := self._any_of(tenant)) is not None:
                    return shared
                await self._room.wait()
            self._starting += 1
        return await self._start(tenant)

    async def _start(self, tenant: Tenant) -> IsolatedProcess:
        try:
            process = await IsolatedProcess.started(self._options)
            self._processes.append((tenant, process))
            return process
        finally:
            self._starting -= 1

    def _known(self, tenant: Tenant) -> IsolatedProcess | None:
        own = [process for whose, process in self._processes if whose == tenant]
        return next((process for process in own if process.is_free and not process.is_worn_out), None)

    def _any_of(self, tenant: Tenant) -> IsolatedProcess | None:
        return next((process for whose, process in self._processes if whose == tenant), None)

    async def _make_room(self) -> bool:
        for entry in self._processes:
            if entry[1].is_idle:
                self._processes.remove(entry)
                await entry[1].end()
                return True
        return False

    def _end_if_idle(self, process: IsolatedProcess) -> None:
        self._timers.pop(process, None)
        if process.is_idle:
            self._processes = [entry for entry in self._processes if entry[1] is not process]
            _ending = asyncio.get_running_loop().create_task(process.end())
            _endings.add(_ending)
            _ending.add_done_callback(_endings.discard)

    def _forget_ended(self) -> None:
        self._processes = [entry for entry in self._processes if not entry[1].is_ended]


_endings: set[asyncio.Task[None]] = set()
_pools: WeakKeyDictionary[asyncio.AbstractEventLoop, Pool] = WeakKeyDictionary()


def pool() -> Pool:
    """Return the running event loop's pool."""
    loop = asyncio.get_running_loop()
    if loop not in _pools:
        _pools[loop] = Pool(options_of_settings())
    return _pools[loop]
