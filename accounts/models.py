"""Rows of the accounts app."""

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models

from accounts.encryption import decrypt
from accounts.querysets import ApiKeyQuerySet, LoginSessionQuerySet, UserManager, UserQuerySet, VariableQuerySet
from langflow_site.common.models import UUIDModel


def default_optins() -> dict[str, bool]:
    return {"github_starred": False, "dialog_dismissed": False, "discord_clicked": False}


class User(UUIDModel, AbstractBaseUser, PermissionsMixin):
    """Someone who signs in. Superusers run the server and enter the admin."""

    username = models.CharField(max_length=255, unique=True)
    is_active = models.BooleanField(default=False)
    profile_image = models.CharField(max_length=255, null=True, blank=True)
    store_api_key = models.TextField(null=True, blank=True, help_text="Encrypted.")
    optins = models.JSONField(default=default_optins, blank=True)
    registered_email = models.EmailField(null=True, blank=True)
    """Where the makers of clients may write to; the server itself sends no mail."""
    registered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager.from_queryset(UserQuerySet)()

    @property
    def is_staff(self) -> bool:
        """Django's admin asks this: the admin is for superusers."""
        return self.is_superuser

    def __str__(self) -> str:
        return self.username


class ApiKey(UUIDModel):
    """A random key that acts as its user. Only its SHA-256 is kept; `hint` is what lists show."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=1024, null=True, blank=True)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=16, editable=False, help_text="The key's first characters.")
    is_active = models.BooleanField(default=True)
    total_uses = models.PositiveBigIntegerField(default=0, editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = "API key"

    def __str__(self) -> str:
        return f"{self.name or 'API key'} ({self.hint}…)"


class Variable(UUIDModel):
    """A named value that flows may use instead of a literal one. The value is encrypted at rest."""

    class Type(models.TextChoices):
        GENERIC = "Generic"
        CREDENTIAL = "Credential"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="variables")
    name = models.CharField(max_length=1024)
    # Not limited to the choices: the reference stores what clients send.
    type = models.CharField(max_length=255, default=Type.CREDENTIAL)
    encrypted_value = models.TextField()
    default_fields = models.JSONField(default=list, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = VariableQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "name"], name="variable_name_once_per_user"),
        ]

    @property
    def is_secret(self) -> bool:
        """Values of credentials never leave the server."""
        return self.type == self.Type.CREDENTIAL

    @property
    def value(self) -> str:
        return decrypt(self.encrypted_value)

    @property
    def readable_value(self) -> str | None:
        """The value for lists and forms, or None where it is secret."""
        return None if self.is_secret else self.value

    def __str__(self) -> str:
        return self.name


class LoginSession(models.Model):
    """One sign-in: its tokens carry this id and die with it. The refresh token changes with each use.

    The one before it is remembered for a moment: a page that refreshes twice at once is no thief.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="login_sessions")
    refresh_token_id = models.UUIDField(default=uuid.uuid4, editable=False)
    previous_refresh_token_id = models.UUIDField(null=True, blank=True, editable=False)
    refreshed_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = LoginSessionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user_id} since {self.created_at:%Y-%m-%d %H:%M}"
