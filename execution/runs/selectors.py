"""Who calls and what they want run: everything that `/run` reads before it starts, in one database hop."""

import uuid

from accounts import usage
from accounts.authentication import caller_by_api_key, caller_of, hash_of
from accounts.credentials import Credentials
from accounts.models import ApiKey
from execution.runtime.calls import Call, call_of
from flows.selectors import RUNNABLE_FIELDS, RunnableFlow
from monitor.models import Message

FLOW_OF_KEY = tuple(f"user__flows__{name}" for name in RUNNABLE_FIELDS)


def call_by_api_key(credentials: Credentials, identifier: str) -> Call:
    """Authenticate by API key and find the flow."""
    return _usual_call(credentials, identifier) or call_of(caller_by_api_key(credentials).user.pk, identifier)


def _usual_call(credentials: Credentials, identifier: str) -> Call | None:
    """Return the call where a good key asks for a flow of its own user: one query instead of two, on the hottest path.

    None for everything else, which `caller_by_api_key` and `flow_to_run` then tell apart.
    """
    if not credentials.api_key:
        return None
    keys = ApiKey.objects.usable().filter(key_hash=hash_of(credentials.api_key), user__is_active=True)
    try:
        keys = keys.filter(user__flows__pk=uuid.UUID(identifier))
    except ValueError:
        keys = keys.filter(user__flows__endpoint_name=identifier)
    for key_id, user_id, *facts in keys.values_list("pk", "user_id", *FLOW_OF_KEY)[:1]:
        usage.count_use(key_id)
        return Call(user_id=user_id, flow=RunnableFlow(**dict(zip(RUNNABLE_FIELDS, facts, strict=True))))
    return None


def call_by_any_credential(credentials: Credentials, identifier: str) -> Call:
    """The same for routes that browsers use."""
    return call_of(caller_of(credentials).user.pk, identifier)


def session_exists(flow_id: uuid.UUID, session_id: str) -> bool:
    """Has the flow been talked to in that session? The flow's own id is always a session."""
    return session_id == str(flow_id) or Message.objects.of_flow(flow_id).of_session(session_id).exists()
