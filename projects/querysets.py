"""Which projects a user may see."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from accounts.models import User


class ProjectQuerySet(models.QuerySet[Any]):
    def owned_by(self, user: "User") -> Self:
        return self.filter(user=user)
