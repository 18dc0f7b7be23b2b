"""Rows of runs, as tests need them."""

import uuid

from flows.models import Flow
from monitor.models import Message, Trace, Transaction, VertexBuild
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
    facts = {"timestamp": record_clock.now(), "params": "p", **facts}
    return VertexBuild(
        flow=flow, vertex_id=vertex_id, valid=True,
        data={"results": {}, "outputs": {}}, artifacts=artifacts, **facts,
    )  # fmt: skip


def transaction(flow: Flow, vertex_id: str = "ChatInput-a", **facts) -> Transaction:
    facts.setdefault("timestamp", record_clock.now())
    return Transaction(flow=flow, vertex_id=vertex_id, status="success", inputs={}, outputs={}, **facts)


def trace(flow: Flow, **facts) -> Trace:
    facts = {"session_id": "s", "status": "ok", "timestamp": record_clock.now(), "milliseconds": 10, **facts}
    return Trace(flow=flow, user=flow.user, name=f"{flow.name} - {flow.pk}", **facts)


def span(name: str, **facts) -> dict:
    return {
        "id": str(uuid.uuid4()), "name": name, "type": "chain", "status": "ok", "inputs": None, "outputs": None,
        "children": [], **facts,
    }  # fmt: skip
