"""The catalogue as a user has it: what is stored about him, and the models that his own servers have."""

import uuid
from collections.abc import Collection
from dataclasses import replace

from accounts.encryption import decrypt
from accounts.models import Variable
from execution.components.model_catalogue.choices import ModelName, UserModels
from execution.components.model_catalogue.known_models import ModelKind
from execution.components.model_catalogue.ollama_models import pulled_models
from execution.components.model_catalogue.options import KINDS
from execution.components.model_catalogue.providers import CATALOGUE_PROVIDERS, PROVIDER_OF_VARIABLE
from execution.models import DefaultModel, ModelSwitch
from langflow_site.common.database import in_database

OLLAMA_ADDRESS = "OLLAMA_BASE_URL"


class StoredModelCatalogue:
    """The service `models` of components."""

    async def of_user(self, user_id: str) -> UserModels:
        return await models_of_user(uuid.UUID(user_id))


async def models_of_user(user_id: uuid.UUID) -> UserModels:
    """Return the user's catalogue, with what his Ollama has pulled if he named one."""
    stored, address = await in_database(_stored, user_id)
    if address is None:
        return stored
    return replace(stored, own_models={"Ollama": await pulled_models(address)})


def configured_providers(user_id: uuid.UUID) -> frozenset[str]:
    """Return the names of the providers whose variables the user has, all of them."""
    names = Variable.objects.filter(user_id=user_id, name__in=PROVIDER_OF_VARIABLE).values_list("name", flat=True)
    return _complete(set(names))


def _stored(user_id: uuid.UUID) -> tuple[UserModels, str | None]:
    """Return what is stored, and where the user's Ollama is."""
    variables = dict(
        Variable.objects.filter(user_id=user_id, name__in=PROVIDER_OF_VARIABLE).values_list("name", "encrypted_value")
    )
    models = UserModels(
        configured=_complete(variables.keys()), switches=_switches(user_id), defaults=_defaults(user_id)
    )
    return models, decrypt(variables[OLLAMA_ADDRESS]) if OLLAMA_ADDRESS in variables else None


def _complete(names: Collection[str]) -> frozenset[str]:
    return frozenset(
        provider.name
        for provider in CATALOGUE_PROVIDERS.values()
        if all(variable.key in names for variable in provider.variables)
    )


def _switches(user_id: uuid.UUID) -> dict[ModelName, bool]:
    rows = ModelSwitch.objects.filter(user_id=user_id).values_list("provider", "model_name", "is_on")
    return {ModelName(provider=provider, model=model): is_on for provider, model, is_on in rows}


def _defaults(user_id: uuid.UUID) -> dict[ModelKind, ModelName]:
    rows = DefaultModel.objects.filter(user_id=user_id).values_list("kind", "provider", "model_name")
    return {KINDS[kind]: ModelName(provider=provider, model=model) for kind, provider, model in rows}
