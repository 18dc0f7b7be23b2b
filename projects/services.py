"""Writes of projects. Flows move by the project's own relation: this app knows nothing of theirs."""

import uuid
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, transaction

from langflow_site.common.names import numbered
from projects import auth_settings
from projects.errors import ParentInvalid, ProjectNameTaken
from projects.models import Project

if TYPE_CHECKING:
    from accounts.models import User

DEFAULT_DESCRIPTION = "Your first project; new flows are put here."


def ensure_default_project(user: "User") -> Project:
    """Return the project that takes the user's flows when none is named; make it if it is missing."""
    project, _ = Project.objects.get_or_create(
        user=user, name=settings.LANGFLOW.DEFAULT_PROJECT_NAME, defaults={"description": DEFAULT_DESCRIPTION}
    )
    return project


@transaction.atomic
def create_project(
    *,
    user: "User",
    name: str,
    description: str | None = None,
    auth: Mapping[str, Any] | None = None,
    flow_ids: Collection[uuid.UUID] = (),
) -> Project:
    """Make a project and move those of the flows that are the user's into it; a taken name gets a number."""
    lock_names(user.pk)
    taken = Project.objects.owned_by(user).filter(name__startswith=name).values_list("name", flat=True)
    project = Project.objects.create(
        user=user,
        name=numbered(name, set(taken)),
        description=description,
        auth_settings=auth_settings.closed(auth, None) if auth else _initial_auth_settings(),
    )
    user.flows.filter(pk__in=flow_ids).update(project=project)
    return project


@transaction.atomic
def update_project(*, user: "User", project: Project, changes: Mapping[str, Any]) -> Project:
    """Change what is named. `flows` and `components` each say all that the project shall hold of their kind."""
    if changes.get("name"):
        _rename(user, project, changes["name"])
    if changes.get("description") is not None:  # null says "as it is", an empty text clears it
        project.description = changes["description"]
    if "auth_settings" in changes:
        project.auth_settings = auth_settings.closed(changes["auth_settings"], project.auth_settings)
    if "parent_id" in changes:
        project.parent = _parent_for(user, project, changes["parent_id"])
    project.save()
    for kind, is_component in (("flows", False), ("components", True)):
        if kind in changes:
            _set_members(user, project, changes[kind], is_component=is_component)
    return project


def delete_project(*, project: Project) -> None:
    """Delete the project with the flows in it."""
    project.delete()


def _initial_auth_settings() -> dict[str, Any] | None:
    """Projects are tools for MCP clients; where users sign in, so must those clients."""
    return None if settings.LANGFLOW.AUTO_LOGIN else {"auth_type": "apikey"}


def _rename(user: "User", project: Project, name: str) -> None:
    if name == project.name:
        return
    lock_names(user.pk)
    if Project.objects.owned_by(user).filter(name=name).exists():
        raise ProjectNameTaken(name=name)
    project.name = name


def _parent_for(user: "User", project: Project, parent_id: uuid.UUID | None) -> Project | None:
    if parent_id is None:
        return None
    parent = ancestor = Project.objects.owned_by(user).filter(pk=parent_id).first()
    if parent is None:
        raise ParentInvalid
    while ancestor is not None:
        if ancestor.pk == project.pk:
            raise ParentInvalid
        ancestor = ancestor.parent
    return parent


def _set_members(user: "User", project: Project, ids: Collection[uuid.UUID], *, is_component: bool) -> None:
    """Move these of the user's flows in, and the others of their kind to the default project."""
    flows = user.flows.filter(is_component=True) if is_component else user.flows.exclude(is_component=True)
    flows.filter(project=project).exclude(pk__in=ids).update(project=ensure_default_project(user))
    flows.filter(pk__in=ids).update(project=project)


def lock_names(user_id: uuid.UUID) -> None:
    """Let the user's other writers wait (SQLite's transactions do anyway).

    No key, where the database has that: rows that merely point at the user, such as sign-ins, are stored meanwhile.
    """
    locked = get_user_model().objects.select_for_update(no_key=connection.features.has_select_for_no_key_update)
    locked.filter(pk=user_id).values_list("pk").first()
