"""The one door out: HTTP clients for components, providers, webhooks and MCP.

A guarded client resolves each name once, asks the policy (addresses.py), and connects to the very address that was
checked; `Host` and TLS still carry the name. The check sits where connections are opened, so redirects pass it too.
Environment proxies are not used: a proxy would resolve names behind the guard's back.
"""

import asyncio
import importlib
import importlib.util
import select
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache, partial
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import httpx
from django.conf import settings

from langflow_site.common.addresses import OutboundPolicy, OutboundRefused, is_address
from langflow_site.common.http_pools import Pools

Resolve = Callable[[str, int], list[str]]
AsyncResolve = Callable[[str, int], Awaitable[list[str]]]

TIMEOUT_SECONDS = 60.0
CONNECT_SECONDS = 10.0
KEPT_CONNECTIONS = 100

# Provider libraries bring either of the two; both have the same interface and each its own transport package.
TRANSPORTS = {"httpx": "httpcore", "httpx2": "httpcore2"}


class GuardCannotAttach(RuntimeError):
    """The installed HTTP library is laid out differently; an unguarded client would be worse than none."""


def async_client(library: str = "httpx") -> httpx.AsyncClient:
    """Return the running event loop's shared client. Do not close it."""
    clients = _clients_of_loop(asyncio.get_running_loop())
    if library not in clients:
        clients[library] = guarded_async_client(policy_of_settings(), library=library)
    return clients[library]


@cache
def sync_client(library: str = "httpx") -> httpx.Client:
    """Return the process's shared client, safe to use from any thread. Do not close it."""
    return guarded_sync_client(policy_of_settings(), library=library)


def transport_of(client: httpx.AsyncClient | httpx.Client) -> Any:
    """Return a shared client's guarded transport, for libraries that insist on a client of their own around it."""
    return client._transport  # noqa: SLF001 - public nowhere, and a second transport would mean a second pool


async def check_address(url: str) -> None:
    """Raise OutboundRefused or HostUnknown where the policy allows no connection there.

    For libraries that open their own connections: nothing keeps the name from leading elsewhere a moment later.
    """
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    policy_of_settings().permitted(parts.hostname or "", await resolved_async(parts.hostname or "", port))


def is_installed(library: str) -> bool:
    return importlib.util.find_spec(library) is not None


async def close_clients() -> None:
    """Close the running loop's clients; the next call makes new ones."""
    clients = _clients_of_loop(asyncio.get_running_loop())
    while clients:
        await clients.popitem()[1].aclose()


def policy_of_settings() -> OutboundPolicy:
    options = settings.LANGFLOW
    return OutboundPolicy(
        allowed_hosts=tuple(options.OUTBOUND_ALLOWED_HOSTS),
        loopback_allowed=options.LISTENS_ON_LOOPBACK_ONLY,
        enabled=options.OUTBOUND_GUARD,
    )


def resolved(host: str, port: int) -> list[str]:
    """Return the host's addresses, in the system's order of preference; none for an unknown name."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        return []
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


async def resolved_async(host: str, port: int) -> list[str]:
    if is_address(host):
        return [host]
    return await asyncio.get_running_loop().run_in_executor(None, partial(resolved, host, port))


def guarded_async_client(
    policy: OutboundPolicy, *, resolve: AsyncResolve = resolved_async, library: str = "httpx", verify: bool = True
) -> httpx.AsyncClient:
    """Return a client of that library (`httpx` or `httpx2`) whose every connection obeys the policy."""
    client, core = _modules(library)
    certificates = client.create_ssl_context(verify=verify)

    def transport() -> Any:
        made = client.AsyncHTTPTransport(limits=_limits(client), verify=certificates)
        _attach(made, GuardedAsyncBackend(core.AnyIOBackend(), policy, resolve, core.ConnectError))
        return made

    made: httpx.AsyncClient = client.AsyncClient(transport=Pools(transport), timeout=_timeout(client))
    return made


def guarded_sync_client(policy: OutboundPolicy, *, resolve: Resolve = resolved, library: str = "httpx") -> httpx.Client:
    client, core = _modules(library)
    transport = client.HTTPTransport(limits=_limits(client))
    _attach(transport, GuardedBackend(core.SyncBackend(), policy, resolve, core.ConnectError))
    made: httpx.Client = client.Client(transport=transport, timeout=_timeout(client))
    return made


@dataclass(frozen=True, slots=True)
class GuardedAsyncBackend:
    """Opens connections for an async pool, to checked addresses only."""

    network: Any
    policy: OutboundPolicy
    resolve: AsyncResolve
    unreachable: type[Exception]

    async def connect_tcp(self, host: str, port: int, **options: Any) -> Any:
        addresses = self.policy.permitted(host, await self.resolve(host, port))
        for address in addresses[:-1]:
            try:
                return Connection(await self.network.connect_tcp(address, port, **options))
            except self.unreachable:
                continue  # the next address may answer: names often have an IPv6 address that leads nowhere
        return Connection(await self.network.connect_tcp(addresses[-1], port, **options))

    async def connect_unix_socket(self, path: str, **options: Any) -> Any:
        raise OutboundRefused(host=path, kind="a socket on this machine")

    async def sleep(self, seconds: float) -> None:
        await self.network.sleep(seconds)


class Connection:
    """A connection of an async pool that knows its socket.

    The pool asks each idle connection at each end of a request whether its server closed it, and the network library
    collects all facts about the socket for that.
    """

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._socket = stream.get_extra_info("socket")
        self.read, self.write, self.aclose = stream.read, stream.write, stream.aclose

    async def start_tls(self, *args: Any, **options: Any) -> "Connection":
        return Connection(await self._stream.start_tls(*args, **options))

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable" and self._socket is not None:
            return _is_readable(self._socket)
        return self._stream.get_extra_info(info)


def _is_readable(connected: socket.socket) -> bool:
    """Is there something to read? Of a connection that the pool keeps idle that means that its server closed it."""
    number = connected.fileno()
    if number < 0:
        return True
    poll = select.poll()
    poll.register(number, select.POLLIN)
    return bool(poll.poll(0))


@dataclass(frozen=True, slots=True)
class GuardedBackend:
    """The same for a pool used from threads."""

    network: Any
    policy: OutboundPolicy
    resolve: Resolve
    unreachable: type[Exception]

    def connect_tcp(self, host: str, port: int, **options: Any) -> Any:
        addresses = self.policy.permitted(host, self.resolve(host, port))
        for address in addresses[:-1]:
            try:
                return self.network.connect_tcp(address, port, **options)
            except self.unreachable:
                continue
        return self.network.connect_tcp(addresses[-1], port, **options)

    def connect_unix_socket(self, path: str, **options: Any) -> Any:
        raise OutboundRefused(host=path, kind="a socket on this machine")

    def sleep(self, seconds: float) -> None:
        self.network.sleep(seconds)


def _attach(transport: Any, backend: GuardedAsyncBackend | GuardedBackend) -> None:
    # Neither library takes a network backend as an argument of its transport; the pool has no connection yet.
    pool: Any = getattr(transport, "_pool", None)
    if not hasattr(pool, "_network_backend"):
        raise GuardCannotAttach(f"{type(transport).__module__} has no connection pool that the guard knows.")
    pool._network_backend = backend  # noqa: SLF001 - there is no public way, and the line above makes sure it works


def _modules(library: str) -> tuple[ModuleType, ModuleType]:
    return importlib.import_module(library), importlib.import_module(TRANSPORTS[library])


def _limits(client: ModuleType) -> Any:
    # Streams hold their connection for seconds: a ceiling here would queue runs, which the run limits do already.
    return client.Limits(max_connections=None, max_keepalive_connections=KEPT_CONNECTIONS)


def _timeout(client: ModuleType) -> Any:
    return client.Timeout(TIMEOUT_SECONDS, connect=CONNECT_SECONDS)


_CLIENTS: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, httpx.AsyncClient]] = WeakKeyDictionary()


def _clients_of_loop(loop: asyncio.AbstractEventLoop) -> dict[str, httpx.AsyncClient]:
    return _CLIENTS.setdefault(loop, {})
