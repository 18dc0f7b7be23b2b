"""Where flows may keep vectors: each user has a folder below the configuration folder, servers must pass the guard."""

from pathlib import Path

from django.conf import settings

from execution.components.vector_search.errors import StoreRefused
from langflow_site.common import http
from langflow_site.common.addresses import HostUnknown, OutboundRefused

FOLDER = "vector_stores"
NOBODY = "nobody"


class GuardedPlaces:
    """What components get as the service `vector_places`."""

    def folder(self, owner: str | None, *parts: str) -> Path:
        """Return that place below the user's own folder. An absolute path is a name below it, too."""
        root = (Path(settings.LANGFLOW.CONFIG_DIR) / FOLDER / (owner or NOBODY)).resolve()
        place = root.joinpath(*(part.strip().lstrip("/\\~") for part in parts)).resolve()
        # Also after links were followed: nobody's names may lead to another user's folder.
        if place == root or root not in place.parents:
            raise StoreRefused(reason=f"'{'/'.join(parts)}' is no name of a folder")
        return place

    async def check(self, host: str, port: int) -> None:
        """Raise StoreRefused where the policy allows no connection."""
        try:
            http.policy_of_settings().permitted(host, await http.resolved_async(host, port))
        except (OutboundRefused, HostUnknown) as error:
            raise StoreRefused(reason=str(error)) from error
