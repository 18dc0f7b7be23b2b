"""Who calls and what they want run: everything that `/run` reads before it starts, in one database hop."""

import uuid

from accounts.authentication import caller_by_api_key, caller_of
from accounts.credentials import Credentials
from execution.runtime.calls import Call, call_of, call_of_own_flow, id_or_name
from monitor.models import Message


def call_by_api_key(credentials: Credentials, identifier: str) -> Call:
    """Authenticate by API key and find the flow."""
    usual = call_of_own_flow(credentials.api_key, id_or_name(identifier)) if credentials.api_key else None
    return usual or call_of(caller_by_api_key(credentials).user.pk, identifier)


def call_by_any_credential(credentials: Credentials, identifier: str) -> Call:
    """The same for routes that browsers use."""
    return call_of(caller_of(credentials).user.pk, identifier)


def session_exists(flow_id: uuid.UUID, session_id: str) -> bool:
    """Has the flow been talked to in that session? The flow's own id is always a session."""
    return session_id == str(flow_id) or Message.objects.of_flow(flow_id).of_session(session_id).exists()
