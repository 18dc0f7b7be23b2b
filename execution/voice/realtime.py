"""The socket to OpenAI's Realtime API, or to a server that speaks like it, in the words that clients know."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

import orjson

from execution.voice.dialects import is_todays, to_known, to_today
from execution.voice.errors import ProviderGone, ProviderUnavailable, VoiceNotInstalled
from execution.voice.events import Wire
from execution.voice.providers import OPENAI, openai_socket_url
from langflow_site.common import outbound_sockets
from langflow_site.common.http import CONNECT_SECONDS
from langflow_site.common.models import dumps
from langflow_site.common.outbound_sockets import OutboundSocket, SocketClosed, SocketFailed, SocketRefused

logger = logging.getLogger(__name__)

KEY_REFUSALS = frozenset({"invalid_api_key", "account_deactivated"})


class Realtime:
    """One session with the provider."""

    def __init__(self, socket: OutboundSocket, first: Wire) -> None:
        self._socket = socket
        self._first: Wire | None = first
        session = first.get("session")
        self._is_todays = isinstance(session, dict) and is_todays(session)

    async def send(self, event: Wire) -> None:
        """Send a client's event; waits while the provider takes no more. Raises ProviderGone."""
        try:
            await self._socket.send(dumps(to_today(event) if self._is_todays else event))
        except SocketClosed:
            raise ProviderGone(provider=OPENAI.name) from None

    async def receive(self) -> Wire:
        """Return the next event; raises ProviderGone after the last one."""
        if self._first is not None:
            event, self._first = self._first, None
        else:
            event = await _event_from(self._socket)
        return to_known(event) if self._is_todays else event


@asynccontextmanager
async def realtime_session(query: str, key: str) -> AsyncIterator[Realtime]:
    """Open a session and give it once the provider has introduced itself, which tells which dialect it speaks.

    Raises VoiceErrors, and OutboundRefused and HostUnknown.
    """
    if not outbound_sockets.are_available():
        raise VoiceNotInstalled
    socket = await _connected(openai_socket_url(f"realtime?{query}"), key)
    try:
        yield Realtime(socket, await _introduction(socket))
    finally:
        await socket.close()


async def _connected(url: str, key: str) -> OutboundSocket:
    try:
        with OPENAI.failures_told():
            return await outbound_sockets.open_socket(url, {"Authorization": f"Bearer {key}"})
    except SocketRefused as error:
        raise OPENAI.refusal(error.status) from None
    except SocketFailed as error:
        raise ProviderUnavailable(provider=OPENAI.name, reason=str(error)) from error


async def _introduction(socket: OutboundSocket) -> Wire:
    with OPENAI.failures_told():
        async with asyncio.timeout(CONNECT_SECONDS):
            first = await _event_from(socket)
    if first["type"] != "error":
        return first
    problem: Any = first.get("error")
    code = str(problem.get("code") or problem.get("type")) if isinstance(problem, dict) else ""
    if code in KEY_REFUSALS:
        raise OPENAI.refusal(HTTPStatus.UNAUTHORIZED)
    raise ProviderUnavailable(provider=OPENAI.name, reason=code)


async def _event_from(socket: OutboundSocket) -> Wire:
    """Return the next message that is an event."""
    while True:
        try:
            message = await socket.receive()
        except SocketClosed:
            raise ProviderGone(provider=OPENAI.name) from None
        try:
            event: Any = orjson.loads(message)
        except orjson.JSONDecodeError:
            event = None
        if isinstance(event, dict) and isinstance(event.get("type"), str):
            return event
        logger.warning("The voice provider sent what is no event.")
