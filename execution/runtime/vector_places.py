"""Where flows may keep vectors: each user has a folder below the configuration folder, servers must pass the guard."""

import ipaddress
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from execution.components.vector_search.errors import StoreRefused
from execution.runtime.vector_folders import folder_of
from langflow_site.common import http
from langflow_site.common.addresses import HostUnknown, OutboundRefused

REDIS_PORT = 6379
DEFAULT_PORTS = {"amqp": 5672, "amqps": 5671}


class GuardedPlaces:
    """What components get as the service `vector_places`."""

    def folder(self, owner: str | None, *parts: str) -> Path:
        """Return that place below the user's own folder. An absolute path is a name below it, too."""
        root = folder_of(owner)
        place = root.joinpath(*(part.strip().lstrip("/\\~") for part in parts)).resolve()
        # Also after links were followed: nobody's names may lead to another user's folder.
        if place == root or root not in place.parents:
            raise StoreRefused(reason=f"'{'/'.join(parts)}' is no name of a folder")
        return place

    async def check(self, host: str, port: int) -> None:
        """Raise StoreRefused where the policy allows no connection, and for the server's own Redis."""
        found = await http.resolved_async(host, port)
        try:
            http.policy_of_settings().permitted(host, found)
        except (OutboundRefused, HostUnknown) as error:
            raise StoreRefused(reason=str(error)) from error
        for own_host, own_port in _own_servers():
            if port == own_port and _is_same(found, await http.resolved_async(own_host, own_port)):
                raise StoreRefused(reason="this server's own events and jobs are kept there")


def _own_servers() -> list[tuple[str, int]]:
    addresses = {settings.LANGFLOW.REDIS_URL, settings.LANGFLOW.BROKER_URL} - {"", None}
    parts = [urlsplit(address) for address in addresses]
    return [(part.hostname or "localhost", part.port or DEFAULT_PORTS.get(part.scheme, REDIS_PORT)) for part in parts]


def _is_same(theirs: list[str], own: list[str]) -> bool:
    """Do they meet? On loopback each name means the same machine."""
    are_local = [any(ipaddress.ip_address(found).is_loopback for found in side) for side in (theirs, own)]
    return bool(set(theirs) & set(own)) or all(are_local)
