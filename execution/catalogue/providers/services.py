"""Switch models on and off, choose those that new components begin with, ask providers about keys."""

import uuid
from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from execution.components.model_catalogue.choices import ModelName, UserModels
from execution.components.model_catalogue.key_checks import problem_with
from execution.components.model_catalogue.known_models import KNOWN_MODELS
from execution.components.model_catalogue.providers import CATALOGUE_PROVIDERS
from execution.models import DefaultModel, ModelSwitch
from execution.runtime.variables import RunVariables


@transaction.atomic
def switch_models(*, user: User, changes: Mapping[ModelName, bool]) -> None:
    """Switch models on or off. What is on by itself needs no row, so that it follows the catalogue."""
    stored = {
        ModelName(provider=switch.provider, model=switch.model_name): switch
        for switch in ModelSwitch.objects.owned_by(user).select_for_update()
    }
    ModelSwitch.objects.filter(pk__in=[stored[name].pk for name in changes if name in stored]).delete()
    # Somebody may switch the same model at once; whoever comes second finds it switched.
    ModelSwitch.objects.bulk_create(
        (
            ModelSwitch(user=user, provider=name.provider, model_name=name.model, is_on=is_on)
            for name, is_on in changes.items()
            if not (is_on and _is_on_by_itself(name))
        ),
        ignore_conflicts=True,
    )


def _is_on_by_itself(name: ModelName) -> bool:
    unswitched = UserModels(configured=frozenset())
    return any(
        model.name == name.model and unswitched.is_switched_on(name.provider, model)
        for model in KNOWN_MODELS.get(name.provider, ())
    )


@transaction.atomic
def set_default_model(*, user: User, kind: str, provider: str, model_name: str) -> DefaultModel:
    """Let new components begin with that model."""
    default: DefaultModel
    default, _ = DefaultModel.objects.update_or_create(
        user=user, kind=kind, defaults={"provider": provider, "model_name": model_name}
    )
    return default


def clear_default_model(*, user: User, kind: str) -> None:
    """Let new components begin with the first model on offer."""
    DefaultModel.objects.owned_by(user).filter(kind=kind).delete()


async def problem_with_provider(*, user_id: uuid.UUID, name: str, variables: Mapping[str, str]) -> str | None:
    """Return why the provider cannot be asked with these variables and the user's stored ones, or None."""
    provider = CATALOGUE_PROVIDERS.get(name)
    if provider is None:
        return f"This server knows no provider '{name}'"
    given = {key.upper(): value for key, value in variables.items()}
    return await problem_with(provider, RunVariables(user_id=user_id, given=given))
