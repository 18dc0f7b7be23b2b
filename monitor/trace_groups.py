"""Keep what traces are searched by: whoever stores traces, or takes them away, tells this module.

Of many runs session, flow and name are the same. Searches look into these texts, each of which stands in one row, and
not into the traces. Runs only add rows, by one statement that changes nothing where the text is known.
"""

import uuid
from collections.abc import Iterable
from functools import partial
from hashlib import blake2b
from typing import Any

from django.db import connection, transaction
from django.db.models.constants import OnConflict

from flows.models import Flow
from langflow_site.common.models import searched_text
from monitor.models import Trace, TraceGroup


def note(traces: Iterable[Trace]) -> None:
    """Name the group of each trace, which is not stored yet, and store the groups that are new."""
    groups = {}
    for trace in traces:
        flow_id, searched = trace.flow_id, _searched(trace)
        trace.group_id = group_id(flow_id, searched)
        groups[trace.group_id] = (flow_id, searched)
    fields: tuple[Any, ...] = (TraceGroup.id.field, TraceGroup.searched.field, TraceGroup.flow.field)
    # In an order of their own: two processes that do so do not wait for each other in a ring.
    for pk, (flow_id, searched) in sorted(groups.items()):
        values = zip(fields, (pk, searched, flow_id), strict=True)
        with connection.cursor() as cursor:
            cursor.execute(_statement(), [field.get_db_prep_value(value, connection) for field, value in values])


def group_id(flow_id: uuid.UUID, searched: str) -> int:
    """Return the id of the group of the flow's traces that have this text: it need not be looked up.

    A number, since searches look at one for each trace. Of ten million groups two have the same one once in 180,000
    servers; the later of them would not be found.
    """
    text = f"{flow_id} {searched}".encode()
    return int.from_bytes(blake2b(text, digest_size=8).digest()) >> 1  # databases' integers have a sign


def _searched(trace: Trace) -> str:
    text: str = TraceGroup.searched.field.get_prep_value(searched_text((trace.session_id, trace.flow_id, trace.name)))
    return text


def _statement() -> str:
    """Add a group with the flow's owner, unless it is there. One statement, since every run pays for it."""
    operations, ignore = connection.ops, OnConflict.IGNORE
    groups, flows = (model._meta.db_table for model in (TraceGroup, Flow))  # noqa: SLF001 - Django's public name
    # As in `sessions`: who waits in `forget_empty` must see the trace that is stored now.
    held = " FOR KEY SHARE" if connection.vendor == "postgresql" else ""
    return (
        f"{operations.insert_statement(on_conflict=ignore)} {groups} (id, searched, flow_id, user_id)"  # noqa: S608 - our own names
        f" SELECT %s, %s, id, user_id FROM {flows} WHERE id = %s{held}"
        f" {operations.on_conflict_suffix_sql([], ignore, [], [])}"
    )


def forget_empty(flow_ids: Iterable[uuid.UUID]) -> None:
    """Forget the flows' groups that have no traces. To be called when these are gone."""
    for flow_id in flow_ids:
        with transaction.atomic():
            Flow.objects.select_for_update().filter(pk=flow_id).values_list("pk").first()
            TraceGroup.objects.of_flow(flow_id).without(Trace.objects.of_flow(flow_id)).delete()


def forget_empty_on_commit(flow_id: uuid.UUID) -> None:
    """The same for who stands inside a transaction that adds traces, too."""
    transaction.on_commit(partial(forget_empty, [flow_id]), robust=True)


def forget_all_empty() -> None:
    """The same for every flow that has such groups."""
    empty = TraceGroup.objects.without(Trace.objects.all())
    forget_empty(list(empty.order_by("flow_id").values_list("flow_id", flat=True).distinct()))
