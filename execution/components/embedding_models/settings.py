"""What an embedding model is made from, whoever provides it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

DEFAULT_RETRIES = 3
DEFAULT_BATCH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddingSettings:
    """Everything that an embedding model needs to be made."""

    model: str
    api_key: str = field(repr=False)
    base_url: str | None = None
    """None leaves it to the provider's library, which may look into the environment."""
    dimensions: int | None = None
    batch: int = DEFAULT_BATCH
    """How many texts go into one request."""
    timeout: float | None = None
    max_retries: int = DEFAULT_RETRIES
    model_kwargs: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    """What only this provider knows."""
