"""Which projects a user may see."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, IntegerField, Value, When

if TYPE_CHECKING:
    from accounts.models import User


class ProjectQuerySet(models.QuerySet[Any]):
    def owned_by(self, user: "User") -> Self:
        return self.filter(user=user)

    def default_first(self) -> Self:
        """The default project, then the others by name: clients take the first as the user's home."""
        is_default = When(name=settings.LANGFLOW.DEFAULT_PROJECT_NAME, then=Value(0))
        rank = Case(is_default, default=Value(1), output_field=IntegerField())
        return self.order_by(rank, "name")
