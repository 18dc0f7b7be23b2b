"""How components reach a Redis: only where the operator's guard allows, and never by a socket of this machine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from execution.components.optional_import import optional_import
from execution.components.vector_search.errors import StoreFailed, StoreRefused
from execution.components.vector_search.places import places_of

if TYPE_CHECKING:
    from execution.engine.ports import RunContext

EXTRA = "redis"
PORT = 6379
CONNECT_SECONDS = 10.0


async def check_address(run: RunContext, address: str) -> None:
    """Raise StoreRefused where the address is none, or leads where no connection is allowed."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port or PORT
    except ValueError as error:
        raise StoreRefused(reason="the address cannot be read") from error
    if parts.scheme not in {"redis", "rediss"} or not host:
        raise StoreRefused(reason="the address must begin with redis:// or rediss:// and name a host")
    if parts.query:
        raise StoreRefused(reason="options behind a question mark are not allowed in the address")
    await places_of(run).check(host, port)


@asynccontextmanager
async def connected(address: str) -> AsyncIterator[Any]:
    """Give a client for one piece of work; what Redis refuses becomes StoreFailed."""
    library: Any = optional_import("redis.asyncio", extra=EXTRA)
    errors: Any = optional_import("redis.exceptions", extra=EXTRA)
    client = library.from_url(address, socket_connect_timeout=CONNECT_SECONDS)
    try:
        yield client
    except errors.RedisError as error:
        raise StoreFailed(store="Redis", reason=_meaning(str(error))) from error
    finally:
        await client.aclose()


def _meaning(said: str) -> str:
    lacks_search = said.lower().startswith("unknown command") and "ft." in said.lower()
    return "it has no search module (RediSearch), which finds vectors" if lacks_search else said
