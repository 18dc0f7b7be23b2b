"""Write what runs leave behind: everything of a run in one transaction, runs that wait for each other in one commit.

There is one writer per process (per event loop, to be exact), so runs never compete for SQLite's write lock. An
answer that waits for `record` is sent after the commit: what it reports survives a kill.
"""

import asyncio
import logging
from collections.abc import Sequence
from weakref import WeakKeyDictionary

from django.db import InterfaceError, OperationalError, transaction

from flows.models import Flow
from langflow_site.common.database import in_database
from monitor import retention, sessions, trace_groups
from monitor.models import Message, ModelUse, Trace, Transaction, VertexBuild
from monitor.records import RunRecords

logger = logging.getLogger(__name__)

MOST_RUNS_IN_A_COMMIT = 100
CHANGEABLE = (
    "text",
    "sender",
    "sender_name",
    "files",
    "error",
    "edit",
    "properties",
    "category",
    "content_blocks",
    "duration",
)


Waiting = tuple[RunRecords, "asyncio.Future[None]"]
"""The records of a run, and what tells their run that they are stored."""


class RecordWriter:
    """Stores the records of runs, in the order in which they arrive."""

    def __init__(self) -> None:
        self._waiting: list[Waiting] = []
        self._writing: asyncio.Task[None] | None = None

    async def write(self, records: RunRecords) -> None:
        """Return once the records are committed; raise what the database raised."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((records, written))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        # Shielded: a caller that is cancelled must not take back what others wait for in the same commit.
        await asyncio.shield(written)

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                batch = self._waiting[:MOST_RUNS_IN_A_COMMIT]
                del self._waiting[: len(batch)]
                await self._write_batch(batch)
        finally:
            self._writing = None

    async def _write_batch(self, batch: list[Waiting]) -> None:
        try:
            await in_database(store, [records for records, _ in batch])
        except (OperationalError, InterfaceError) as error:  # the database is away: asking for each run takes as long
            logger.warning("The records of %d runs were not stored: %s", len(batch), error)
            for _, written in batch:
                if not written.done():
                    written.set_exception(error)
            return
        except Exception as error:  # noqa: BLE001 - whatever spoilt the commit, those who wait must not wait for ever
            logger.info("Storing %d runs one by one, because together they failed: %s", len(batch), error)
            for one in batch:
                await self._write_alone(*one)
            return
        for _, written in batch:
            if not written.done():
                written.set_result(None)

    async def _write_alone(self, records: RunRecords, written: asyncio.Future[None]) -> None:
        try:
            await in_database(store_alone, records)
        except Exception as error:  # noqa: BLE001 - as above
            logger.warning("The records of a run of flow %s were not stored: %s", records.flow_id, error)
            if not written.done():
                written.set_exception(error)
            return
        if not written.done():
            written.set_result(None)


_writers: "WeakKeyDictionary[asyncio.AbstractEventLoop, RecordWriter]" = WeakKeyDictionary()


async def record(records: RunRecords) -> None:
    """Store the records of a run; return after the commit."""
    if records.is_empty:
        return
    await _writers.setdefault(asyncio.get_running_loop(), RecordWriter()).write(records)


@transaction.atomic
def store(batch: Sequence[RunRecords]) -> None:
    """Store the records of several runs in one transaction. Blocking."""
    batch = [records for records in batch if records.may_store is None or records.may_store()]
    sessions.note(Message.objects.bulk_create([row for records in batch for row in records.messages]))
    VertexBuild.objects.bulk_create([row for records in batch for row in records.vertex_builds])
    Transaction.objects.bulk_create([row for records in batch for row in records.transactions])
    traces = [row for records in batch for row in records.traces]
    trace_groups.note(traces)
    Trace.objects.bulk_create(traces)
    ModelUse.objects.bulk_create([row for records in batch for row in records.model_uses])
    for records in batch:
        _store_changes(records)
        if records.removed_message_ids:
            Message.objects.filter(flow_id=records.flow_id, pk__in=records.removed_message_ids).delete()
            sessions.forget_ended_on_commit(records.flow_id)
    retention.after_storing(batch)


def _store_changes(records: RunRecords) -> None:
    """Change messages of the run's own flow; a component may name any id."""
    if not records.changed_messages:
        return
    ids = [message.pk for message in records.changed_messages]
    own = set(Message.objects.filter(flow_id=records.flow_id, pk__in=ids).values_list("pk", flat=True))
    Message.objects.bulk_update([message for message in records.changed_messages if message.pk in own], CHANGEABLE)


def store_alone(records: RunRecords) -> None:
    """Store the records of one run; a flow that was deleted while it ran takes them with it.

    A message whose id is taken changes the one that has it, if it is of the same flow: components may choose ids.
    """
    ids = [message.pk for message in records.messages]
    taken = set(Message.objects.filter(pk__in=ids).values_list("pk", flat=True))
    records.changed_messages = [*records.changed_messages, *(row for row in records.messages if row.pk in taken)]
    records.messages = [row for row in records.messages if row.pk not in taken]
    if Flow.objects.filter(pk=records.flow_id).exists():
        store([records])
