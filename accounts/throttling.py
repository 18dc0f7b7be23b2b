"""Count failed sign-ins per user name and per address, a minute at a time. Good ones are free."""

import hashlib

from django.conf import settings
from django.core.cache import cache

from accounts.errors import TooManyAttempts

WINDOW_SECONDS = 60


def check_attempts(*, username: str, address: str) -> None:
    """Raise TooManyAttempts when this name or this address has failed too often."""
    limit = settings.LANGFLOW.LOGIN_ATTEMPTS_PER_MINUTE
    failures = cache.get_many(_counters(username, address))
    if any(count >= limit for count in failures.values()):
        raise TooManyAttempts


def count_failure(*, username: str, address: str) -> None:
    for counter in _counters(username, address):
        if not cache.add(counter, 1, WINDOW_SECONDS):
            cache.incr(counter)


def _counters(username: str, address: str) -> list[str]:
    # Hashed, because a cache key takes neither spaces nor long names.
    parts = (f"name:{username}", f"address:{address}")
    return [f"failed-sign-in:{hashlib.sha256(part.encode()).hexdigest()}" for part in parts]
