"""Writes of flows. Names are chosen under a lock on the user's row, so that two writers never choose the same one."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import transaction

from flows.errors import FlowFieldTaken, FlowNotFound, FolderUnknown
from flows.models import Flow
from flows.names import numbered
from flows.selectors import RUNNABLE_FIELDS, RunnableFlow
from langflow_site.common.errors import ServerError
from projects.models import Project
from projects.services import ensure_default_project

if TYPE_CHECKING:
    from accounts.models import User

Fields = Mapping[str, Any]

KEPT_WHEN_NULL = frozenset(
    {"name", "data", "folder_id", "access_type", "is_component", "webhook", "locked", "mcp_enabled"}
)
"""Clients send null for these to say "as it is"; for texts null means none."""

COPIED_FROM_STARTERS = ("description", "data", "icon", "icon_bg_color", "gradient", "tags", "is_component")


@transaction.atomic
def create_flow(*, user: "User", fields: Fields, flow_id: uuid.UUID | None = None) -> Flow:
    """Store a new flow in the named project, else in the user's default one; taken names get a number."""
    _lock_names(user.pk)
    project = _project_for(user, fields.get("folder_id"))
    return _insert(user.pk, fields, project_id=project.pk, flow_id=flow_id)


@transaction.atomic
def create_flows(*, user: "User", flows: Iterable[Fields]) -> list[Flow]:
    """Store all of the flows or, if one of them cannot be, none."""
    return [create_flow(user=user, fields=fields) for fields in flows]


@transaction.atomic
def import_flows(*, user: "User", flows: Iterable[Fields], project: Project | None = None) -> list[Flow]:
    """Store flows of a file under `project`, else each under the project it names, if that is the user's.

    Ids are kept where they are free. Projects of another server are nobody's here: the default one takes their flows.
    """
    _lock_names(user.pk)
    default = project or ensure_default_project(user)
    own = set() if project else set(Project.objects.owned_by(user).values_list("pk", flat=True))
    return [_import_flow(user, fields, own, default) for fields in flows]


@transaction.atomic
def update_flow(*, flow: Flow, changes: Fields, taken: type[ServerError] = FlowFieldTaken) -> Flow:
    """Change what is named and nothing else; raise `taken` for a name that another flow of the user has."""
    changes = {name: value for name, value in changes.items() if value is not None or name not in KEPT_WHEN_NULL}
    _refuse_taken_names(flow, changes, taken)
    changed = {"updated_at"}
    for name, value in changes.items():
        changed |= _change(flow, name, value)
    flow.save(update_fields=changed)
    return flow


@transaction.atomic
def put_flow(*, user: "User", flow_id: uuid.UUID, fields: Fields, taken: type[ServerError]) -> tuple[Flow, bool]:
    """Change the flow, or create it under this id; return it and whether it is new."""
    flow = Flow.objects.without_data().filter(pk=flow_id).first()
    if flow is None:
        return create_flow(user=user, fields=fields, flow_id=flow_id), True
    if flow.user_id != user.pk:
        raise FlowNotFound
    return update_flow(flow=flow, changes=fields, taken=taken), False


def delete_flows(*, user: "User", ids: Collection[uuid.UUID]) -> int:
    """Delete those of the flows that are the user's own, with all that their runs left; return how many."""
    _, deleted = Flow.objects.owned_by(user).filter(pk__in=ids).delete()
    return deleted.get("flows.Flow", 0)


def delete_flow(*, user: "User", flow_id: uuid.UUID) -> None:
    if not delete_flows(user=user, ids=[flow_id]):
        raise FlowNotFound


@transaction.atomic
def own_copy_of_starter(*, user_id: uuid.UUID, starter_id: uuid.UUID) -> RunnableFlow:
    """Return the user's copy of the starter, made at the first call.

    Runs belong to the owner of their flow. A flow that belongs to nobody could keep no history, or one that
    everybody reads; so a starter becomes its caller's own flow when it is first run.
    """
    copy_id = uuid.uuid5(starter_id, user_id.hex)
    found = Flow.objects.filter(pk=copy_id, user_id=user_id).values(*RUNNABLE_FIELDS).first()
    if found:
        return RunnableFlow(**found)
    _lock_names(user_id)
    copied = _copy_of_starter(user_id, starter_id, copy_id)
    return RunnableFlow(**{name: getattr(copied, name) for name in RUNNABLE_FIELDS})


def _copy_of_starter(user_id: uuid.UUID, starter_id: uuid.UUID, copy_id: uuid.UUID) -> Flow:
    existing = Flow.objects.filter(pk=copy_id).first()
    if existing:  # another run was faster while this one waited for the lock
        return existing
    starter = Flow.objects.starters().get(pk=starter_id)
    project = ensure_default_project(get_user_model().objects.get(pk=user_id))
    fields = {name: getattr(starter, name) for name in (*COPIED_FROM_STARTERS, "name", "endpoint_name")}
    return _insert(user_id, fields, project_id=project.pk, flow_id=copy_id)


def _import_flow(user: "User", fields: Fields, own_projects: set[uuid.UUID], default: Project) -> Flow:
    wanted = fields.get("folder_id")
    flow_id = fields.get("id")
    is_free = flow_id is not None and not Flow.objects.filter(pk=flow_id).exists()
    project_id = wanted if wanted in own_projects else default.pk
    return _insert(user.pk, fields, project_id=project_id, flow_id=flow_id if is_free else None)


def _insert(user_id: uuid.UUID, fields: Fields, *, project_id: uuid.UUID, flow_id: uuid.UUID | None) -> Flow:
    """Store the flow under names that are free."""
    stored = {name: value for name, value in fields.items() if value is not None}
    for foreign in ("id", "folder_id", "user_id"):
        stored.pop(foreign, None)
    stored["name"] = _free_name(user_id, stored["name"])
    if endpoint_name := stored.get("endpoint_name"):
        stored["endpoint_name"] = _free_endpoint_name(user_id, endpoint_name)
    data = stored.pop("data", None)
    flow = Flow(id=flow_id or uuid.uuid4(), user_id=user_id, project_id=project_id, **stored)
    flow.redraw(data)
    flow.save(force_insert=True)
    return flow


def _change(flow: Flow, name: str, value: Any) -> set[str]:
    """Set one field; return the names of the columns that changed."""
    if name == "data":
        flow.redraw(value)
        return {"data", "version_stamp", "webhook"}
    if name == "webhook":
        return set()  # follows from the graph
    if name == "folder_id":
        flow.project = _own_project(flow.user_id, value)
        return {"project"}
    setattr(flow, name, value)
    return {name}


def _refuse_taken_names(flow: Flow, changes: Fields, taken: type[ServerError]) -> None:
    renamed = [
        name for name in ("name", "endpoint_name") if changes.get(name, getattr(flow, name)) != getattr(flow, name)
    ]
    if renamed:
        _lock_names(flow.user_id)
    for name in renamed:
        others = Flow.objects.filter(user_id=flow.user_id, **{name: changes[name]}).exclude(pk=flow.pk)
        if changes[name] is not None and others.exists():
            raise taken(field=name.replace("_", " ").capitalize())


def _lock_names(user_id: uuid.UUID | None) -> None:
    """Let the user's other writers wait (SQLite's transactions do anyway)."""
    get_user_model().objects.select_for_update().filter(pk=user_id).values_list("pk").first()


def _free_name(user_id: uuid.UUID, name: str) -> str:
    flows = Flow.objects.filter(user_id=user_id)
    if not flows.filter(name=name).exists():
        return name
    return numbered(name, set(flows.filter(name__startswith=name).values_list("name", flat=True)))


def _free_endpoint_name(user_id: uuid.UUID, name: str) -> str:
    flows = Flow.objects.filter(user_id=user_id)
    if not flows.filter(endpoint_name=name).exists():
        return name
    similar = flows.filter(endpoint_name__startswith=name).values_list("endpoint_name", flat=True)
    return numbered(name, set(similar), form="{name}-{number}")


def _project_for(user: "User", project_id: uuid.UUID | None) -> Project:
    return ensure_default_project(user) if project_id is None else _own_project(user.pk, project_id)


def _own_project(user_id: uuid.UUID | None, project_id: uuid.UUID) -> Project:
    project = Project.objects.filter(pk=project_id, user_id=user_id).first()
    if project is None:
        raise FolderUnknown
    return project
