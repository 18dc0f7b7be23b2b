"""What records do when something happens to their flow."""

from typing import Any

from flows.models import Flow
from monitor.models import ChatSession, Trace, TraceGroup


def follow_the_owner(sender: type[Flow], flow: Flow, **facts: Any) -> None:
    """A flow takes its history along."""
    for kind in (Trace, TraceGroup, ChatSession):
        kind.objects.of_flow(flow.pk).update(user=flow.user)
