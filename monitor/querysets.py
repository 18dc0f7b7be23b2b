"""Which records of runs a user may see: those of the user's own flows."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from accounts.models import User


class RunRecordQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(flow__user=user)
