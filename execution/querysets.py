"""Which rows a caller may see, and how they change: every change is conditional, so that of two processes one wins."""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F
from django.utils import timezone

if TYPE_CHECKING:
    from accounts.models import User


LONG_AGO = timedelta(days=1)


class JobQuerySet(models.QuerySet[Any]):
    def owned_by(self, user: "User") -> Self:
        """The jobs that the user started; what strangers did with the user's public flows is not among them."""
        return self.filter(user=user).exclude(kind=self.model.Kind.PUBLIC_BUILD)

    def public_builds(self) -> Self:
        return self.filter(kind=self.model.Kind.PUBLIC_BUILD)

    def kept_responses(self, response_id: str) -> Self:
        """The responses of one conversation whose callers waited for them: all have the conversation's id."""
        return self.filter(kind=self.model.Kind.KEPT_RESPONSE, session_id=response_id)

    def under_way(self) -> Self:
        return self.filter(state__in=self.model.UNDER_WAY)

    def of_worker(self, worker: str, attempt: int) -> Self:
        """Jobs on which that process works in that attempt, as far as the table knows."""
        return self.filter(state=self.model.State.RUNNING, worker=worker, attempts=attempt)

    def lapsed(self, moment: datetime) -> Self:
        """Jobs whose worker has not been heard of: it is dead, or cut off from the database."""
        return self.filter(state=self.model.State.RUNNING, lease_ends_at__lt=moment)

    def forgotten(self, moment: datetime) -> Self:
        """Jobs that were handed to a runner before that moment and that nobody has begun: the message was lost."""
        return self.filter(state=self.model.State.QUEUED, is_waiting=False, queued_at__lt=moment)

    def ended_before(self, moment: datetime) -> Self:
        return self.filter(ended_at__lt=moment)

    def claim(self, job_id: uuid.UUID, *, worker: str, lease: timedelta) -> bool:
        """Take a queued job for that process; False where another one was faster or the job has ended."""
        now = timezone.now()
        claimed = self.filter(pk=job_id, state=self.model.State.QUEUED).update(
            state=self.model.State.RUNNING,
            worker=worker,
            attempts=F("attempts") + 1,
            lease_ends_at=now + lease,
            started_at=now,
            is_waiting=False,
        )
        return bool(claimed)

    def release(self, moment: datetime) -> int:
        """Put running jobs back into the queue; return how many this call did."""
        return self.filter(state=self.model.State.RUNNING).update(
            state=self.model.State.QUEUED, worker="", lease_ends_at=None, queued_at=moment
        )

    def give_back(self) -> int:
        """Put running jobs back as if they had never been begun; the next look for forgotten jobs finds them."""
        return self.filter(state=self.model.State.RUNNING).update(
            state=self.model.State.QUEUED,
            worker="",
            lease_ends_at=None,
            queued_at=F("created_at") - LONG_AGO,
            attempts=F("attempts") - 1,
        )

    def end(self, job_id: uuid.UUID, *, state: str, **outcome: Any) -> bool:
        """Let the job end that way unless it has ended; say whether this call did it."""
        may_end = self.filter(pk=job_id, state__in=self.model.REACHED_FROM[state])
        return bool(may_end.update(state=state, ended_at=timezone.now(), lease_ends_at=None, request="", **outcome))


class WebhookSignatureQuerySet(models.QuerySet[Any]):
    def answering_to(self, identifier: str) -> Self:
        """Signatures of the flows of that id or endpoint name, which several users may have; with their flows."""
        try:
            names = models.Q(flow_id=uuid.UUID(identifier))
        except ValueError:
            names = models.Q(flow__endpoint_name=identifier)
        return self.filter(names, flow__user__isnull=False).select_related("flow").defer("flow__data")


class IdempotentRequestQuerySet(models.QuerySet[Any]):
    def claimed(self, claim: uuid.UUID) -> Self:
        """The request that is being answered under that claim; none where another process took it over."""
        return self.filter(claim=claim, state=self.model.State.RUNNING)

    def lapsed(self, moment: datetime) -> Self:
        """Requests whose process has not been heard of."""
        return self.filter(state=self.model.State.RUNNING, lease_ends_at__lt=moment)

    def expired(self, moment: datetime) -> Self:
        """Requests whose keys are free again; one that is being answered keeps its key for as long as that takes."""
        is_running = models.Q(state=self.model.State.RUNNING, lease_ends_at__gte=moment)
        return self.filter(expires_at__lt=moment).exclude(is_running)


class OwnedQuerySet(models.QuerySet[Any]):
    """Rows that are nobody's business but their user's."""

    def owned_by(self, user: "User") -> Self:
        return self.filter(user=user)


class McpServerQuerySet(OwnedQuerySet):
    def oldest_first(self) -> Self:
        return self.order_by("created_at", "pk")
