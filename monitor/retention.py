"""Keep vertex builds and transactions to the newest of each flow. Messages are the users' own and stay.

Runs do not count rows: each process adds up what it stored and prunes a flow only after a fair number of new rows,
so the cost of a run does not grow with what is stored. `manage.py prune_records` does all of it at once.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence

from django.conf import settings

from monitor.models import Transaction, VertexBuild
from monitor.querysets import RunRecordQuerySet
from monitor.records import RunRecords

MOST_COUNTERS = 20_000

Counted = tuple[uuid.UUID, str]
"""A flow and a vertex of it; an empty vertex id stands for the flow's transactions."""

ALL_BUILDS: Counted = (uuid.UUID(int=0), "")

_new_rows: Counter[Counted] = Counter()
"""How many rows this process stored since it last pruned."""


def after_storing(batch: Sequence[RunRecords]) -> None:
    """Count the rows of these runs and prune what is due. Called inside the storing transaction."""
    if len(_new_rows) > MOST_COUNTERS:
        _new_rows.clear()
    for records in batch:
        _count_builds(records)
        if _is_due((records.flow_id, ""), len(records.transactions), settings.LANGFLOW.MAX_TRANSACTIONS_TO_KEEP):
            prune_transactions(records.flow_id)


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
    deleted = sum(prune_vertex(flow_id, vertex_id) for flow_id, vertex_id in list(vertices))
    flow_ids = list(Transaction.objects.values_list("flow_id", flat=True).distinct())
    return deleted + sum(prune_transactions(flow_id) for flow_id in flow_ids) + prune_builds()


def prune_vertex(flow_id: uuid.UUID, vertex_id: str) -> int:
    rows = VertexBuild.objects.filter(flow_id=flow_id, vertex_id=vertex_id)
    return _keep_newest(rows, settings.LANGFLOW.MAX_VERTEX_BUILDS_PER_VERTEX)


def prune_transactions(flow_id: uuid.UUID) -> int:
    return _keep_newest(Transaction.objects.filter(flow_id=flow_id), settings.LANGFLOW.MAX_TRANSACTIONS_TO_KEEP)


def prune_builds() -> int:
    return _keep_newest(VertexBuild.objects.all(), settings.LANGFLOW.MAX_VERTEX_BUILDS_TO_KEEP)


def _keep_newest(rows: RunRecordQuerySet, count: int) -> int:
    over = rows.order_by("-timestamp").values_list("timestamp", flat=True)[count : count + 1]
    deleted = 0
    for newest_to_go in over:  # one row or none
        deleted += rows.filter(timestamp__lte=newest_to_go).delete()[0]
    return deleted
