"""Which jobs a caller may see, and how they change."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from accounts.models import User


class JobQuerySet(models.QuerySet[Any]):
    def owned_by(self, user: "User") -> Self:
        """The jobs that the user started; what strangers did with the user's public flows is not among them."""
        return self.filter(user=user, kind=self.model.Kind.BUILD)

    def public_builds(self) -> Self:
        return self.filter(kind=self.model.Kind.PUBLIC_BUILD)

    def end(self, job_id: uuid.UUID, *, state: str, error: str | None = None) -> bool:
        """Let the job end that way unless it has ended; say whether this call did it."""
        may_end = self.filter(pk=job_id, state__in=self.model.REACHED_FROM[state])
        return bool(may_end.update(state=state, error=error, ended_at=timezone.now()))

    def ended_before(self, moment: datetime) -> Self:
        return self.filter(ended_at__lt=moment)
