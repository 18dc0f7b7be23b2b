"""Where components may keep vectors: folders of the run's owner, and servers that the operator's guard allows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from execution.components.vector_search.errors import StoresUnavailable

if TYPE_CHECKING:
    from execution.engine.ports import RunContext

SERVICE = "vector_places"


class VectorPlaces(Protocol):
    """The host's service `vector_places`."""

    def folder(self, owner: str | None, *parts: str) -> Path:
        """Return a folder of that user's; it may not exist yet. Raises StoreRefused for a way out of the user's own."""

    async def check(self, host: str, port: int) -> None:
        """Raise StoreRefused where no connection is allowed, for libraries that open their own."""


def places_of(run: RunContext) -> VectorPlaces:
    """Return the host's places; raise StoresUnavailable if it has none."""
    places: VectorPlaces | None = run.services.get(SERVICE)
    if places is None:
        raise StoresUnavailable
    return places
