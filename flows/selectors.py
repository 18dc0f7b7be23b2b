"""Reads of flows. Who may see what is decided in `querysets.py`."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from flows.errors import FlowNotFound, FlowToRunNotFound
from flows.models import Flow


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnableFlow:
    """What a run must know of a flow before it starts; the graph itself comes from the plan cache."""

    id: uuid.UUID
    user_id: uuid.UUID | None
    """None for a starter flow: it belongs to the server and runs as its caller."""
    name: str
    endpoint_name: str | None
    version_stamp: uuid.UUID
    access_type: str


RUNNABLE_FIELDS = ("id", "user_id", "name", "endpoint_name", "version_stamp", "access_type")


def flow_to_run(identifier: str, *, user_id: uuid.UUID | None = None) -> RunnableFlow:
    """Return the flow with that id or endpoint name: the user's own, else a starter; without a user, anybody's.

    One indexed query that does not read the graph.
    """
    flows = Flow.objects.named(identifier)
    if user_id is not None:
        flows = flows.filter(Q(user_id=user_id) | Q(user_id=None))
    rows = list(flows.values(*RUNNABLE_FIELDS)[:2])
    if not rows:
        raise FlowToRunNotFound(identifier=identifier)
    own = next((row for row in rows if row["user_id"] is not None), rows[0])
    return RunnableFlow(**own)


def flow_data(flow_id: uuid.UUID) -> dict[str, Any]:
    """Return the saved graph; an empty one where nothing was drawn yet."""
    found = Flow.objects.filter(pk=flow_id).values_list("data", flat=True).first()
    if found is None and not Flow.objects.filter(pk=flow_id).exists():
        raise FlowNotFound
    return found or {"nodes": [], "edges": []}
