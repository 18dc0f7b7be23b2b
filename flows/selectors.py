"""Reads of flows. Who may see what is decided in `querysets.py`."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from flows.errors import FlowNotFound, FlowNotPublic, FlowToRunNotFound, NoFlowsFound
from flows.filters import FlowFilter
from flows.models import Flow
from flows.querysets import FlowQuerySet
from langflow_site.common.pagination import Page, page_of_ids

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnableFlow:
    """What a run must know of a flow before it starts; the graph itself comes from the plan cache."""

    id: uuid.UUID

    user_id: uuid.UUID | None
    """None for a starter flow, which nobody owns; `services.own_copy_of_starter` gives one that can be run."""

    name: str
    endpoint_name: str | None

    version_stamp: uuid.UUID
    """Changes whenever the graph does."""

    access_type: str


MOST_CHOICES = 1000

RUNNABLE_FIELDS = ("id", "user_id", "name", "endpoint_name", "version_stamp", "access_type")


def flow_to_run(identifier: str, *, user_id: uuid.UUID | None = None) -> RunnableFlow:
    """Return the flow with that id or endpoint name: the user's own, else a starter; without a user, anybody's.

    One indexed query that does not read the graph. A starter's id finds the user's copy of it, if there is one.
    """
    try:
        flow_id = uuid.UUID(identifier)
    except ValueError:
        flows = Flow.objects.filter(endpoint_name=identifier)
    else:
        flows = Flow.objects.filter(pk__in=[flow_id, starter_copy_id(flow_id, user_id)] if user_id else [flow_id])
    if user_id is not None:
        flows = flows.filter(Q(user_id=user_id) | Q(user_id=None))
    rows = list(flows.values(*RUNNABLE_FIELDS)[:2])
    if not rows:
        raise FlowToRunNotFound(identifier=identifier)
    return RunnableFlow(**next((row for row in rows if row["user_id"] is not None), rows[0]))


def starter_copy_id(starter_id: uuid.UUID, user_id: uuid.UUID) -> uuid.UUID:
    """Return the id of the user's own copy of the starter, whether it exists or not."""
    return uuid.uuid5(starter_id, user_id.hex)


def choosable_flows(user_id: uuid.UUID) -> list[dict[str, Any]]:
    """Return id, name and time of change of the user's own flows, for fields that name one; newest first."""
    flows = Flow.objects.filter(user_id=user_id, is_component=False).newest_first()
    return [{**row} for row in flows.values("id", "name", "updated_at")[:MOST_CHOICES]]


def chosen_flow(user_id: uuid.UUID, *, flow_id: str, name: str) -> Flow | None:
    """Return the user's own flow of that id, else the one of that name, else None."""
    own = Flow.objects.filter(user_id=user_id)
    try:
        found = own.filter(pk=uuid.UUID(flow_id)).first()
    except ValueError:
        found = None
    return found or (own.filter(name=name).first() if name else None)


def flow_data(flow_id: uuid.UUID) -> dict[str, Any]:
    """Return the saved graph; an empty one where nothing was drawn yet."""
    rows = list(Flow.objects.filter(pk=flow_id).values_list("data", flat=True))
    if not rows:
        raise FlowNotFound
    data: Any = rows[0]
    return data or {"nodes": [], "edges": []}


def flow_for(user: "User", flow_id: uuid.UUID) -> Flow:
    """Return the flow if the user may read it."""
    flow = Flow.objects.readable_by(user).filter(pk=flow_id).first()
    if flow is None:
        raise FlowNotFound
    return flow


def own_flow(user: "User", flow_id: uuid.UUID, *, missing: type[FlowNotFound] = FlowNotFound) -> Flow:
    """Return the user's own flow, for changes; its graph is read only if somebody asks."""
    flow = Flow.objects.owned_by(user).without_data().filter(pk=flow_id).first()
    if flow is None:
        raise missing
    return flow


def public_flow(flow_id: uuid.UUID) -> Flow:
    flow = Flow.objects.public().filter(pk=flow_id).first()
    if flow is None:
        raise FlowNotPublic
    return flow


def own_flows(user: "User", **filters: Any) -> FlowQuerySet:
    """Return the user's own flows, newest first; `filters` are FlowFilter's."""
    return _narrowed(Flow.objects.owned_by(user), filters)


def listed_flows(user: "User", *, with_starters: bool, **filters: Any) -> list[FlowQuerySet]:
    """Return the user's own flows, then the starters if they are wanted and shown. Apart: an index finds each."""
    shown = Flow.objects.shown_starters() if with_starters else Flow.objects.none()
    return [_narrowed(flows, filters) for flows in (Flow.objects.owned_by(user), shown)]


def _narrowed(flows: FlowQuerySet, filters: Mapping[str, Any]) -> FlowQuerySet:
    narrowed: FlowQuerySet = FlowFilter(filters, queryset=flows.newest_first()).qs
    return narrowed


def page_of_project(user: "User", *, page: int, size: int, folder_id: uuid.UUID | None, **filters: Any) -> Page:
    """Return the ids of one page of a project's flows; without a project an empty one."""
    if folder_id is None:
        return Page(items=[], total=0, page=page, size=size)
    own, starters = listed_flows(user, with_starters=True, folder_id=folder_id, **filters)
    return page_of_ids(starters if starters.exists() else own, page=page, size=size)  # no project has both


def flows_by_ids(user: "User", ids: Collection[uuid.UUID]) -> list[Flow]:
    """Return those of the flows that are the user's own, in the order of the ids."""
    found = Flow.objects.owned_by(user).in_bulk(list(ids))
    flows = [found[flow_id] for flow_id in dict.fromkeys(ids) if flow_id in found]
    if not flows:
        raise NoFlowsFound
    return flows


def starter_flows() -> list[Flow]:
    return list(Flow.objects.starters().order_by("name", "pk"))
