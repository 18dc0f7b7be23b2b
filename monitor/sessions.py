"""Keep the list of chat sessions in step with the messages: whoever writes messages tells this module.

A session is there as long as it has messages. See `flow_rows.py`.
"""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from monitor import flow_rows
from monitor.models import ChatSession, Message
from monitor.querysets import MessageQuerySet

_MESSAGES = Message.objects.filter(flow=OuterRef("flow"), session_id=OuterRef("session_id"))

Named = tuple[uuid.UUID, str]
"""A flow and the name of a session of it."""


def note(messages: Iterable[Message]) -> None:
    """List the sessions of these messages, which are stored already. Those of visitors belong to no flow's owner."""
    note_names({(message.flow_id, message.session_id) for message in messages if message.flow_id is not None})


def note_names(sessions: Iterable[Named]) -> None:
    """List these sessions."""
    flow_rows.add(ChatSession, ("session_id",), ((flow_id, (session_id,)) for flow_id, session_id in sessions))


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
        with flow_rows.held(flow_id):
            ChatSession.objects.of_flow(flow_id).filter(~Exists(_MESSAGES)).delete()
