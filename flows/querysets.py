"""Which flows a caller may see, and in which order."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from accounts.models import User


class FlowQuerySet(models.QuerySet[Any]):
    def owned_by(self, user: "User") -> Self:
        return self.filter(user=user)

    def readable_by(self, user: "User") -> Self:
        """The user's own and the starters."""
        return self.filter(Q(user=user) | Q(user=None))

    def starters(self) -> Self:
        """The server's own examples, readable by everyone."""
        return self.filter(user=None)

    def shown_starters(self) -> Self:
        """Those that lists show: all of them while the editor signs in by itself."""
        return self.starters() if settings.LANGFLOW.AUTO_LOGIN else self.none()

    def public(self) -> Self:
        return self.filter(access_type="PUBLIC")

    def without_data(self) -> Self:
        """Rows for changes: graphs are large and stay in the database until somebody asks."""
        return self.defer("data")

    def newest_first(self) -> Self:
        return self.order_by("-updated_at", "pk")
