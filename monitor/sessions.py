"""Keep the list of chat sessions in step with the messages: whoever writes messages tells this module.

A session is there as long as it has messages. Runs only add to the list, by one statement that changes nothing where
the session is known. Whoever takes messages away looks afterwards which sessions have none left.
"""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.constants import OnConflict

from flows.models import Flow
from monitor.models import ChatSession, Message
from monitor.querysets import MessageQuerySet

_MESSAGES = Message.objects.filter(flow=OuterRef("flow"), session_id=OuterRef("session_id"))

Named = tuple[uuid.UUID, str]
"""A flow and the name of a session of it."""


def note(messages: Iterable[Message]) -> None:
    """List the sessions of these messages, which are stored already. Those of visitors belong to no flow's owner."""
    note_names({(message.flow_id, message.session_id) for message in messages if message.flow_id is not None})


def note_names(sessions: Iterable[Named]) -> None:
    """List these sessions, in an order of their own: two processes that do so do not wait for each other in a ring."""
    name, flow = (ChatSession.session_id.field, ChatSession.flow.field)
    parameters = [
        [name.get_db_prep_value(session_id, connection), flow.get_db_prep_value(flow_id, connection)]
        for flow_id, session_id in sorted(sessions)
    ]
    if parameters:
        with connection.cursor() as cursor:
            for values in parameters:  # mostly of one session: `executemany` takes longer for it
                cursor.execute(_statement(), values)


def _statement() -> str:
    """Add a session with the flow's owner, unless it is there. One statement, since every run pays for it."""
    operations, ignore = connection.ops, OnConflict.IGNORE
    sessions, flows = (model._meta.db_table for model in (ChatSession, Flow))  # noqa: SLF001 - Django's public name
    # PostgreSQL looks at foreign keys when a transaction ends, which is too late for who waits in `forget_ended`.
    held = " FOR KEY SHARE" if connection.vendor == "postgresql" else ""
    return (
        f"{operations.insert_statement(on_conflict=ignore)} {sessions} (flow_id, user_id, session_id)"  # noqa: S608 - our own names
        f" SELECT id, user_id, %s FROM {flows} WHERE id = %s{held}"
        f" {operations.on_conflict_suffix_sql([], ignore, [], [])}"
    )


@contextmanager
def taken_from(messages: MessageQuerySet) -> Iterator[MessageQuerySet]:
    """Take the messages that this gives out of their sessions, in one transaction; the sessions that end are forgotten.

    Of a flow that had none of the messages at first none are given: one that a run stores just now comes afterwards.
    """
    flow_ids = flows_of(messages)
    with transaction.atomic():
        yield messages.filter(Q(flow__in=flow_ids) | Q(flow=None))
    forget_ended(flow_ids)


def flows_of(messages: MessageQuerySet) -> list[uuid.UUID]:
    return list(messages.exclude(flow=None).order_by("flow_id").values_list("flow_id", flat=True).distinct())


def forget_ended_on_commit(flow_id: uuid.UUID) -> None:
    """The same for who stands inside a transaction that adds messages, too."""
    transaction.on_commit(partial(forget_ended, [flow_id]), robust=True)


def forget_ended(flow_ids: Iterable[uuid.UUID]) -> None:
    """Forget the flows' sessions that have no messages. To be called when these are gone."""
    for flow_id in flow_ids:
        with transaction.atomic():
            # Whoever is storing a message holds the flow's row: wait, to see that message.
            # One flow at a time, so that nobody who stores messages of several flows waits for us in a ring.
            Flow.objects.select_for_update().filter(pk=flow_id).values_list("pk").first()
            ChatSession.objects.of_flow(flow_id).filter(~Exists(_MESSAGES)).delete()
