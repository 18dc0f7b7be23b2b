"""How MCP clients sign in to a project. Secrets among the settings are encrypted at rest and never shown."""

from collections.abc import Mapping
from typing import Any

from accounts.encryption import encrypt

SECRETS = frozenset({"api_key", "oauth_client_secret"})
MASK = "*******"


def closed(given: Mapping[str, Any] | None, stored: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return the settings as they are stored; a mask that comes back stands for the secret that is there."""
    if given is None:
        return None
    return {name: _closed(name, value, stored or {}) for name, value in given.items()}


def shown(stored: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return the settings as clients see them."""
    if stored is None:
        return None
    return {name: MASK if name in SECRETS and value else value for name, value in stored.items()}


def _closed(name: str, value: Any, stored: Mapping[str, Any]) -> Any:
    if name not in SECRETS or not value:
        return value
    return stored.get(name) if value == MASK else encrypt(str(value))
