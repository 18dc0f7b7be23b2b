"""Who may run which flow, for the routes that programs call by a flow's id or endpoint name."""

import uuid
from dataclasses import dataclass

from execution.runtime.errors import NotYourFlow
from flows.errors import FlowToRunNotFound
from flows.models import Flow
from flows.selectors import RunnableFlow, flow_to_run
from flows.services import own_copy_of_starter


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A caller and the flow that they may run."""

    user_id: uuid.UUID
    flow: RunnableFlow


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
    try:
        flow_id = uuid.UUID(identifier)
    except ValueError:
        return False
    return Flow.objects.filter(pk=flow_id).exists()
