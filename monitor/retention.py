"""Keep vertex builds, transactions and traces to the newest of each flow. Messages are the users' own and stay.

Runs do not count rows: each process adds up what it stored and prunes a flow only after a fair number of new rows,
so the cost of a run does not grow with what is stored. `prune_everything` does all of it at once, and forgets what
is older than the settings allow: `manage.py prune_records` calls it, and the clock of Celery once a day.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from monitor import trace_groups
from monitor.models import Trace, Transaction, VertexBuild
from monitor.querysets import RunRecordQuerySet
from monitor.records import RunRecords

MOST_COUNTERS = 20_000

Counted = tuple[uuid.UUID, str]
"""A flow and a vertex of it, or what else of the flow is counted."""

TRANSACTIONS, TRACES = "", "/traces"
"""No vertex has such an id."""

ALL_BUILDS: Counted = (uuid.UUID(int=0), "")

_new_rows: Counter[Counted] = Counter()
"""How many rows this process stored since it last pruned."""


def after_storing(batch: Sequence[RunRecords]) -> None:
    """Count the rows of these runs and prune what is due. Called inside the storing transaction."""
    if len(_new_rows) > MOST_COUNTERS:
        _new_rows.clear()
    for records in batch:
        _count_builds(records)
        limits = settings.LANGFLOW
        if _is_due((records.flow_id, TRANSACTIONS), len(records.transactions), limits.MAX_TRANSACTIONS_TO_KEEP):
            prune_transactions(records.flow_id)
        if _is_due((records.flow_id, TRACES), len(records.traces), limits.MAX_TRACES_TO_KEEP):
            prune_traces(records.flow_id)


def _count_builds(records: RunRecords) -> None:
    for build in records.vertex_builds:
        if _is_due((build.flow_id, build.vertex_id), 1, settings.LANGFLOW.MAX_VERTEX_BUILDS_PER_VERTEX):
            prune_vertex(build.flow_id, build.vertex_id)
    if _is_due(ALL_BUILDS, len(records.vertex_builds), settings.LANGFLOW.MAX_VERTEX_BUILDS_TO_KEEP):
        prune_builds()


def _is_due(counted: Counted, added: int, limit: int) -> bool:
    """Count the new rows; say whether so many came together that pruning is worth its price."""
    _new_rows[counted] += added
    if _new_rows[counted] < max(limit // 2, 10):
        return False
    _new_rows[counted] = 0
    return True


def prune_everything() -> int:
    """Prune every flow and vertex; return the number of rows deleted."""
    vertices: Iterable[Counted] = VertexBuild.objects.values_list("flow_id", "vertex_id").distinct()
    deleted = _forget_old() + sum(prune_vertex(flow_id, vertex_id) for flow_id, vertex_id in list(vertices))
    deleted += sum(prune_transactions(flow_id) for flow_id in _flows_with(Transaction.objects.all()))
    deleted += sum(prune_traces(flow_id) for flow_id in _flows_with(Trace.objects.all()))
    trace_groups.forget_all_empty()
    return deleted + prune_builds()


def _forget_old() -> int:
    """Delete what is older than the settings keep; return how many rows."""
    days = settings.LANGFLOW.RECORDS_KEPT_DAYS
    if not days:
        return 0
    before = timezone.now() - timedelta(days=days)
    return sum(kind.objects.filter(timestamp__lt=before).delete()[0] for kind in (VertexBuild, Transaction, Trace))


def _flows_with(rows: RunRecordQuerySet) -> list[uuid.UUID]:
    return list(rows.order_by("flow_id").values_list("flow_id", flat=True).distinct())


def prune_vertex(flow_id: uuid.UUID, vertex_id: str) -> int:
    rows = VertexBuild.objects.filter(flow_id=flow_id, vertex_id=vertex_id)
    return _keep_newest(rows, settings.LANGFLOW.MAX_VERTEX_BUILDS_PER_VERTEX)


def prune_transactions(flow_id: uuid.UUID) -> int:
    return _keep_newest(Transaction.objects.filter(flow_id=flow_id), settings.LANGFLOW.MAX_TRANSACTIONS_TO_KEEP)


def prune_traces(flow_id: uuid.UUID) -> int:
    deleted = _keep_newest(Trace.objects.filter(flow_id=flow_id), settings.LANGFLOW.MAX_TRACES_TO_KEEP)
    if deleted:
        trace_groups.forget_empty_on_commit(flow_id)
    return deleted


def prune_builds() -> int:
    return _keep_newest(VertexBuild.objects.all(), settings.LANGFLOW.MAX_VERTEX_BUILDS_TO_KEEP)


def _keep_newest(rows: RunRecordQuerySet, count: int) -> int:
    over = rows.order_by("-timestamp").values_list("timestamp", flat=True)[count : count + 1]
    deleted = 0
    for newest_to_go in over:  # one row or none
        deleted += rows.filter(timestamp__lte=newest_to_go).delete()[0]
    return deleted
