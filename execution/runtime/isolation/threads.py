"""Threads for what isolated processes make the server wait for. The server's own threads stay free for its own work."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")

BIRTHS = ThreadPoolExecutor(2, thread_name_prefix="isolation-births")
VALUES = ThreadPoolExecutor(1, thread_name_prefix="isolation-values")
NAMES = ThreadPoolExecutor(8, thread_name_prefix="isolation-names")
"""Names of hosts: whoever runs the code may run a name server that never answers."""
CALLS = ThreadPoolExecutor(8, thread_name_prefix="isolation-calls")
"""Methods of models and tools that wait for their provider."""


async def in_thread(threads: ThreadPoolExecutor, function: Callable[..., Result], *arguments: object) -> Result:
    """Call the function in one of those threads."""
    return await asyncio.get_running_loop().run_in_executor(threads, function, *arguments)
