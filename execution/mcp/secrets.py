"""Which values of a configuration are secret on the wire: pure. They leave the server masked and may come back so."""

from collections.abc import Mapping
from typing import Any

from execution.mcp.errors import SecretNotGiven
from execution.wire.redaction import SHORTEST_SECRET

MASK = "*******"
SECRET_PARTS = ("env", "headers")

Config = dict[str, Any]


def shown(config: Mapping[str, Any]) -> Config:
    """Return the configuration as its owner sees it. Short values are no secrets, as everywhere in this server."""
    return {name: _shown(value) if name in SECRET_PARTS else value for name, value in config.items()}


def filled_in(config: Mapping[str, Any], stored: Mapping[str, Any]) -> Config:
    """Return the configuration with the stored secrets in the place of masks; raise SecretNotGiven where none is."""
    return {
        name: _filled_in(value, stored.get(name)) if name in SECRET_PARTS else value for name, value in config.items()
    }


def _shown(part: Any) -> Any:
    if not isinstance(part, Mapping):
        return part
    return {name: MASK if len(text) >= SHORTEST_SECRET else text for name, text in part.items()}


def _filled_in(part: Any, stored: Any) -> Any:
    if not isinstance(part, Mapping):
        return part
    return {name: _secret(name, stored) if text == MASK else text for name, text in part.items()}


def _secret(name: str, stored: Any) -> str:
    if not isinstance(stored, Mapping) or name not in stored:
        raise SecretNotGiven(name=name)
    secret: str = stored[name]
    return secret
