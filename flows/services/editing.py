"""Writes of flows. Names are chosen under a lock on the user's row, so that two writers never choose the same one."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from flows.errors import FlowFieldConflict, FlowFieldTaken, FlowNotFound, FolderUnknown
from flows.models import Flow
from flows.signals import owner_changed
from langflow_site.common.errors import ServerError
from langflow_site.common.names import numbered
from projects.models import Project
from projects.services import ensure_default_project, lock_names

if TYPE_CHECKING:
    from accounts.models import User

Fields = Mapping[str, Any]

CLEARED_BY_NULL = "endpoint_name"
"""Clients send null for everything else to say "as it is"; an empty text clears a text."""


@transaction.atomic
def create_flow(*, user: "User", fields: Fields, flow_id: uuid.UUID | None = None) -> Flow:
    """Store a new flow in the named project, else in the user's default one; taken names get a number."""
    lock_names(user.pk)
    project = _project_for(user, fields.get("folder_id"))
    return insert_flow(user.pk, fields, project_id=project.pk, flow_id=flow_id)


@transaction.atomic
def create_flows(*, user: "User", flows: Iterable[Fields]) -> list[Flow]:
    """Store all of the flows under their names or, if one is taken, none."""
    lock_names(user.pk)
    return [_create_under_its_name(user, fields) for fields in flows]


@transaction.atomic
def update_flow(*, user: "User", flow: Flow, changes: Fields, taken: type[ServerError] = FlowFieldTaken) -> Flow:
    """Change what is named and nothing else; raise `taken` for a name that another flow of the user has."""
    changes = {name: value for name, value in changes.items() if value is not None or name == CLEARED_BY_NULL}
    _refuse_taken_names(user, flow, changes, taken)
    changed = {"updated_at"}
    for name, value in changes.items():
        changed |= _change(user, flow, name, value)
    flow.save(update_fields=changed)
    return flow


@transaction.atomic
def put_flow(*, user: "User", flow_id: uuid.UUID, fields: Fields, taken: type[ServerError]) -> tuple[Flow, bool]:
    """Change the flow, or create it under this id; return it and whether it is new."""
    lock_names(user.pk)
    flow = Flow.objects.without_data().filter(pk=flow_id).first()
    if flow is None:
        return create_flow(user=user, fields=fields, flow_id=flow_id), True
    if flow.user_id != user.pk:
        raise FlowNotFound
    return update_flow(user=user, flow=flow, changes=fields, taken=taken), False


@transaction.atomic
def hand_over(*, flow: Flow, to: "User | None") -> None:
    """Give the flow to somebody else, with its history."""
    flow.user = to
    flow.save(update_fields=["user", "updated_at"])
    owner_changed.send(sender=Flow, flow=flow)


def delete_flows(*, user: "User", ids: Collection[uuid.UUID]) -> int:
    """Delete those of the flows that are the user's own, with all that their runs left; return how many."""
    _, deleted = Flow.objects.owned_by(user).filter(pk__in=ids).delete()
    return deleted.get("flows.Flow", 0)


def delete_flow(*, user: "User", flow_id: uuid.UUID) -> None:
    if not delete_flows(user=user, ids=[flow_id]):
        raise FlowNotFound


def _create_under_its_name(user: "User", fields: Fields) -> Flow:
    if Flow.objects.owned_by(user).filter(name=fields["name"]).exists():
        raise FlowFieldConflict(field="Name")
    return create_flow(user=user, fields=fields)


def insert_flow(user_id: uuid.UUID, fields: Fields, *, project_id: uuid.UUID, flow_id: uuid.UUID | None) -> Flow:
    """Store the flow under names that are free."""
    stored = {name: value for name, value in fields.items() if value is not None}
    stored.pop("folder_id", None)
    stored["name"] = _free_name(user_id, stored["name"])
    if endpoint_name := stored.get("endpoint_name"):
        stored["endpoint_name"] = _free_endpoint_name(user_id, endpoint_name)
    data = stored.pop("data", None)
    flow = Flow(id=flow_id or uuid.uuid4(), user_id=user_id, project_id=project_id, **stored)
    flow.redraw(data)
    flow.save(force_insert=True)
    return flow


def _change(user: "User", flow: Flow, name: str, value: Any) -> set[str]:
    """Set one field; return the names of the columns that changed."""
    if name == "data":
        flow.redraw(value)
        return {"data", "version_stamp", "webhook"}
    if name == "webhook":
        return set()  # follows from the graph
    if name == "folder_id":
        flow.project = _own_project(user.pk, value)
        return {"project"}
    setattr(flow, name, value)
    return {name}


def _refuse_taken_names(user: "User", flow: Flow, changes: Fields, taken: type[ServerError]) -> None:
    renamed = [
        name for name in ("name", "endpoint_name") if changes.get(name, getattr(flow, name)) != getattr(flow, name)
    ]
    if renamed:
        lock_names(user.pk)
    for name in renamed:
        others = Flow.objects.owned_by(user).filter(**{name: changes[name]}).exclude(pk=flow.pk)
        if changes[name] is not None and others.exists():
            raise taken(field=name.replace("_", " ").capitalize())


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
    return numbered(name, {other for other in similar if other}, form="{name}-{number}")


def _project_for(user: "User", project_id: uuid.UUID | None) -> Project:
    return ensure_default_project(user) if project_id is None else _own_project(user.pk, project_id)


def _own_project(user_id: uuid.UUID, project_id: uuid.UUID) -> Project:
    project = Project.objects.filter(pk=project_id, user_id=user_id).first()
    if project is None:
        raise FolderUnknown
    return project
