"""The service `mcp`: the servers that a run's owner has added, as components reach them."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from accounts.models import User
from execution.components.mcp_servers import (
    McpAnswer,
    McpChoice,
    McpCommandRefused,
    McpServerFailed,
    McpServerUnknown,
    McpTool,
    McpUnavailable,
)
from execution.engine.ports import RunContext, VariableStore
from execution.models import McpServer
from execution.runtime.mcp.configuration import CommandServer, Server, server_of, with_variables
from execution.runtime.mcp.connections import Connection, Place, connections
from langflow_site.common.database import in_database


class UserMcpServers:
    """What components get as the service `mcp`."""

    async def tools(self, choice: McpChoice, run: RunContext, *, from_cache: bool = False) -> list[McpTool]:
        return (await connected(choice, _owner_of(run), run.variables, from_cache=from_cache)).tools

    async def call(self, choice: McpChoice, run: RunContext, tool: str, arguments: Mapping[str, Any]) -> McpAnswer:
        place = await place_of(choice, _owner_of(run), run.variables)
        return await connections().to(place).call(tool, arguments)


class Connected:
    """A server that answers, and its tools."""

    def __init__(self, connection: Connection, tools: list[McpTool]) -> None:
        self.mode = connection.mode
        self.tools = tools


async def connected(
    choice: McpChoice, user_id: uuid.UUID, variables: VariableStore, *, from_cache: bool = False
) -> Connected:
    """Return the server with its tools; raise McpError where it does not answer."""
    place = await place_of(choice, user_id, variables)
    connection = connections().to(place)
    was_open = connection.is_open
    try:
        return Connected(connection, await connection.tools(from_cache=from_cache))
    except McpServerFailed:
        if not was_open:
            raise
    # The connection was kept, and its server may have been restarted meanwhile. Asking for tools again does no harm.
    connection.ask_to_end()
    connection = connections().to(place)
    return Connected(connection, await connection.tools())


async def place_of(choice: McpChoice, user_id: uuid.UUID, variables: VariableStore) -> Place:
    """Return where the server is. Raises McpServerUnknown, McpServerIncomplete and McpCommandRefused."""
    server = await in_database(_server, choice, user_id)
    return Place(user_id=user_id, name=choice.name, server=await with_variables(server, variables))


def _server(choice: McpChoice, user_id: uuid.UUID) -> Server:
    found = McpServer.objects.select_related("user").filter(user_id=user_id, name=choice.name).first()
    if found is None:
        return _travelling_server(choice)
    server = server_of(choice, found.config)
    if isinstance(server, CommandServer) and not may_use_commands(found.user):
        raise McpCommandRefused(server=choice.name)
    return server


def _travelling_server(choice: McpChoice) -> Server:
    """Return the server that a flow brings along. A command would be somebody else's program: it has to be added."""
    if choice.config.get("command") or not choice.config.get("url"):
        raise McpServerUnknown(server=choice.name)
    return server_of(choice, choice.config)


def may_use_commands(user: User) -> bool:
    """May flows of this user use servers that are programs?"""
    allowed = settings.LANGFLOW.MCP_STDIO
    return allowed == "everybody" or (allowed == "superusers" and user.is_superuser)


def _owner_of(run: RunContext) -> uuid.UUID:
    if run.user_id is None:
        raise McpUnavailable
    return uuid.UUID(run.user_id)
