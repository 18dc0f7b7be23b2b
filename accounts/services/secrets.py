"""Encrypt what is stored anew, after the secret key was replaced."""

from collections.abc import Iterator

from django.db import models

from accounts.encryption import rotated
from accounts.models import User, Variable


def count_secrets() -> int:
    return _variables().count() + _users().count()


def rotate_secrets() -> Iterator[None]:
    """Close each secret with the newest key, one row at a time; yield after each."""
    yield from _rotate(_variables(), "encrypted_value")
    yield from _rotate(_users(), "store_api_key")


def _rotate(rows: models.QuerySet[Variable] | models.QuerySet[User], field: str) -> Iterator[None]:
    for primary_key, encrypted in rows.values_list("pk", field).iterator():
        # Conditional: a value that its user changes meanwhile is closed with the newest key already.
        rows.model.objects.filter(pk=primary_key, **{field: encrypted}).update(**{field: rotated(encrypted)})
        yield


def _variables() -> models.QuerySet[Variable]:
    return Variable.objects.order_by("pk")


def _users() -> models.QuerySet[User]:
    return User.objects.exclude(store_api_key=None).order_by("pk")
