"""Rows of runs, as tests need them."""

from flows.models import Flow
from monitor.models import Message, Transaction, VertexBuild
from monitor.timestamps import record_clock


def message(flow: Flow, text: str, *, session_id: str = "s", sender: str = "User", **facts) -> Message:
    return Message(
        flow=flow,
        session_id=session_id,
        timestamp=facts.pop("timestamp", None) or record_clock.now(),
        sender=sender,
        sender_name=sender,
        text=text,
        properties={"state": "complete"},
        context_id="",
        **facts,
    )


def build(flow: Flow, vertex_id: str = "ChatInput-a", **facts) -> VertexBuild:
    artifacts = {"message": "hi", "type": "object"}
    return VertexBuild(
        flow=flow, vertex_id=vertex_id, timestamp=record_clock.now(), valid=True, params="p",
        data={"results": {}, "outputs": {}}, artifacts=artifacts, **facts,
    )  # fmt: skip


def transaction(flow: Flow, vertex_id: str = "ChatInput-a", **facts) -> Transaction:
    return Transaction(
        flow=flow, vertex_id=vertex_id, timestamp=record_clock.now(), status="success", inputs={}, outputs={}, **facts
    )
