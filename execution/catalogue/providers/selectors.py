"""Reads of what users chose."""

from accounts.models import User
from execution.models import DefaultModel, ModelSwitch


def switches_of(user: User) -> list[ModelSwitch]:
    """Return the models that the user switched."""
    return list(ModelSwitch.objects.owned_by(user).order_by("provider", "model_name"))


def default_model(user: User, kind: str) -> DefaultModel | None:
    """Return what the user's new components begin with, if he chose that."""
    found: DefaultModel | None = DefaultModel.objects.owned_by(user).filter(kind=kind).first()
    return found
