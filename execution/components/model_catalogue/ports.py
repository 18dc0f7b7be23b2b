"""The catalogue as components reach it."""

from typing import Protocol

from execution.components.model_catalogue.choices import UserModels

SERVICE = "models"


class ModelCatalogue(Protocol):
    """The host's service `models`."""

    async def of_user(self, user_id: str) -> UserModels:
        """Return the catalogue as that user has it."""
