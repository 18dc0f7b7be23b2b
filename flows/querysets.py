"""Which flows a caller may see."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from accounts.models import User


class FlowQuerySet(models.QuerySet[Any]):
    def owned_by(self, user: "User") -> Self:
        return self.filter(user=user)

    def starters(self) -> Self:
        """The server's own examples, readable by everyone."""
        return self.filter(user=None)

    def public(self) -> Self:
        return self.filter(access_type="PUBLIC")
