"""The server's own example flows: stored from `flows/starter_projects`, and copied to whoever runs one."""

import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction

from flows.models import Flow
from flows.selectors import RUNNABLE_FIELDS, RunnableFlow, starter_copy_id
from flows.services.editing import insert_flow
from langflow_site.common.models import loads
from projects.models import Project
from projects.services import ensure_default_project, lock_names

FOLDER = Path(__file__).parent.parent / "starter_projects"
NAMESPACE = uuid.UUID("6f0d2a38-6f59-5c0c-9f3e-0a4c6b5f8d11")
"""Ids of starters follow from their file names, so that they are the same on every server and after every load."""

PROJECT_NAME = "Starter Projects"
STARTER_FIELDS = ("name", "description", "endpoint_name", "icon", "icon_bg_color", "gradient", "tags")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a load did."""

    stored: int
    unchanged: int
    removed: int


@transaction.atomic
def load_starter_flows(folder: Path = FOLDER) -> Loaded:
    """Bring the stored starters in line with the files; does nothing where the operator wants none."""
    if not settings.LANGFLOW.CREATE_STARTER_PROJECTS:
        return Loaded(stored=0, unchanged=0, removed=0)
    project = _starter_project()
    files = sorted(folder.glob("*.json"))
    changed = sum(_store(file, project) for file in files)
    gone = project.flows.exclude(pk__in=[starter_id(file.stem) for file in files])
    removed = gone.count()
    gone.delete()
    return Loaded(stored=changed, unchanged=len(files) - changed, removed=removed)


def _starter_project() -> Project:
    description = "Examples that come with the server."
    project, _ = Project.objects.get_or_create(
        pk=uuid.uuid5(NAMESPACE, PROJECT_NAME), defaults={"name": PROJECT_NAME, "description": description}
    )
    return project


def starter_id(name: str) -> uuid.UUID:
    """Return the id of the starter whose file has that name, whether it is loaded or not."""
    return uuid.uuid5(NAMESPACE, name)


def _store(file: Path, project: Project) -> bool:
    """Store the file's flow; return whether that changed anything."""
    document = loads(file.read_text(encoding="utf-8"))
    fields: dict[str, Any] = {name: document.get(name) for name in STARTER_FIELDS}
    flow = Flow.objects.filter(pk=starter_id(file.stem)).first() or Flow(pk=starter_id(file.stem), project=project)
    is_drawn_anew = flow.data != document["data"]
    if not is_drawn_anew and all(getattr(flow, name) == value for name, value in fields.items()):
        return False
    for name, value in fields.items():
        setattr(flow, name, value)
    if is_drawn_anew:
        flow.redraw(document["data"])
    flow.save()
    return True


def own_copy_of_starter(*, user_id: uuid.UUID, starter_id: uuid.UUID) -> RunnableFlow:
    """Return the user's copy of the starter, made at the first call.

    Runs belong to the owner of their flow. A flow that belongs to nobody could keep no history, or one that
    everybody reads; so a starter becomes its caller's own flow when it is first run.
    """
    copy = _existing_copy(user_id, starter_id) or _make_copy(user_id, starter_id)
    return RunnableFlow(**{name: getattr(copy, name) for name in RUNNABLE_FIELDS})


def _existing_copy(user_id: uuid.UUID, starter_id: uuid.UUID) -> Flow | None:
    return Flow.objects.without_data().filter(pk=starter_copy_id(starter_id, user_id), user_id=user_id).first()


@transaction.atomic
def _make_copy(user_id: uuid.UUID, starter_id: uuid.UUID) -> Flow:
    lock_names(user_id)
    if existing := _existing_copy(user_id, starter_id):  # another run was faster while this one waited
        return existing
    starter = Flow.objects.starters().get(pk=starter_id)
    project = ensure_default_project(get_user_model().objects.get(pk=user_id))
    fields = {name: getattr(starter, name) for name in (*STARTER_FIELDS, "data")}
    return insert_flow(user_id, fields, project_id=project.pk, flow_id=starter_copy_id(starter_id, user_id))
