"""Connections to MCP servers: opened when somebody needs one, shared by the runs of one user, closed when unused.

The SDK's scopes must be left by the task that entered them, so each connection has a task of its own that opens it,
keeps it and closes it.
"""

import asyncio
import logging
import time
import uuid
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from django.conf import settings

from execution.components.mcp_servers import (
    McpAnswer,
    McpServerFailed,
    McpServerSilent,
    McpTool,
    McpToolFailed,
)
from execution.components.optional_import import optional_import
from execution.runtime.mcp.configuration import Server
from langflow_site.common.addresses import HostUnknown, OutboundRefused

if TYPE_CHECKING:
    from execution.runtime.mcp.transports import Conversation

logger = logging.getLogger(__name__)

EXTRA = "mcp"
MOST_PAGES = 100
"""Pages of tools that are read; a server that goes on for ever is cut short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Which connection is meant. Another configuration is another connection."""

    user_id: uuid.UUID
    name: str
    server: Server


class Connection:
    """One conversation with a server. Belongs to one event loop."""

    def __init__(self, place: Place) -> None:
        self._sdk = _transports()
        self.place = place
        self.last_used = time.monotonic()
        self._calls = 0
        self._wanted_end = asyncio.Event()
        self._opened: asyncio.Future[Conversation] = asyncio.get_running_loop().create_future()
        self._tools: list[McpTool] | None = None
        self.task = asyncio.create_task(self._live(), name=f"MCP server {place.name}")

    @property
    def is_over(self) -> bool:
        return self.task.done() or self._wanted_end.is_set()

    @property
    def is_open(self) -> bool:
        """Has the server introduced itself, some time ago?"""
        return self._opened.done() and not self.is_over

    @property
    def is_unused(self) -> bool:
        return not self._calls

    @property
    def mode(self) -> str:
        """Return the transport of an open connection."""
        return self._opened.result().mode

    async def tools(self, *, from_cache: bool = False) -> list[McpTool]:
        """Return the server's tools. Raises McpServerFailed."""
        with self._in_use():
            conversation = await self._opening()
            if self._tools is None or not from_cache:
                async with self._asking(settings.LANGFLOW.MCP_CONNECT_SECONDS):
                    self._tools = await _all_tools(conversation)
            return self._tools

    async def call(self, tool: str, arguments: Mapping[str, Any]) -> McpAnswer:
        """Call a tool. Raises McpToolFailed where no answer comes, McpServerFailed where no connection does."""
        with self._in_use():
            conversation = await self._opening()
            try:
                async with self._asking(settings.LANGFLOW.MCP_TOOL_SECONDS):
                    return _answer_of(await conversation.client.call_tool(tool, dict(arguments)))
            except McpServerSilent as error:
                reason = "there was no answer within {seconds:g} seconds".format(**error.facts)
                raise McpToolFailed(server=self.place.name, tool=tool, reason=reason) from error
            except McpServerFailed as error:
                raise McpToolFailed(server=self.place.name, tool=tool, reason=error.facts["reason"]) from error

    def ask_to_end(self) -> None:
        """Close in order, soon; nobody gets this connection any more."""
        self._wanted_end.set()

    async def end(self) -> None:
        """Close in order and wait for it."""
        self.ask_to_end()
        if not self._opened.done():
            self.task.cancel()  # it may wait for a server that says nothing
        await asyncio.wait([self.task])

    # -----------------------------------------------------------------------------------------------------------------

    @contextmanager
    def _in_use(self) -> Iterator[None]:
        """Keep the connection from being closed as unused."""
        self._calls += 1
        try:
            yield
        finally:
            self._calls -= 1
            self.last_used = time.monotonic()

    @asynccontextmanager
    async def _asking(self, seconds: float) -> AsyncIterator[None]:
        """Wait so long; what goes wrong is told as McpServerFailed."""
        try:
            async with asyncio.timeout(seconds):
                yield
        except TimeoutError:
            raise McpServerSilent(server=self.place.name, seconds=seconds) from None
        except self._sdk.MCPError as error:
            if error.code == self._sdk.CONNECTION_CLOSED:
                self.ask_to_end()
            raise McpServerFailed(server=self.place.name, reason=str(error)) from error
        except self._sdk.BROKEN as error:
            self.ask_to_end()
            raise McpServerFailed(server=self.place.name, reason=self._sdk.reason_of(error)) from error

    async def _opening(self) -> "Conversation":
        seconds = settings.LANGFLOW.MCP_CONNECT_SECONDS
        try:
            return await asyncio.wait_for(asyncio.shield(self._opened), seconds)
        except TimeoutError:
            self.task.cancel()
            raise McpServerSilent(server=self.place.name, seconds=seconds) from None

    async def _live(self) -> None:
        try:
            async with self._sdk.conversation(self.place.server) as conversation:
                self._opened.set_result(conversation)
                await self._until_unused()
        except (self._sdk.ConversationFailed, OutboundRefused, HostUnknown) as error:
            if self._opened.done():
                logger.warning("The connection to the MCP server '%s' broke off: %s", self.place.name, error)
            self._not_opened(str(error))
        finally:
            self.ask_to_end()
            self._not_opened("the connection was closed")

    def _not_opened(self, reason: str) -> None:
        if not self._opened.done():
            self._opened.set_exception(McpServerFailed(server=self.place.name, reason=reason))
            self._opened.exception()  # nobody may be left who waits for it

    async def _until_unused(self) -> None:
        while not self._wanted_end.is_set():
            left = self.last_used + settings.LANGFLOW.MCP_IDLE_SECONDS - time.monotonic()
            if left <= 0 and self.is_unused:
                self.ask_to_end()
                return
            try:
                await asyncio.wait_for(self._wanted_end.wait(), max(left, 1.0))
            except TimeoutError:
                continue


class Connections:
    """The connections of one event loop."""

    def __init__(self) -> None:
        self._by_place: dict[Place, Connection] = {}

    def to(self, place: Place) -> Connection:
        """Return the connection there, opening it if there is none."""
        found = self._by_place.get(place)
        if found is None or found.is_over:
            self._make_room(place.user_id)
            found = self._by_place[place] = Connection(place)
            found.task.add_done_callback(lambda _: self._forget(found))
        return found

    async def end_of(self, user_id: uuid.UUID, name: str) -> None:
        """End the user's connections to the server of that name: it was changed or deleted."""
        await self._end([found for found in self._of_user(user_id) if found.place.name == name])

    async def close(self) -> None:
        """End all of them."""
        await self._end(list(self._by_place.values()))

    async def _end(self, found: list[Connection]) -> None:
        await asyncio.gather(*(connection.end() for connection in found))

    def _of_user(self, user_id: uuid.UUID) -> list[Connection]:
        return [found for found in self._by_place.values() if found.place.user_id == user_id]

    def _make_room(self, user_id: uuid.UUID) -> None:
        """Let connections that nobody uses go, those unused for longest first."""
        kept = self._of_user(user_id)
        too_many = max(0, len(kept) + 1 - settings.LANGFLOW.MCP_CONNECTIONS_PER_USER)
        unused = sorted((found for found in kept if found.is_unused), key=lambda found: found.last_used)
        for found in unused[:too_many]:
            found.ask_to_end()

    def _forget(self, connection: Connection) -> None:
        if self._by_place.get(connection.place) is connection:
            del self._by_place[connection.place]


def connections() -> Connections:
    """Return the connections of the running event loop."""
    return _CONNECTIONS.setdefault(asyncio.get_running_loop(), Connections())


_CONNECTIONS: WeakKeyDictionary[asyncio.AbstractEventLoop, Connections] = WeakKeyDictionary()


def _transports() -> Any:
    """Return the module that knows the SDK; raise ExtraNotInstalled without it."""
    optional_import("mcp", extra=EXTRA)
    return optional_import("execution.runtime.mcp.transports", extra=EXTRA)


async def _all_tools(conversation: "Conversation") -> list[McpTool]:
    tools: list[McpTool] = []
    cursor = None
    for _ in range(MOST_PAGES):
        page = await conversation.client.list_tools(cursor=cursor, cache_mode="bypass")
        tools += [
            McpTool(name=tool.name, description=tool.description or "", parameters=tool.input_schema)
            for tool in page.tools
        ]
        cursor = page.next_cursor
        if not cursor:
            break
    return tools


def _answer_of(result: Any) -> McpAnswer:
    items = [_plain(item.model_dump(mode="json", by_alias=True)) for item in result.content]
    if not items and isinstance(result.structured_content, dict):
        items = [result.structured_content]
    return McpAnswer(items=items, is_error=result.is_error)


def _plain(value: Any) -> Any:
    """Return an item with the key by which flows know its metadata."""
    if not isinstance(value, dict):
        return value
    return {"meta" if name == "_meta" else name: _plain(item) for name, item in value.items()}
