"""Threads for requests, kept warm: sync views find the database connection of an earlier request.

Django runs the sync parts of one request on one thread, and by default starts that thread, and with it a database
connection, anew for every request. `PooledThreads` lends a thread to each request and takes it back afterwards.
"""

from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from asgiref.sync import ThreadSensitiveContext
from django.db import close_old_connections

Application = Callable[[Any, Any, Any], Awaitable[None]]


class RequestThread(ThreadPoolExecutor):
    """One thread. It knows whether a request has used it, because most of the hot ones do not."""

    def __init__(self) -> None:
        super().__init__(1, thread_name_prefix="request")
        self.was_used = False

    def submit(self, *args: Any, **kwargs: Any) -> Future[Any]:
        self.was_used = True
        return super().submit(*args, **kwargs)

    def tidy(self) -> None:
        """Look after the database connection behind the request's back; what Django does at a request's end."""
        if self.was_used:
            self.submit(close_old_connections)
            self.was_used = False


class PooledThreads:
    """An ASGI application around another: each call has a single thread to itself, out of a pool.

    More requests than `kept` get more threads; the surplus ends with its request. A request that runs no sync code
    costs no thread, because executors start theirs on first use.
    """

    def __init__(self, application: Application, *, kept: int = 16) -> None:
        self._application = application
        self._kept = kept
        self._idle: list[RequestThread] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        thread = self._idle.pop() if self._idle else RequestThread()
        try:
            async with ThreadSensitiveContext(executor=thread):
                await self._application(scope, receive, send)
        finally:
            self._take_back(thread)

    def _take_back(self, thread: RequestThread) -> None:
        thread.tidy()
        if len(self._idle) < self._kept:
            self._idle.append(thread)
        else:
            thread.shutdown(wait=False)
