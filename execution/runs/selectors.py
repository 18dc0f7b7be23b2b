"""Who calls and what they want run: everything that `/run` reads before it starts, in one database hop."""

import uuid
from typing import Any

from django.db.models import CharField, Field, QuerySet, UUIDField

from accounts import usage
from accounts.authentication import caller_by_api_key, caller_of, hash_of
from accounts.credentials import Credentials
from accounts.models import ApiKey
from execution.runtime.calls import Call, call_of
from flows.selectors import RUNNABLE_FIELDS, RunnableFlow
from langflow_site.common.prepared import Parameter, PreparedQuery
from monitor.models import Message

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


def call_by_api_key(credentials: Credentials, identifier: str) -> Call:
    """Authenticate by API key and find the flow."""
    return _usual_call(credentials, identifier) or call_of(caller_by_api_key(credentials).user.pk, identifier)


def _usual_call(credentials: Credentials, identifier: str) -> Call | None:
    """Return the call where a good key asks for a flow of its own user: one query instead of two, on the hottest path.

    None for everything else, which `caller_by_api_key` and `flow_to_run` then tell apart.
    """
    if not credentials.api_key:
        return None
    key_hash = hash_of(credentials.api_key)
    try:
        rows = BY_FLOW_ID.rows(key_hash=key_hash, flow=uuid.UUID(identifier))
    except ValueError:
        rows = BY_ENDPOINT_NAME.rows(key_hash=key_hash, flow=identifier)
    for key_id, user_id, *facts in rows:
        usage.count_use(key_id)
        return Call(user_id=user_id, flow=RunnableFlow(**dict(zip(RUNNABLE_FIELDS, facts, strict=True))))
    return None


def call_by_any_credential(credentials: Credentials, identifier: str) -> Call:
    """The same for routes that browsers use."""
    return call_of(caller_of(credentials).user.pk, identifier)


def session_exists(flow_id: uuid.UUID, session_id: str) -> bool:
    """Has the flow been talked to in that session? The flow's own id is always a session."""
    return session_id == str(flow_id) or Message.objects.of_flow(flow_id).of_session(session_id).exists()
