"""What records do when something happens to their flow."""

from typing import Any

from flows.models import Flow
from monitor.models import ChatSession, Trace


def follow_the_owner(sender: type[Flow], flow: Flow, **facts: Any) -> None:
    """A flow takes its history along."""
    Trace.objects.of_flow(flow.pk).update(user=flow.user)
    ChatSession.objects.of_flow(flow.pk).update(user=flow.user)
