"""Reads of what runs leave behind. Every one starts from the rows that the user may see."""

import logging
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from accounts.models import User
from flows.models import Flow
from langflow_site.common.pagination import Page, page_of, page_of_ids
from monitor.errors import (
    LogsDisabled,
    LogTimeMissing,
    LogWindowAmbiguous,
    MessageNotFound,
    OrderUnknown,
    TraceNotFound,
)
from monitor.models import ChatSession, Message, ModelUse, Trace, TraceGroup, Transaction, VertexBuild
from monitor.querysets import SUMMED, MessageQuerySet, ModelUseQuerySet, TraceQuerySet, VertexBuildQuerySet
from monitor.recent_logs import Lines, RecentLogs

FEW_LINES = 10
MOST_BUILDS = 1000

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


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceFilter:
    """Which traces are wanted; None leaves a question open."""

    flow_id: uuid.UUID | None = None
    session_id: str | None = None
    status: str | None = None
    query: str | None = None
    """Part of a name, of the flow's id or of a session."""
    start_time: datetime | None = None
    end_time: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowUsage:
    """What one flow asked of models."""

    flow_id: uuid.UUID
    flow_name: str
    models: list[Mapping[str, Any]]
    """Calls and tokens of each model, by the models' names."""


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
    of_user = ChatSession.objects
    sessions = of_user.visible_to(user) if flow_id is None else of_user.of_own_flow(user, flow_id)
    return list(sessions.order_by("session_id").values_list("session_id", flat=True).distinct())


def vertex_builds(*, user: User, flow_id: uuid.UUID) -> VertexBuildQuerySet:
    """Return the latest build of each of the flow's vertices, oldest first."""
    return VertexBuild.objects.visible_to(user).of_flow(flow_id).latest_of_each_vertex().oldest_first()[:MOST_BUILDS]


def transactions(*, user: User, flow_id: uuid.UUID, page: int, size: int) -> TransactionPage:
    """Return one page of the flow's log, newest first."""
    rows = Transaction.objects.visible_to(user).of_flow(flow_id)
    start = (page - 1) * size
    return TransactionPage(rows=list(rows.newest_first()[start : start + size]), total=rows.count())


def traces(*, user: User, wanted: TraceFilter, page: int, size: int) -> Page:
    """Return one page of the user's traces, newest first."""
    rows = _traces_of(user, wanted.flow_id).newest_first()
    for name in ("session_id", "status"):
        if getattr(wanted, name) is not None:
            rows = rows.filter(**{name: getattr(wanted, name)})
    if wanted.query:
        rows = rows.filter(group__in=TraceGroup.objects.visible_to(user).holding(wanted.query))
    if wanted.start_time is not None:
        rows = rows.filter(timestamp__gte=wanted.start_time)
    if wanted.end_time is not None:
        rows = rows.filter(timestamp__lte=wanted.end_time)
    return page_of(rows, page=page, size=size)


def _traces_of(user: User, flow_id: uuid.UUID | None) -> TraceQuerySet:
    if flow_id is None:
        return Trace.objects.visible_to(user)
    return Trace.objects.of_own_flow(user, flow_id)


def trace_of(*, user: User, trace_id: uuid.UUID) -> Trace:
    trace: Trace | None = Trace.objects.visible_to(user).filter(pk=trace_id).first()
    if trace is None:
        raise TraceNotFound
    return trace


def usage(*, user: User, flow_id: uuid.UUID | None, since: datetime | None, page: int, size: int) -> Page:
    """Return what the user's flows asked of models: a page of those that asked any, by their names."""
    uses: ModelUseQuerySet = ModelUse.objects.all()
    if since is not None:
        uses = uses.filter(timestamp__gte=since)
    flows = Flow.objects.owned_by(user).filter(Exists(uses.filter(flow=OuterRef("pk"))))
    if flow_id is not None:
        flows = flows.filter(pk=flow_id)
    named = page_of_ids(flows.order_by("name", "pk"), page=page, size=size)
    models: dict[uuid.UUID, list[Mapping[str, Any]]] = defaultdict(list)
    for row in uses.filter(flow__in=named.items).by_flow_and_model():
        sums = {name: row[f"sum_of_{name}"] for name in SUMMED}
        models[row["flow"]].append({"model_name": row["model_name"], **sums})
    names = dict(Flow.objects.filter(pk__in=named.items).values_list("pk", "name"))
    items = [FlowUsage(flow_id=pk, flow_name=names[pk], models=models[pk]) for pk in named.items if pk in names]
    return replace(named, items=items)


def recent_logs() -> RecentLogs:
    """Return the lines that this process keeps; raise LogsDisabled where it keeps none."""
    found = next((handler for handler in logging.getLogger().handlers if isinstance(handler, RecentLogs)), None)
    if found is None:
        raise LogsDisabled
    return found


def log_lines(logs: RecentLogs, *, moment: int, before: int, after: int) -> Lines:
    """Return that many lines before or after the moment; without a moment, the newest."""
    if before > 0 and after > 0:
        raise LogWindowAmbiguous
    if after > 0:
        if moment <= 0:
            raise LogTimeMissing
        return logs.since(moment, after)
    count = before if before > 0 else FEW_LINES
    return logs.before(moment, count) if moment > 0 else logs.newest(count)
