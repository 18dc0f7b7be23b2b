"""Whose webhook it is and whether the sender may call it: everything that is read before a run starts, in one hop."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q

from accounts.authentication import caller_by_api_key, caller_of
from accounts.credentials import Credentials
from accounts.errors import ApiKeyRequired, InvalidApiKey, UnknownApiKey
from accounts.models import User
from execution.models import Job, WebhookSignature
from execution.runtime.calls import Call, call_of, flow_of
from execution.runtime.errors import NotYourFlow
from execution.runtime.jobs import event_number
from execution.webhooks.errors import (
    EndpointNameAmbiguous,
    NotYourWebhook,
    SignatureNotFound,
    SignatureRejected,
    WatcherUnknown,
    WebhookKeyRequired,
)
from execution.webhooks.signatures import SignedMessage
from flows.errors import FlowToRunNotFound
from flows.models import Flow
from flows.selectors import RUNNABLE_FIELDS, RunnableFlow

MOST_NAMESAKES = 20
"""How many users' flows of one endpoint name are tried with a signature."""
MOST_WATCHED = 20
"""How many runs under way somebody sees who begins to watch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookCall:
    """A call that may be answered."""

    call: Call
    """The flow, and its owner, in whose name it runs."""
    message_id: str | None = None
    """The id of a message whose signature is good: the same message does the same thing once."""
    is_by_user: bool = False
    """Do the user's own credentials vouch for it?"""


def webhook_call(credentials: Credentials, identifier: str, message: SignedMessage | None) -> WebhookCall:
    """Return the call, for which a signature, the owner's credentials, or open webhooks vouch."""
    signatures = list(WebhookSignature.objects.answering_to(identifier)[:MOST_NAMESAKES])
    if message is not None and signatures:
        return _signed_call(message, signatures)
    if settings.LANGFLOW.WEBHOOK_AUTH_ENABLE is False and not signatures:
        return WebhookCall(call=_open_call(identifier))
    if message is not None and credentials.is_empty:
        raise SignatureRejected
    return WebhookCall(call=_owners_call(credentials, identifier), is_by_user=True)


def _signed_call(message: SignedMessage, signatures: list[WebhookSignature]) -> WebhookCall:
    for signature in signatures:
        if message.is_from_now(signature.tolerance_seconds) and message.is_signed_with(signature.secret):
            facts: dict[str, Any] = {name: getattr(signature.flow, name) for name in RUNNABLE_FIELDS}
            call = Call(user_id=facts["user_id"], flow=RunnableFlow(**facts))
            return WebhookCall(call=call, message_id=message.id)
    raise SignatureRejected


def _owners_call(credentials: Credentials, identifier: str) -> Call:
    """Return the call of the flow's owner. Refusals are told in the words of this route."""
    try:
        return call_of(_user_of(credentials).pk, identifier)
    except ApiKeyRequired:
        raise WebhookKeyRequired from None
    except UnknownApiKey:
        raise InvalidApiKey from None
    except NotYourFlow:
        raise NotYourWebhook from None


def _open_call(identifier: str) -> Call:
    """Return the call of whosever flow that is."""
    rows = Flow.objects.exclude(user=None).filter(_names(identifier)).values(*RUNNABLE_FIELDS)[:2]
    match list(rows):
        case []:
            raise FlowToRunNotFound(identifier=identifier)
        case [row]:
            return Call(user_id=row["user_id"], flow=RunnableFlow(**row))
    raise EndpointNameAmbiguous(endpoint_name=identifier)


def _names(identifier: str) -> Q:
    try:
        return Q(pk=uuid.UUID(identifier))
    except ValueError:
        return Q(endpoint_name=identifier)


def _user_of(credentials: Credentials) -> User:
    """Authenticate by API key where the operator or the lack of anything else says so, else by any credential."""
    if settings.LANGFLOW.WEBHOOK_AUTH_ENABLE or credentials.is_empty:
        return caller_by_api_key(credentials).user
    return caller_of(credentials).user


def watched_flow(credentials: Credentials, identifier: str) -> RunnableFlow:
    """Return the flow of which the caller may see every run: their own."""
    if credentials.is_empty:
        raise WatcherUnknown
    try:
        return own_flow(caller_of(credentials).user, identifier)
    except NotYourFlow:
        raise WatcherUnknown from None  # others are told what strangers are told


def jobs_to_watch(flow: RunnableFlow, last_seen: str) -> dict[uuid.UUID, int]:
    """Return the jobs that a watcher follows at once, each with the number of the event that was seen last.

    They are those under way and the one of the last event that the watcher had, which may have ended meanwhile.
    """
    webhooks = Job.objects.filter(kind=Job.Kind.WEBHOOK, flow_id=flow.id)
    newest = webhooks.under_way().order_by("-created_at").values_list("pk", flat=True)[:MOST_WATCHED]
    watched = dict.fromkeys(newest, 0)
    seen = _event_of(last_seen)
    if seen is not None and webhooks.filter(pk=seen[0]).exists():
        watched.update([seen])
    return watched


def _event_of(text: str) -> tuple[uuid.UUID, int] | None:
    """Read the id of an event, `<job>:<number>`; None for anything else."""
    job, _, number = text.partition(":")
    try:
        job_id = uuid.UUID(job)
    except ValueError:
        return None
    seen = event_number(number)
    return None if seen is None else (job_id, seen)


def signature_of_flow(flow: RunnableFlow) -> WebhookSignature:
    signature: WebhookSignature | None = WebhookSignature.objects.filter(flow_id=flow.id).first()
    if signature is None:
        raise SignatureNotFound
    return signature


def own_flow(user: User, identifier: str) -> RunnableFlow:
    """Return the user's flow of that id or endpoint name; a starter is nobody's."""
    flow = flow_of(user.pk, identifier)
    if flow.user_id is None:
        raise FlowToRunNotFound(identifier=identifier)
    return flow
