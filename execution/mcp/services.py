"""Writes of MCP: the user's servers and asking them for their tools, and what a project offers."""

import asyncio
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from execution.components.mcp_servers import McpChoice, McpError
from execution.engine.values.errors import ExtraNotInstalled
from execution.mcp import secrets
from execution.mcp.errors import CommandsRefused, ServerNameTaken, ServerNotFound
from execution.models import McpServer
from execution.runtime.mcp.servers import connected, may_use_commands
from execution.runtime.variables import RunVariables
from flows.models import Flow
from flows.querysets import FlowQuerySet
from langflow_site.common.addresses import HostUnknown, OutboundRefused
from projects.services import update_project

if TYPE_CHECKING:
    from accounts.models import User
    from projects.models import Project

Config = Mapping[str, Any]


def add_server(*, user: "User", name: str, config: Config) -> McpServer:
    """Store a new server."""
    _refuse_commands(user, config)
    server = McpServer(user=user, name=name)
    server.config = secrets.filled_in(config, {})
    try:
        with transaction.atomic():
            server.save(force_insert=True)
    except IntegrityError:
        raise ServerNameTaken(name=name) from None
    return server


@transaction.atomic
def put_server(*, user: "User", name: str, config: Config) -> McpServer:
    """Replace the configuration of the server, or add it. Masks stand for the secrets that are stored."""
    _refuse_commands(user, config)
    server: McpServer | None = McpServer.objects.owned_by(user).select_for_update().filter(name=name).first()
    if server is None:
        return add_server(user=user, name=name, config=config)
    server.config = secrets.filled_in(config, server.config)
    server.save()
    return server


def delete_server(*, user: "User", name: str) -> None:
    deleted, _ = McpServer.objects.owned_by(user).filter(name=name).delete()
    if not deleted:
        raise ServerNotFound(name=name)


async def listed_with_tools(user_id: uuid.UUID, names: list[str]) -> list[dict[str, Any]]:
    """Return each server with what it says when it is asked, all at the same time."""
    return await asyncio.gather(*(_listed_with_tools(user_id, name) for name in names))


def listed(name: str) -> dict[str, Any]:
    """Return a server that was not asked."""
    return {"name": name, "mode": None, "toolsCount": None}


async def _listed_with_tools(user_id: uuid.UUID, name: str) -> dict[str, Any]:
    try:
        found = await connected(McpChoice(name=name), user_id, RunVariables(user_id=user_id))
    except (McpError, OutboundRefused, HostUnknown, ExtraNotInstalled) as error:
        return {**listed(name), "error": str(error)}
    return {"name": name, "mode": found.mode, "toolsCount": len(found.tools)}


@transaction.atomic
def update_tools(*, user: "User", project: "Project", changes: Mapping[str, Any]) -> int:
    """Change what the project's flows are as tools, and how clients sign in where that is named; return how many flows.

    Flows of other projects are none of its tools.
    """
    if changes.get("auth_settings") is not None:  # null is none that is named, as clients know it
        update_project(user=user, project=project, changes={"auth_settings": changes["auth_settings"]})
    flows = Flow.objects.owned_by(user).filter(project=project).exclude(is_component=True)
    return sum(_update_tool(flows, **tool) for tool in changes["settings"])


def _update_tool(flows: FlowQuerySet, *, id: uuid.UUID, **changes: Any) -> int:  # noqa: A002 - the wire's word
    known = {name: value for name, value in changes.items() if value is not None or name != "mcp_enabled"}
    return flows.filter(pk=id).update(**known, updated_at=timezone.now())


def _refuse_commands(user: "User", config: Config) -> None:
    if config.get("command") and not may_use_commands(user):
        raise CommandsRefused
