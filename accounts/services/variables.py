"""Make, change and remove variables."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from accounts import encryption
from accounts.errors import SecretStaysSecret, VariableIncomplete, VariableNameTaken
from accounts.models import User, Variable
from accounts.selectors import own_variable


def check_new_variable(*, user: User, name: str, value: str) -> None:
    """Raise what `create_variable` would raise, before somebody else is asked about the value."""
    _check_complete({"name": name, "value": value})
    if Variable.objects.owned_by(user).filter(name=name).exists():
        raise VariableNameTaken


def create_variable(
    *, user: User, name: str, value: str, kind: str | None, default_fields: list[str] | None
) -> Variable:
    _check_complete({"name": name, "value": value})
    variable = Variable(
        user=user, name=name, type=kind or Variable.Type.CREDENTIAL, default_fields=default_fields or []
    )
    variable.encrypted_value = encryption.encrypt(value)
    _save(variable)
    return variable


def update_variable(*, user: User, variable_id: uuid.UUID, changes: Mapping[str, Any]) -> Variable:
    """Change what the caller sent. A credential can become readable only together with a new value."""
    _check_complete(changes)
    variable = own_variable(user, variable_id)
    if variable.is_secret and changes.get("type", variable.type) != variable.type and "value" not in changes:
        raise SecretStaysSecret
    for name in changes.keys() & {"name", "type", "default_fields"}:
        setattr(variable, name, changes[name])
    if "value" in changes:
        variable.encrypted_value = encryption.encrypt(changes["value"])
    _save(variable)
    return variable


def delete_variable(*, user: User, variable_id: uuid.UUID) -> None:
    own_variable(user, variable_id).delete()


def _check_complete(values: Mapping[str, Any]) -> None:
    """A value may be nothing but spaces, which a flow joins texts with; a name may not."""
    texts = {"name": values.get("name", "-").strip(), "value": values.get("value", "-")}
    empty = [part for part, text in texts.items() if not text]
    if empty:
        raise VariableIncomplete(what=" and ".join(empty))


def _save(variable: Variable) -> None:
    try:
        with transaction.atomic():
            variable.save()
    except IntegrityError:
        raise VariableNameTaken from None
