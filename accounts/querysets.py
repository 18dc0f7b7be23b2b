"""What may be seen of accounts, and how rows come to be."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.auth.models import BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from accounts.models import User


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: "User") -> Self:
        """Superusers see everybody, everybody else sees themselves."""
        return self if user.is_superuser else self.filter(pk=user.pk)

    def active_superusers(self) -> Self:
        return self.filter(is_superuser=True, is_active=True)

    def auto_login_user(self) -> "User | None":
        """Return the superuser whom auto login signs in, or None if there is none (yet)."""
        return self.active_superusers().filter(username=settings.LANGFLOW.SUPERUSER).first()


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(username, password, **{"is_active": True, "is_superuser": True, **fields})


class OwnedQuerySet(models.QuerySet[Any]):
    """Rows with a `user`: each user's own and nobody else's."""

    def owned_by(self, user: "User") -> Self:
        return self.filter(user=user)


class ApiKeyQuerySet(OwnedQuerySet):
    def usable(self) -> Self:
        return self.filter(is_active=True)


class VariableQuerySet(OwnedQuerySet):
    pass


class LoginSessionQuerySet(OwnedQuerySet):
    def alive(self) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def ended(self) -> Self:
        """Return those whose tokens open nothing any more."""
        return self.filter(Q(revoked_at__isnull=False) | Q(expires_at__lte=timezone.now()))

    def revoke(self) -> int:
        """End these sessions and their tokens now; return how many there were."""
        return self.alive().update(revoked_at=timezone.now())
