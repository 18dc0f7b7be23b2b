"""Reads of MCP servers."""

from typing import TYPE_CHECKING, Any

from execution.mcp import secrets
from execution.models import McpServer

if TYPE_CHECKING:
    from accounts.models import User


def server_names(user: "User") -> list[str]:
    """Return the names of the user's servers, the oldest first."""
    return list(McpServer.objects.owned_by(user).oldest_first().values_list("name", flat=True))


def shown_config(user: "User", name: str) -> dict[str, Any] | None:
    """Return the configuration of the user's server without secrets; None where there is none."""
    found = McpServer.objects.owned_by(user).filter(name=name).first()
    return None if found is None else secrets.shown(found.config)
