"""Whether a provider takes the value of a variable that its models are asked with."""

import uuid

from execution.components.model_catalogue.key_checks import problem_with_key
from execution.components.model_catalogue.providers import CATALOGUE_PROVIDERS
from execution.runtime.variables import RunVariables

_PROVIDERS = {provider.variables[0].key: provider for provider in CATALOGUE_PROVIDERS.values()}

KEY_NAMES = frozenset(_PROVIDERS)
"""Names of the variables by which providers know their users."""


async def problem_with_variable(user_id: uuid.UUID, name: str, value: str) -> str | None:
    """Return why the provider refuses the value; None if it does not, or if no provider reads that variable."""
    provider = _PROVIDERS.get(name)
    if provider is None or not value.strip():
        return None
    return await problem_with_key(provider, RunVariables(user_id=user_id, given={name: value}))
