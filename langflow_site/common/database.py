"""Database work from async code, on a few threads that keep their connection.

Django gives each ASGI request a thread of its own, and with it a new connection; hot routes cannot pay for that.
"""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections

TRUSTED_SECONDS = 1.0
"""How long a connection that was just used counts as sound."""

P = ParamSpec("P")
R = TypeVar("R")


@cache
def _threads() -> ThreadPoolExecutor | None:
    """Return the pool, or None where everything shall use the caller's own connection (tests)."""
    count = settings.LANGFLOW.DATABASE_THREADS
    return ThreadPoolExecutor(count, thread_name_prefix="database") if count else None


async def in_database(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run the blocking function on a database thread and return its result."""
    threads = _threads()
    if threads is None:
        return await sync_to_async(function, thread_sensitive=True)(*args, **kwargs)
    # Not by asgiref: carrying context variables there and back costs as much as a query.
    work = partial(_on_a_sound_connection, function, *args, **kwargs)
    return await asyncio.get_running_loop().run_in_executor(threads, work)


class _LastUse(threading.local):
    """When this thread last asked the database."""

    moment = float("-inf")


_last_use = _LastUse()


def _on_a_sound_connection(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Django looks after its connections at the end of a request; these threads belong to none.

    Whether the database still answers is asked anew after a pause and after an error, not each time: with PostgreSQL
    that question costs as much as a query.
    """
    if time.monotonic() - _last_use.moment > TRUSTED_SECONDS:
        close_old_connections()
    try:
        return function(*args, **kwargs)
    except BaseException:  # whatever it was, it may have been the connection
        close_old_connections()
        raise
    finally:
        _last_use.moment = time.monotonic()
