"""The door out for websockets: the same policy as http.py's, connections to the very address that was checked.

Environment proxies are not used, for http.py's reason, and redirects to another server are not followed.
"""

import asyncio
import ssl
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from langflow_site.common.http import CONNECT_SECONDS, is_installed, policy_of_settings, resolved_async

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

LIBRARY = "websockets"
"""Brought by the extra `voice`; imported on first use."""

MESSAGE_BYTES = 1024 * 1024
MOST_UNREAD = 16
"""How long a message may be, and how many frames wait here until they are read; more wait with who sends them."""

CLOSE_SECONDS = 2.0
"""Who goes away does not wait for a server that does not answer."""

PORTS = {"ws": 80, "wss": 443}


class SocketRefused(Exception):
    """The server answered the handshake with a status that is no websocket's."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(f"The server answered {status}.")


class SocketFailed(Exception):
    """What answered is no websocket server, or the address is none."""


class SocketClosed(Exception):
    """The other side is gone."""


class OutboundSocket:
    """An open websocket."""

    def __init__(self, connection: "ClientConnection", closed: type[Exception]) -> None:
        self._connection = connection
        self._closed = closed

    async def send(self, text: str) -> None:
        """Send a text; waits while the other side takes no more. Raises SocketClosed."""
        try:
            await self._connection.send(text)
        except self._closed as error:
            raise SocketClosed(str(error)) from None

    async def receive(self) -> str | bytes:
        """Return the next message; raises SocketClosed after the last one."""
        try:
            return await self._connection.recv()
        except self._closed as error:
            raise SocketClosed(str(error)) from None

    async def close(self) -> None:
        """Say goodbye if the other side listens, then hang up."""
        try:
            # The library's own limit begins only once the other side has taken what was written before.
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._connection.close()
        except TimeoutError:
            pass
        finally:
            self._connection.transport.abort()


def are_available() -> bool:
    """Is the library for websockets installed?"""
    return is_installed(LIBRARY)


async def open_socket(url: str, headers: dict[str, str]) -> OutboundSocket:
    """Connect to a `ws` or `wss` address.

    Raises OutboundRefused and HostUnknown by the policy, OSError and TimeoutError where nobody answers, SocketRefused
    and SocketFailed.
    """
    from websockets import exceptions  # noqa: PLC0415 - of an extra, and only who talks needs it
    from websockets.asyncio.client import connect  # noqa: PLC0415 - likewise

    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise SocketFailed("The address is none of a websocket.")
    port = parts.port or PORTS[parts.scheme]
    options: dict[str, Any] = {"ssl": _certificates()} if parts.scheme == "wss" else {}
    refused: OSError | None = None
    for address in policy_of_settings().permitted(parts.hostname, await resolved_async(parts.hostname, port)):
        try:
            connection = await connect(
                url,
                host=address,
                port=port,
                additional_headers=headers,
                proxy=None,
                compression=None,  # sound does not get smaller, and what is unpacked has no limit
                open_timeout=CONNECT_SECONDS,
                close_timeout=CLOSE_SECONDS,
                ping_timeout=None,  # who waits for a slow client reads no answers to pings either
                max_size=MESSAGE_BYTES,
                max_queue=MOST_UNREAD,
                **options,
            )
        except OSError as error:
            refused = error  # the next address may answer: names often have an IPv6 address that leads nowhere
        except exceptions.InvalidStatus as error:
            raise SocketRefused(error.response.status_code) from None
        except (exceptions.WebSocketException, ValueError) as error:
            raise SocketFailed(type(error).__name__) from error
        else:
            return OutboundSocket(connection, exceptions.ConnectionClosed)
    raise refused or OSError("There is no address.")


@cache
def _certificates() -> ssl.SSLContext:
    return ssl.create_default_context()
