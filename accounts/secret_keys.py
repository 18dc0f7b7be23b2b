"""Keys for one purpose each, derived from `SECRET_KEY` and its fallbacks.

A token key that leaks opens no stored secret, and the other way round.
"""

from functools import lru_cache

from django.conf import settings
from django.utils.crypto import salted_hmac


def derived_keys(purpose: str) -> list[bytes]:
    """Return 32 bytes per secret key: the newest first, which writes; all of them read."""
    return [_derived(purpose, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


@lru_cache(maxsize=32)
def _derived(purpose: str, secret: str) -> bytes:
    return salted_hmac(f"langflow.{purpose}", "", secret=secret, algorithm="sha256").digest()
