"""Keep what traces are searched by: whoever stores traces, or takes them away, tells this module.

Of many runs session, flow and name are the same. Searches look into these texts, each of which stands in one row, and
not into the traces. See `flow_rows.py`.
"""

import uuid
from collections.abc import Iterable
from functools import partial
from hashlib import blake2b

from django.db import transaction

from langflow_site.common.models import searched_text
from monitor import flow_rows
from monitor.models import Trace, TraceGroup


def note(traces: Iterable[Trace]) -> None:
    """Name the group of each trace, which is not stored yet, and store the groups that are new."""
    rows = set()
    for trace in traces:
        flow_id, searched = trace.flow_id, _searched(trace)
        trace.group_id = group_id(flow_id, searched)
        rows.add((flow_id, (trace.group_id, searched)))
    flow_rows.add(TraceGroup, ("id", "searched"), rows)


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


def forget_empty(flow_ids: Iterable[uuid.UUID]) -> None:
    """Forget the flows' groups that have no traces. To be called when these are gone."""
    for flow_id in flow_ids:
        with flow_rows.held(flow_id):
            TraceGroup.objects.of_flow(flow_id).without(Trace.objects.of_flow(flow_id)).delete()


def forget_empty_on_commit(flow_id: uuid.UUID) -> None:
    """The same for who stands inside a transaction that adds traces, too."""
    transaction.on_commit(partial(forget_empty, [flow_id]), robust=True)


def forget_all_empty() -> None:
    """The same for every flow that has such groups."""
    empty = TraceGroup.objects.without(Trace.objects.all())
    forget_empty(list(empty.order_by("flow_id").values_list("flow_id", flat=True).distinct()))
