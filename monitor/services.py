"""Writes that users make to what runs left behind."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from accounts.models import User
from monitor import selectors, sessions, trace_groups
from monitor.errors import SessionNotFound, TraceNotFound
from monitor.models import Message, Trace, VertexBuild
from monitor.querysets import MessageQuerySet, TraceQuerySet


def update_message(*, user: User, message_id: uuid.UUID, changes: Mapping[str, Any]) -> Message:
    """Change the given fields; a different text marks the message as edited."""
    if changes.get("session_id") is None:
        return _update_message(user, message_id, changes)
    with sessions.taken_from(Message.objects.visible_to(user).filter(pk=message_id)):
        message = _update_message(user, message_id, changes)
        sessions.note([message])
    return message


@transaction.atomic
def _update_message(user: User, message_id: uuid.UUID, changes: Mapping[str, Any]) -> Message:
    message = selectors.message_of(user=user, message_id=message_id)
    given = {name: value for name, value in changes.items() if value is not None}
    if "text" in given and given["text"] != message.text:
        given["edit"] = True
    if "properties" in given:
        given["properties"] = {**message.properties, **given["properties"]}
    for name, value in given.items():
        setattr(message, name, value)
    if given:
        message.save(update_fields=list(given))
    return message


def rename_session(*, user: User, old: str, new: str) -> MessageQuerySet:
    """Give all messages of the session another session name and return them."""
    own = Message.objects.visible_to(user)
    with sessions.taken_from(own.of_session(old)) as taken:
        ids = list(taken.values_list("pk", flat=True))
        if not ids:
            raise SessionNotFound
        renamed = own.filter(pk__in=ids)
        Message.objects.filter(pk__in=ids).update(session_id=new)
        sessions.note_names((flow_id, new) for flow_id in sessions.flows_of(renamed))
    return renamed.oldest_first()


def delete_messages(*, user: User, message_ids: Sequence[uuid.UUID]) -> None:
    """Delete those of the messages that are the user's; unknown ones are nobody's loss."""
    _delete(Message.objects.visible_to(user).filter(pk__in=message_ids))


def delete_session(*, user: User, session_id: str) -> None:
    _delete(Message.objects.visible_to(user).of_session(session_id))


def delete_chosen_messages(messages: MessageQuerySet) -> None:
    """Delete messages of whomever, as an operator may."""
    _delete(messages)


def _delete(messages: MessageQuerySet) -> None:
    with sessions.taken_from(messages) as taken:
        taken.delete()


@transaction.atomic
def delete_vertex_builds(*, user: User, flow_id: uuid.UUID) -> None:
    VertexBuild.objects.visible_to(user).of_flow(flow_id).delete()


def delete_trace(*, user: User, trace_id: uuid.UUID) -> None:
    found = Trace.objects.visible_to(user).filter(pk=trace_id)
    if not found.exists():
        raise TraceNotFound
    delete_chosen_traces(found)


def delete_traces(*, user: User, flow_id: uuid.UUID) -> None:
    delete_chosen_traces(Trace.objects.visible_to(user).of_flow(flow_id))


def delete_chosen_traces(traces: TraceQuerySet) -> None:
    """Delete traces of whomever, as an operator may."""
    flow_ids = list(traces.order_by("flow_id").values_list("flow_id", flat=True).distinct())
    traces.delete()
    trace_groups.forget_empty(flow_ids)
