"""Make, change and remove users."""

import logging
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.authentication import Caller
from accounts.errors import (
    LastSuperuserStays,
    OwnAccountStays,
    PasswordNotChangedHere,
    PasswordOfAnother,
    PasswordRequired,
    PasswordUnchanged,
    PermissionDenied,
    UsernameTaken,
    UserNotFound,
)
from accounts.models import User
from accounts.services.sessions import end_sessions

logger = logging.getLogger(__name__)

FOR_SUPERUSERS_ONLY = frozenset({"is_active", "is_superuser"})


def create_user(*, username: str, password: str, optins: dict[str, Any] | None = None) -> User:
    """Make an ordinary user; he waits for a superuser to switch him on unless the server is set up otherwise."""
    user = User(username=username, is_active=settings.LANGFLOW.NEW_USER_IS_ACTIVE)
    if optins is not None:
        user.optins = optins
    user.set_password(password)
    _save(user)
    logger.info("User %r was created.", user.username)
    return user


@transaction.atomic
def update_user(*, user_id: uuid.UUID, changes: Mapping[str, Any], by: Caller) -> User:
    """Change what the caller sent of his own account, or, as a superuser, of anybody's."""
    _check_may_change(user_id, changes, by.user)
    with keeping_a_superuser() if FOR_SUPERUSERS_ONLY & changes.keys() else nullcontext():
        user = _user(user_id)
        for name, value in changes.items():
            if name != "password":
                setattr(user, name, value)
        if "password" in changes:
            _set_password(user, changes["password"], by)
        _save(user)
    logger.info("User %r was changed by %r: %s.", user.username, by.user.username, ", ".join(sorted(changes)))
    return user


@transaction.atomic
def reset_own_password(*, user_id: uuid.UUID, password: str | None, by: Caller) -> User:
    """Give the caller another password and end his other sessions."""
    if user_id != by.user.pk:
        raise PasswordOfAnother
    if not password:
        raise PasswordRequired
    if by.user.check_password(password):
        raise PasswordUnchanged
    _set_password(by.user, password, by)
    _save(by.user)
    return by.user


def delete_user(*, user_id: uuid.UUID, by: Caller) -> None:
    """Remove another user with all that is his."""
    if user_id == by.user.pk:
        raise OwnAccountStays
    user = _user(user_id)
    remove_user(user=user)
    logger.info("User %r was removed by %r.", user.username, by.user.username)


def remove_user(*, user: User) -> None:
    """Remove the user with all that is his: rows in one transaction, what lies on disks after it."""
    with keeping_a_superuser():
        user.delete()


@contextmanager
def keeping_a_superuser() -> Iterator[None]:
    """Take back what is done inside, and raise LastSuperuserStays, if it leaves nobody who can run the server."""
    with transaction.atomic():
        # Locked first, in one order: two who remove or demote each other at once wait, and the second one fails.
        before = list(User.objects.active_superusers().select_for_update().order_by("pk"))
        yield
        if before and not User.objects.active_superusers().exists():
            raise LastSuperuserStays


def register(*, user: User, email: str) -> User:
    """Note the user's address; the latest one counts."""
    user.registered_email, user.registered_at = email, timezone.now()
    user.save(update_fields=["registered_email", "registered_at", "updated_at"])
    return user


def set_password(*, user: User, password: str) -> None:
    """Give the user another password, from the command line or the admin, and end all his sessions."""
    user.set_password(password)
    user.save(update_fields=["password", "updated_at"])
    end_sessions(user=user)


def _check_may_change(user_id: uuid.UUID, changes: Mapping[str, Any], caller: User) -> None:
    if caller.is_superuser:
        return
    if user_id != caller.pk:
        raise PermissionDenied
    if "password" in changes:
        raise PasswordNotChangedHere
    if any(changes[name] != getattr(caller, name) for name in FOR_SUPERUSERS_ONLY & changes.keys()):
        raise PermissionDenied


def _user(user_id: uuid.UUID) -> User:
    user: User | None = User.objects.filter(pk=user_id).first()
    if user is None:
        raise UserNotFound
    return user


def _set_password(user: User, password: str, by: Caller) -> None:
    user.set_password(password)
    end_sessions(user=user, but=by.session_id if by.user.pk == user.pk else None)


def _save(user: User) -> None:
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise UsernameTaken from None
