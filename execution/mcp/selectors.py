"""Reads of MCP: the user's servers, and what a project offers as tools."""

from typing import TYPE_CHECKING, Any

from execution.mcp import secrets
from execution.mcp.tools import action_description_of, action_name_of
from execution.models import McpServer
from flows.models import Flow
from projects import auth_settings

if TYPE_CHECKING:
    from accounts.models import User
    from projects.models import Project


def server_names(user: "User") -> list[str]:
    """Return the names of the user's servers, the oldest first."""
    return list(McpServer.objects.owned_by(user).oldest_first().values_list("name", flat=True))


def shown_config(user: "User", name: str) -> dict[str, Any] | None:
    """Return the configuration of the user's server without secrets; None where there is none."""
    found = McpServer.objects.owned_by(user).filter(name=name).first()
    return None if found is None else secrets.shown(found.config)


def project_tools(project: "Project", *, only_enabled: bool) -> dict[str, Any]:
    """Return the flows of the project as its tools' settings, and how clients sign in."""
    flows = Flow.objects.filter(project=project).exclude(is_component=True).without_data().order_by("created_at", "pk")
    if only_enabled:
        flows = flows.filter(mcp_enabled=True)
    tools = [
        {
            "id": flow.pk,
            "mcp_enabled": bool(flow.mcp_enabled),
            "action_name": action_name_of(flow),
            "action_description": action_description_of(flow),
            "name": flow.name,
            "description": flow.description or "",
        }
        for flow in flows
    ]
    return {"tools": tools, "auth_settings": auth_settings.shown(project.auth_settings)}
