"""Writes that users make to what runs left behind."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from accounts.models import User
from monitor import selectors
from monitor.errors import SessionNotFound, TraceNotFound
from monitor.models import Message, Trace, VertexBuild
from monitor.querysets import MessageQuerySet


@transaction.atomic
def update_message(*, user: User, message_id: uuid.UUID, changes: Mapping[str, Any]) -> Message:
    """Change the given fields; a different text marks the message as edited."""
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


@transaction.atomic
def rename_session(*, user: User, old: str, new: str) -> MessageQuerySet:
    """Give all messages of the session another session name and return them."""
    own = Message.objects.visible_to(user)
    ids = list(own.of_session(old).values_list("pk", flat=True))
    if not ids:
        raise SessionNotFound
    Message.objects.filter(pk__in=ids).update(session_id=new)
    return own.filter(pk__in=ids).oldest_first()


@transaction.atomic
def delete_messages(*, user: User, message_ids: Sequence[uuid.UUID]) -> None:
    """Delete those of the messages that are the user's; unknown ones are nobody's loss."""
    Message.objects.visible_to(user).filter(pk__in=message_ids).delete()


@transaction.atomic
def delete_session(*, user: User, session_id: str) -> None:
    Message.objects.visible_to(user).of_session(session_id).delete()


@transaction.atomic
def delete_vertex_builds(*, user: User, flow_id: uuid.UUID) -> None:
    VertexBuild.objects.visible_to(user).of_flow(flow_id).delete()


@transaction.atomic
def delete_trace(*, user: User, trace_id: uuid.UUID) -> None:
    if not Trace.objects.visible_to(user).filter(pk=trace_id).delete()[0]:
        raise TraceNotFound


@transaction.atomic
def delete_traces(*, user: User, flow_id: uuid.UUID) -> None:
    Trace.objects.visible_to(user).of_flow(flow_id).delete()
