"""Reads of projects."""

from typing import TYPE_CHECKING

from projects.errors import ProjectNotFound
from projects.models import Project
from projects.querysets import ProjectQuerySet

if TYPE_CHECKING:
    import uuid

    from accounts.models import User


def project_of(user: "User", project_id: "uuid.UUID") -> Project:
    """Return the user's own project by its id."""
    project = Project.objects.owned_by(user).filter(pk=project_id).first()
    if project is None:
        raise ProjectNotFound
    return project


def projects_of(user: "User") -> ProjectQuerySet:
    """Return the user's projects, the default one first, then by name."""
    return Project.objects.owned_by(user).default_first()
