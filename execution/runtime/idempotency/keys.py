"""Who answers a request that has a key: the rows behind it. Blocking.

Every change is conditional, so that of two processes that get the same request one answers it.
"""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from execution.models import IdempotentRequest
from execution.runtime.idempotency.errors import KeyUsedOtherwise, RequestUnderWay

KEPT = timedelta(hours=24)
MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedRequest:
    """What tells a request from others."""

    user_id: uuid.UUID
    scope: str
    key: str
    route: str
    body_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer that can be given again."""

    status: int
    headers: dict[str, str]
    body: bytes


def claim_or_answer(request: KeyedRequest) -> uuid.UUID | Answer:
    """Return the claim under which the caller answers the request, or the answer that it got before.

    Raises RequestUnderWay while somebody else answers it, KeyUsedOtherwise where the key came with another request.
    """
    claim = uuid.uuid4()
    row = _row_of(request, claim)
    if row.claim == claim:
        return claim
    if IdempotentRequest.objects.filter(pk=row.pk).expired(timezone.now()).exists():
        return _taken_over(row, request, claim)
    if (row.route, row.body_hash) != (request.route, request.body_hash):
        raise KeyUsedOtherwise
    if row.state == IdempotentRequest.State.ANSWERED:
        return Answer(status=row.status or 0, headers=row.headers, body=bytes(row.body or b""))
    if row.lease_ends_at >= timezone.now():
        raise RequestUnderWay
    return _taken_over(row, request, claim)


def _row_of(request: KeyedRequest, claim: uuid.UUID) -> IdempotentRequest:
    """Return the key's row, stored by this call unless there is one."""
    named = {"user_id": request.user_id, "scope": request.scope, "key": request.key}
    new = IdempotentRequest(**named, **_claimed_columns(request, claim))
    IdempotentRequest.objects.bulk_create([new], ignore_conflicts=True)
    row: IdempotentRequest | None = IdempotentRequest.objects.filter(**named).first()
    if row is None:  # it was there and was released meanwhile: the caller may try again at once
        raise RequestUnderWay
    return row


def _taken_over(row: IdempotentRequest, request: KeyedRequest, claim: uuid.UUID) -> uuid.UUID:
    """Make the row the request's, unless another process was faster."""
    unchanged = IdempotentRequest.objects.filter(pk=row.pk, claim=row.claim, state=row.state)
    unchanged = unchanged.filter(lease_ends_at=row.lease_ends_at)
    if not unchanged.update(**_claimed_columns(request, claim), status=None, headers={}, body=None):
        raise RequestUnderWay
    return claim


def _claimed_columns(request: KeyedRequest, claim: uuid.UUID) -> dict[str, object]:
    now = timezone.now()
    return {
        "route": request.route,
        "body_hash": request.body_hash,
        "state": IdempotentRequest.State.RUNNING,
        "claim": claim,
        "lease_ends_at": now + lease(),
        "expires_at": now + KEPT,
    }


def lease() -> timedelta:
    """Return how long a process counts as alive without being heard of."""
    return timedelta(seconds=settings.LANGFLOW.JOB_LEASE_SECONDS)


def prolong(claim: uuid.UUID) -> None:
    IdempotentRequest.objects.claimed(claim).update(lease_ends_at=timezone.now() + lease())


def keep(claim: uuid.UUID, answer: Answer) -> None:
    """Keep the answer, unless another process has taken the request over."""
    IdempotentRequest.objects.claimed(claim).update(
        state=IdempotentRequest.State.ANSWERED, status=answer.status, headers=answer.headers, body=answer.body
    )


def release(claim: uuid.UUID) -> None:
    """Forget the request: the next one with the key is answered anew."""
    IdempotentRequest.objects.claimed(claim).delete()


def forget_expired() -> int:
    """Remove what is kept no longer and return how many that were."""
    now = timezone.now()
    old = list(IdempotentRequest.objects.expired(now).values_list("pk", flat=True)[:MOST_AT_ONCE])
    if old:  # most of the time there is nothing, and then nothing shall be locked
        IdempotentRequest.objects.filter(pk__in=old).expired(now).delete()
    return len(old)
