"""Reads of accounts."""

import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts import usage
from accounts.encryption import decrypt
from accounts.errors import SecretUnreadable, UnknownVariable, VariableNotFound
from accounts.models import ApiKey, User, Variable


@dataclass(frozen=True, slots=True, kw_only=True)
class UsersPage:
    """A part of the users, and how many there are in all."""

    total_count: int
    users: list[User]


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedVariable:
    """A variable as flows use it."""

    value: str
    is_secret: bool


def users_page(*, seen_by: User, skip: int, limit: int) -> UsersPage:
    users = User.objects.visible_to(seen_by).order_by("created_at", "pk")
    return UsersPage(total_count=users.count(), users=list(users[skip : skip + limit]))


def api_keys_of(user: User) -> QuerySet[ApiKey]:
    """Return the user's keys with their uses up to now."""
    usage.flush()
    return ApiKey.objects.owned_by(user).order_by("created_at", "pk")


def has_readable_store_key(user: User) -> bool:
    """Did the user save a key to the store, and does one of the server's secret keys still open it?"""
    if not user.store_api_key:
        return False
    try:
        decrypt(user.store_api_key)
    except SecretUnreadable:
        return False
    return True


def variables_of(user: User) -> QuerySet[Variable]:
    return Variable.objects.owned_by(user).order_by("created_at", "pk")


def own_variable(user: User, variable_id: uuid.UUID) -> Variable:
    """Return the user's variable of that id; raise VariableNotFound."""
    variable: Variable | None = Variable.objects.owned_by(user).filter(pk=variable_id).first()
    if variable is None:
        raise VariableNotFound
    return variable


def value_of_variable(user_id: uuid.UUID, name: str) -> str:
    """Return the user's value of that name, as flows use it; raise UnknownVariable."""
    return variable_to_use(user_id, name).value


def variable_to_use(user_id: uuid.UUID, name: str) -> UsedVariable:
    """Return the user's value of that name, and whether it is secret; raise UnknownVariable."""
    variable = Variable.objects.filter(user_id=user_id, name=name).only("type", "encrypted_value").first()
    if variable is None:
        raise UnknownVariable(name=name)
    return UsedVariable(value=decrypt(variable.encrypted_value), is_secret=variable.is_secret)
