"""Reads of what runs leave behind. Every one starts from the rows that the user may see."""

import uuid
from collections import defaultdict
from dataclasses import dataclass

from accounts.models import User
from monitor.errors import MessageNotFound, OrderUnknown
from monitor.models import Message, Transaction, VertexBuild
from monitor.querysets import MessageQuerySet

MESSAGE_COLUMNS = (
    *("id", "flow_id", "session_id", "context_id", "timestamp", "sender", "sender_name", "text", "category"),
    *("error", "edit", "duration"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFilter:
    """Which messages are wanted; None leaves a question open."""

    flow_id: uuid.UUID | None = None
    session_id: str | None = None
    sender: str | None = None
    sender_name: str | None = None
    order_by: str | None = "timestamp"


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionPage:
    rows: list[Transaction]
    total: int


def messages(*, user: User, wanted: MessageFilter) -> MessageQuerySet:
    """Return the messages in a stable order: rows that tie stand as they were written."""
    rows = Message.objects.visible_to(user).order_by(*_order(wanted.order_by))
    if wanted.flow_id is not None:
        rows = rows.of_flow(wanted.flow_id)
    if wanted.session_id:
        rows = rows.of_session(wanted.session_id)
    if wanted.sender:
        rows = rows.filter(sender=wanted.sender)
    if wanted.sender_name:
        rows = rows.filter(sender_name=wanted.sender_name)
    return rows


def _order(order_by: str | None) -> tuple[str, ...]:
    if not order_by:
        return ("timestamp", "pk")
    if order_by not in MESSAGE_COLUMNS:
        raise OrderUnknown(order_by=order_by, columns=", ".join(MESSAGE_COLUMNS))
    return (order_by, "timestamp", "pk")


def message_of(*, user: User, message_id: uuid.UUID) -> Message:
    message: Message | None = Message.objects.visible_to(user).filter(pk=message_id).first()
    if message is None:
        raise MessageNotFound
    return message


def session_ids(*, user: User, flow_id: uuid.UUID | None) -> list[str]:
    """Return the names of the user's sessions."""
    rows = Message.objects.visible_to(user)
    if flow_id is not None:
        rows = rows.of_flow(flow_id)
    return list(rows.order_by("session_id").values_list("session_id", flat=True).distinct())


def vertex_builds(*, user: User, flow_id: uuid.UUID) -> dict[str, list[VertexBuild]]:
    """Return the flow's builds by vertex, each vertex's oldest first."""
    by_vertex: dict[str, list[VertexBuild]] = defaultdict(list)
    for build in VertexBuild.objects.visible_to(user).of_flow(flow_id).oldest_first():
        by_vertex[build.vertex_id].append(build)
    return dict(by_vertex)


def transactions(*, user: User, flow_id: uuid.UUID, page: int, size: int) -> TransactionPage:
    """Return one page of the flow's log, newest first."""
    rows = Transaction.objects.visible_to(user).of_flow(flow_id)
    start = (page - 1) * size
    return TransactionPage(rows=list(rows.newest_first()[start : start + size]), total=rows.count())
