"""Writes of projects."""

from typing import TYPE_CHECKING, Any

from django.conf import settings

from projects.models import Project

if TYPE_CHECKING:
    from accounts.models import User

DEFAULT_DESCRIPTION = "Your first project; new flows are put here."


def ensure_default_project(user: "User") -> Project:
    """Return the project that takes the user's flows when none is named; make it if it is missing."""
    project, _ = Project.objects.get_or_create(
        user=user,
        name=settings.LANGFLOW.DEFAULT_PROJECT_NAME,
        defaults={"description": DEFAULT_DESCRIPTION, "auth_settings": initial_auth_settings()},
    )
    return project


def initial_auth_settings() -> dict[str, Any] | None:
    """Projects are tools for MCP clients; where users sign in, so must those clients."""
    return None if settings.LANGFLOW.AUTO_LOGIN else {"auth_type": "apikey"}
