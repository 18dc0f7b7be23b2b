"""Who talks to which flow: everything that a conversation reads before it starts, in one hop."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from accounts.authentication import caller_of
from accounts.credentials import Credentials
from execution.runtime.calls import call_of
from flows.models import Flow
from flows.selectors import RunnableFlow, flow_to_run


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A user, a flow of theirs, and the session in which they talk."""

    user_id: uuid.UUID
    flow_id: uuid.UUID
    description: str
    session_id: str
    variables: Mapping[str, str] = field(default_factory=dict, repr=False)
    """What the handshake's headers bring along."""


def talk_of(
    credentials: Credentials, flow_id: str, session_id: str | None, variables: Mapping[str, str] | None = None
) -> Talk:
    """Authenticate, find the flow, begin a session where none is named; the flow of somebody else is refused."""
    user = caller_of(credentials).user
    flow = call_of(user.pk, flow_id).flow
    description = Flow.objects.filter(pk=flow.id).values_list("description", flat=True).first()
    return Talk(
        user_id=user.pk,
        flow_id=flow.id,
        description=description or flow.name,
        session_id=session_id or str(uuid.uuid4()),
        variables=variables or {},
    )


def flow_as_it_is(talk: Talk) -> RunnableFlow:
    """Return the flow as it is saved now: somebody may work on it while they talk to it."""
    return flow_to_run(str(talk.flow_id), user_id=talk.user_id)
