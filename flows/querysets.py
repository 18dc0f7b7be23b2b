"""Which flows a caller may see."""

import uuid
from typing import TYPE_CHECKING, Any, Self

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

    def public(self) -> Self:
        return self.filter(access_type="PUBLIC")

    def named(self, identifier: str) -> Self:
        """The flow with that id, or those with that endpoint name (each user may have one)."""
        try:
            return self.filter(pk=uuid.UUID(identifier))
        except ValueError:
            return self.filter(endpoint_name=identifier)

    def without_data(self) -> Self:
        """Rows for lists: graphs are large and stay in the database."""
        return self.defer("data")
