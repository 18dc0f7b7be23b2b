"""Encrypt what is stored anew, after the secret key was replaced."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from accounts.encryption import rotated
from accounts.models import User, Variable


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretColumn:
    """Where encrypted texts stand."""

    rows: models.QuerySet[Any]
    field: str


def columns_of_accounts() -> list[SecretColumn]:
    return [
        SecretColumn(rows=Variable.objects.all(), field="encrypted_value"),
        SecretColumn(rows=User.objects.exclude(store_api_key=None), field="store_api_key"),
    ]


def count_secrets(columns: Iterable[SecretColumn]) -> int:
    return sum(column.rows.count() for column in columns)


def rotate_secrets(columns: Iterable[SecretColumn]) -> Iterator[None]:
    """Close each secret with the newest key, one row at a time; yield after each."""
    for column in columns:
        yield from _rotate(column)


def _rotate(column: SecretColumn) -> Iterator[None]:
    rows = column.rows.order_by("pk")
    for primary_key, encrypted in rows.values_list("pk", column.field).iterator():
        # Conditional: a value that its user changes meanwhile is closed with the newest key already.
        unchanged = rows.model.objects.filter(pk=primary_key, **{column.field: encrypted})
        unchanged.update(**{column.field: rotated(encrypted)})
        yield
