"""Who may run which flow, for the routes that programs call by a flow's id or endpoint name."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Field, QuerySet, UUIDField

from accounts import usage
from accounts.authentication import hash_of
from accounts.models import ApiKey
from execution.runtime.errors import NotYourFlow
from flows.errors import FlowToRunNotFound
from flows.models import Flow
from flows.selectors import RUNNABLE_FIELDS, RunnableFlow, flow_to_run
from flows.services import own_copy_of_starter
from langflow_site.common.prepared import Parameter, PreparedQuery

FLOW_OF_KEY = tuple(f"user__flows__{name}" for name in RUNNABLE_FIELDS)


def _key_and_flow(name: str, kind: "Field[Any, Any]") -> PreparedQuery:
    """Prepare the query for a good key and that flow of its user whose field of that name has the wanted value."""

    def build() -> QuerySet[ApiKey, Any]:
        flow = Parameter("flow", kind)
        keys = ApiKey.objects.usable().filter(user__is_active=True, **{f"user__flows__{name}": flow})
        keys = keys.filter(key_hash=Parameter("key_hash", CharField()))
        return keys.values_list("pk", "user_id", *FLOW_OF_KEY)[:1]

    return PreparedQuery(build)


BY_FLOW_ID = _key_and_flow("id", UUIDField())
BY_ENDPOINT_NAME = _key_and_flow("endpoint_name", CharField())


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A caller and the flow that they may run."""

    user_id: uuid.UUID
    flow: RunnableFlow


def id_or_name(identifier: str) -> uuid.UUID | str:
    """Return the id that a flow is called by, else the text as it is: an endpoint name."""
    try:
        return uuid.UUID(identifier)
    except ValueError:
        return identifier


def call_of_own_flow(api_key: str, flow: uuid.UUID | str) -> Call | None:
    """Return the call where a good key asks for a flow of its own user: one query instead of two, on the hottest paths.

    None for everything else, which `accounts.authentication` and `call_of` then tell apart.
    """
    query = BY_FLOW_ID if isinstance(flow, uuid.UUID) else BY_ENDPOINT_NAME
    for key_id, user_id, *facts in query.rows(key_hash=hash_of(api_key), flow=flow):
        usage.count_use(key_id)
        return Call(user_id=user_id, flow=RunnableFlow(**dict(zip(RUNNABLE_FIELDS, facts, strict=True))))
    return None


def call_of(user_id: uuid.UUID, identifier: str) -> Call:
    """Return the user's call of that flow; a starter becomes the user's own, so that its history has an owner."""
    flow = flow_of(user_id, identifier)
    if flow.user_id is None:
        flow = own_copy_of_starter(user_id=user_id, starter_id=flow.id)
    return Call(user_id=user_id, flow=flow)


def flow_of(user_id: uuid.UUID, identifier: str) -> RunnableFlow:
    """Return the user's flow, else a starter; raise NotYourFlow for the id of somebody else's."""
    try:
        return flow_to_run(identifier, user_id=user_id)
    except FlowToRunNotFound:
        if _is_id_of_a_flow(identifier):
            raise NotYourFlow from None
        raise


def _is_id_of_a_flow(identifier: str) -> bool:
    flow_id = id_or_name(identifier)
    return isinstance(flow_id, uuid.UUID) and Flow.objects.filter(pk=flow_id).exists()
