"""The official SDK's client over its transports. The SDK is imported here and nowhere else; import this on first use.

Programs get a few variables of the server's environment, those that the operator names, and what the configuration
says: nothing else. HTTP goes through the guarded client.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import anyio
import httpx2
from django.conf import settings
from mcp import Client, MCPError, StdioServerParameters
from mcp.client.sse import sse_client
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CONNECTION_CLOSED

from execution.runtime.mcp.configuration import SSE, STDIO, CommandServer, Server, WebServer
from langflow_site.common import http

BROKEN = (anyio.ClosedResourceError, anyio.BrokenResourceError, RuntimeError)
"""What the SDK raises besides MCPError where a conversation has ended, or an answer is not what it should be."""

KEPT_WORDS = 1000
"""Bytes of a program's error output that are kept, to tell why it ended."""

READ_SECONDS = 300.0
"""A stream may be quiet for so long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A server that has introduced itself."""

    client: Client
    mode: str


class ConversationFailed(Exception):
    """Why no conversation came about, or how it ended, in words for the user."""


@asynccontextmanager
async def conversation(server: Server) -> AsyncIterator[Conversation]:
    """Open a conversation and close it in order, the program included. Raises ConversationFailed."""
    opened = _with_command(server) if isinstance(server, CommandServer) else _with_web_server(server)
    async with opened as found:
        yield found


@asynccontextmanager
async def _with_command(server: CommandServer) -> AsyncIterator[Conversation]:
    parameters = StdioServerParameters(
        command=server.command, args=list(server.args), env={**_shared_environment(), **dict(server.environment)}
    )
    with ErrorOutput() as words:
        try:
            async with Client(stdio_client(parameters, errlog=words.file)) as client:
                yield Conversation(client=client, mode=STDIO)
        except Exception as error:  # the SDK's tasks may raise anything, in groups
            raise ConversationFailed(words.told or _ending(error)) from error


def _ending(error: Exception) -> str:
    is_gone = isinstance(error, MCPError) and error.code == CONNECTION_CLOSED
    return "the command ended without a word" if is_gone else reason_of(error)


def _shared_environment() -> dict[str, str]:
    names = settings.LANGFLOW.MCP_STDIO_ENVIRONMENT
    return {name: os.environ[name] for name in names if name in os.environ}


@asynccontextmanager
async def _with_web_server(server: WebServer) -> AsyncIterator[Conversation]:
    """Try one transport after the other; if none works, the first one's reason counts."""
    reasons: list[str] = []
    await http.check_address(server.url)
    async with AsyncExitStack() as stack:
        for transport in server.transports:
            try:
                client = await stack.enter_async_context(Client(await _transport(transport, server, stack)))
            except Exception as error:  # noqa: BLE001  # the SDK's tasks may raise anything, in groups
                reasons.append(reason_of(error))
            else:
                yield Conversation(client=client, mode=transport)
                return
        raise ConversationFailed(reasons[0])


async def _transport(name: str, server: WebServer, stack: AsyncExitStack) -> Any:
    if name == SSE:
        return sse_client(server.url, sse_read_timeout=READ_SECONDS, httpx_client_factory=partial(_client, server))
    return streamable_http_client(server.url, http_client=await stack.enter_async_context(_client(server)))


def _client(server: WebServer, headers: Any = None, timeout: Any = None, auth: Any = None) -> httpx2.AsyncClient:
    """Return a guarded client for this server alone, which its headers are for. The SDK may add arguments."""
    client: Any = http.guarded_async_client(http.policy_of_settings(), library="httpx2", verify=server.verify_tls)
    client.headers.update({**dict(server.headers), **(headers or {})})
    client.timeout = timeout or httpx2.Timeout(http.TIMEOUT_SECONDS, read=READ_SECONDS)
    client.auth = auth
    guarded: httpx2.AsyncClient = client
    return guarded


def reason_of(error: BaseException) -> str:
    """Return what happened, from inside of the groups in which the SDK's tasks report it."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return str(error) or type(error).__name__


class ErrorOutput:
    """Takes what a program writes to its error output and keeps the end of it."""

    def __enter__(self) -> "ErrorOutput":
        self._loop = asyncio.get_running_loop()
        self._kept = b""
        self._reading, writing = os.pipe()
        os.set_blocking(self._reading, False)
        self.file = os.fdopen(writing, "w")
        self._loop.add_reader(self._reading, self._take)
        return self

    def __exit__(self, *error: object) -> None:
        self._loop.remove_reader(self._reading)
        self.file.close()
        os.close(self._reading)

    @property
    def told(self) -> str:
        self._take()
        return self._kept.decode("utf-8", errors="replace").strip()

    def _take(self) -> None:
        try:
            while piece := os.read(self._reading, 65536):
                self._kept = (self._kept + piece)[-KEPT_WORDS:]
        except BlockingIOError:
            return  # all of it is read


__all__ = ["BROKEN", "CONNECTION_CLOSED", "Conversation", "ConversationFailed", "MCPError", "conversation", "reason_of"]
