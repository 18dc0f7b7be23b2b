"""Secrets at rest: Fernet with the newest secret key; older keys still open what they closed."""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from accounts.errors import SecretUnreadable
from accounts.secret_keys import derived_keys


def encrypt(text: str) -> str:
    return _cipher().encrypt(text.encode()).decode("ascii")


def decrypt(encrypted: str) -> str:
    """Return the text; raise SecretUnreadable where no key fits."""
    try:
        return _cipher().decrypt(encrypted).decode()
    except InvalidToken:
        raise SecretUnreadable from None


def rotated(encrypted: str) -> str:
    """Return the same secret, closed with the newest key."""
    try:
        return _cipher().rotate(encrypted).decode("ascii")
    except InvalidToken:
        raise SecretUnreadable from None


def _cipher() -> MultiFernet:
    return _cipher_of(*derived_keys("encryption"))


@lru_cache(maxsize=4)
def _cipher_of(*keys: bytes) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
