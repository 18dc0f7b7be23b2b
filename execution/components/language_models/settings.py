"""What a chat model is made from, whoever provides it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

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


def shown_address(url: str) -> str:
    """Return the address for people: without credentials that it may carry."""
    return re.sub(r"//[^/@]*@", "//", url)
