"""What a chat model is made from, whoever provides it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from execution.components.language_models.errors import AddressInvalid

DEFAULT_RETRIES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSettings:
    """Everything that a chat model needs to be made."""

    model: str
    api_key: str = field(repr=False)
    base_url: str | None = None
    """None leaves it to the provider's library, which may look into the environment."""
    temperature: float | None = None
    max_tokens: int | None = None
    seed: int | None = None
    json_mode: bool = False
    model_kwargs: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    timeout: float | None = None
    max_retries: int = DEFAULT_RETRIES
    options: Mapping[str, Any] = field(default_factory=dict)
    """What only this provider knows, by the names of its library."""


def check_address(url: str) -> None:
    """Raise AddressInvalid unless the text is the address of a server on the web."""
    try:
        parts = urlsplit(url)
        is_good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port or a host of IPv6 that is none
        is_good = False
    if not is_good or re.search(r"\s", url.strip()):
        raise AddressInvalid(address=shown_address(url))


def shown_address(url: str) -> str:
    """Return the address for people: without credentials that it may carry."""
    return re.sub(r"//[^/@]*@", "//", url)
