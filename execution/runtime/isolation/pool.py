"""The isolated processes of one event loop. A process serves one user and one component's code, nobody else, ever."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from execution.runtime.isolation.options import Options, options_of_settings
from execution.runtime.isolation.process import IsolatedProcess

RESERVE = 4
"""One of so many processes is kept free of those who have one already."""


@dataclass(frozen=True, slots=True)
class Tenant:
    """Whose code a process runs: what one has done to its process shall not touch another."""

    user_id: str | None
    code: str


class _Lease:
    """Marks a process that somebody is about to ask."""


class Pool:
    """Processes by tenant. Idle ones wait for the same tenant; the longest idle makes room for others."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._processes: list[tuple[Tenant, IsolatedProcess]] = []
        self._starting: list[str | None] = []
        """Whose processes are being started."""
        self._timers: dict[IsolatedProcess, asyncio.TimerHandle] = {}
        self._room = asyncio.Condition()

    @contextlib.asynccontextmanager
    async def process_for(self, tenant: Tenant) -> AsyncIterator[IsolatedProcess]:
        """Lend a process for one request; waits where as many work as may."""
        process = await self._process(tenant)
        process.users.add(lease := _Lease())
        try:
            yield process
        finally:
            process.users.discard(lease)
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
                if self._has_room_for(tenant) or (self._may_work_more(tenant) and await self._make_room()):
                    break
                if (shared := self._any_of(tenant)) is not None:
                    return shared
                await self._room.wait()
            self._starting.append(tenant.user_id)
        return await self._start(tenant)

    async def _start(self, tenant: Tenant) -> IsolatedProcess:
        try:
            process = await IsolatedProcess.started(self._options)
            self._processes.append((tenant, process))
            return process
        finally:
            self._starting.remove(tenant.user_id)

    def _has_room_for(self, tenant: Tenant) -> bool:
        return len(self._processes) + len(self._starting) < self._options.processes and self._may_work_more(tenant)

    def _may_work_more(self, tenant: Tenant) -> bool:
        """Some processes are for users of whom none works: nobody keeps all others waiting."""
        own = sum(whose.user_id == tenant.user_id and not process.is_idle for whose, process in self._processes)
        own += sum(user_id == tenant.user_id for user_id in self._starting)
        return own == 0 or own < self._options.processes - self._options.processes // RESERVE

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
