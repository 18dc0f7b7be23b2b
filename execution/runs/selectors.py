"""Who calls and what they want run: everything that `/run` reads before it starts, in one database hop."""

import uuid
from dataclasses import dataclass

from accounts import usage
from accounts.authentication import Caller, caller_by_api_key, caller_of, hash_of
from accounts.credentials import Credentials
from accounts.models import ApiKey
from execution.runs.errors import NotYourFlow
from flows.errors import FlowToRunNotFound
from flows.models import Flow
from flows.selectors import RUNNABLE_FIELDS, RunnableFlow, flow_to_run
from flows.services import own_copy_of_starter
from monitor.models import Message

FLOW_OF_KEY = tuple(f"user__flows__{name}" for name in RUNNABLE_FIELDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A caller and the flow that they may run."""

    user_id: uuid.UUID
    flow: RunnableFlow


def call_by_api_key(credentials: Credentials, identifier: str) -> Call:
    """Authenticate by API key and find the flow."""
    return _usual_call(credentials, identifier) or _call(caller_by_api_key(credentials), identifier)


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
    return _call(caller_of(credentials), identifier)


def session_exists(flow_id: uuid.UUID, session_id: str) -> bool:
    """Has the flow been talked to in that session? The flow's own id is always a session."""
    return session_id == str(flow_id) or Message.objects.of_flow(flow_id).of_session(session_id).exists()


def _call(caller: Caller, identifier: str) -> Call:
    try:
        flow = flow_to_run(identifier, user_id=caller.user.pk)
    except FlowToRunNotFound:
        if _is_id_of_a_flow(identifier):
            raise NotYourFlow from None
        raise
    if flow.user_id is None:  # a starter becomes its caller's own at the first run, so that its history has an owner
        flow = own_copy_of_starter(user_id=caller.user.pk, starter_id=flow.id)
    return Call(user_id=caller.user.pk, flow=flow)


def _is_id_of_a_flow(identifier: str) -> bool:
    try:
        flow_id = uuid.UUID(identifier)
    except ValueError:
        return False
    return Flow.objects.filter(pk=flow_id).exists()
