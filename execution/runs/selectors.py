"""Who calls and what they want run: everything that `/run` reads before it starts, in one database hop."""

import uuid
from dataclasses import dataclass

from accounts.authentication import Caller, caller_by_api_key, caller_of
from accounts.credentials import Credentials
from execution.runs.errors import NotYourFlow
from flows.errors import FlowToRunNotFound
from flows.models import Flow
from flows.selectors import RunnableFlow, flow_to_run
from flows.services import own_copy_of_starter
from monitor.models import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A caller and the flow that they may run."""

    caller: Caller
    flow: RunnableFlow


def call_by_api_key(credentials: Credentials, identifier: str) -> Call:
    """Authenticate by API key, then find the flow."""
    return _call(caller_by_api_key(credentials), identifier)


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
    return Call(caller=caller, flow=flow)


def _is_id_of_a_flow(identifier: str) -> bool:
    try:
        flow_id = uuid.UUID(identifier)
    except ValueError:
        return False
    return Flow.objects.filter(pk=flow_id).exists()
