"""Everything that is read before an assistant is asked, in one database hop."""

import uuid

from accounts.models import User
from execution.assistant.assistants import Assistant
from execution.assistant.contexts import Place, Template, context_of
from execution.assistant.errors import AssistantNotLoaded
from execution.runtime.calls import call_of
from flows.definition import without_secrets
from flows.errors import FlowToRunNotFound
from flows.models import Flow
from flows.selectors import RunnableFlow, starter_flows
from flows.services import starter_id


def flow_and_context(
    user: User, assistant: Assistant, *, flow_id: str, component_id: str | None, field_name: str | None
) -> tuple[RunnableFlow, str]:
    """Return the user's copy of the assistant's flow, made at the first call, and what that flow is told."""
    place = _place(user, flow_id, component_id, field_name)
    return _flow_of(user, assistant), context_of(place, _templates() if assistant.knows_templates else [])


def _flow_of(user: User, assistant: Assistant) -> RunnableFlow:
    try:
        return call_of(user.pk, str(starter_id(assistant.starter))).flow
    except FlowToRunNotFound:
        raise AssistantNotLoaded(name=assistant.starter) from None


def _place(user: User, flow_id: str, component_id: str | None, field_name: str | None) -> Place | None:
    """Return where the user is; None where that is no flow that he may read."""
    try:
        flow = Flow.objects.readable_by(user).filter(pk=uuid.UUID(flow_id)).first()
    except ValueError:
        return None
    if flow is None:
        return None
    data = without_secrets(flow.data) or {}
    return Place(flow_name=flow.name, data=data, component_id=component_id, field_name=field_name)


def _templates() -> list[Template]:
    return [Template(name=flow.name, description=flow.description or "") for flow in starter_flows()]
