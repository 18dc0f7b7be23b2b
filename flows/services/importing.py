"""Store the flows of uploaded files."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction

from flows.models import Flow
from flows.services.editing import Fields, insert_flow
from projects.models import Project
from projects.services import create_project, ensure_default_project, lock_names

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def import_flows(*, user: "User", flows: Iterable[Fields], project: Project | None = None) -> list[Flow]:
    """Store flows of a file, as new ones, under `project`, else each under the project it names, if that is the user's.

    Projects of another server are nobody's here: the default one takes their flows.
    """
    lock_names(user.pk)
    default = project or ensure_default_project(user)
    own = set() if project else set(Project.objects.owned_by(user).values_list("pk", flat=True))
    return [_import_flow(user, fields, own, default) for fields in flows]


def _import_flow(user: "User", fields: Fields, own_projects: set[uuid.UUID], default: Project) -> Flow:
    wanted = fields.get("folder_id")
    project_id = wanted if wanted in own_projects else default.pk
    return insert_flow(user.pk, fields, project_id=project_id, flow_id=None)


@transaction.atomic
def import_project(*, user: "User", name: str, description: str | None, flows: Iterable[Fields]) -> list[Flow]:
    """Make a project and store the flows in it."""
    project = create_project(user=user, name=name, description=description)
    return import_flows(user=user, flows=flows, project=project)
