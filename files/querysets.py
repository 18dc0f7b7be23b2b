"""Which files a caller may see. Flow files belong to who owns the flow."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from accounts.models import User


class UserFileQuerySet(models.QuerySet[Any]):
    def owned_by(self, user: "User") -> Self:
        return self.filter(user=user)

    def lasting(self) -> Self:
        """What lists show: files that a client uploads for a single use stay out of them."""
        return self.filter(is_ephemeral=False)

    def oldest_first(self) -> Self:
        return self.order_by("created_at", "pk")


class FlowFileQuerySet(models.QuerySet[Any]):
    def owned_by(self, user: "User") -> Self:
        return self.filter(flow__user=user)

    def oldest_first(self) -> Self:
        return self.order_by("created_at", "pk")
