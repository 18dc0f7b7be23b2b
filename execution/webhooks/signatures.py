"""Signed webhooks, as the Standard Webhooks specification has them, for which senders have libraries.

The sender signs `<id>.<timestamp>.<body>` with a secret that both know, and sends three headers: `webhook-id`, unlike
that of any other message; `webhook-timestamp`, in seconds since 1970; `webhook-signature`, some of `v1,<base64>`.
"""

import base64
import binascii
import hmac
import secrets
import time
from dataclasses import dataclass
from typing import Self

from django.http import HttpRequest

SECRET_PREFIX = "whsec_"  # noqa: S105 - what such secrets begin with
SECRET_BYTES = 32
VERSION = "v1"
MOST_DIGITS = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedMessage:
    """A message that claims to be signed."""

    id: str
    timestamp: str
    signatures: str
    body: bytes

    @classmethod
    def of_request(cls, request: HttpRequest) -> Self | None:
        """Return the request's message; None for one that has no signature."""
        signatures = request.headers.get("webhook-signature")
        if not signatures:
            return None
        headers = request.headers
        return cls(
            id=headers.get("webhook-id", ""),
            timestamp=headers.get("webhook-timestamp", ""),
            signatures=signatures,
            body=request.body,
        )

    def is_signed_with(self, secret: str) -> bool:
        expected = signature_of(secret, message_id=self.id, timestamp=self.timestamp, body=self.body).encode()
        given = (text.encode("utf-8", "replace") for text in self.signatures.split())
        return bool(self.id) and any(hmac.compare_digest(expected, one) for one in given)

    def is_from_now(self, tolerance_seconds: int) -> bool:
        """Was it signed within so many seconds of this server's clock, before or after?"""
        if not self.timestamp.isdecimal() or len(self.timestamp) > MOST_DIGITS:
            return False
        return abs(time.time() - int(self.timestamp)) <= tolerance_seconds


def signature_of(secret: str, *, message_id: str, timestamp: str, body: bytes) -> str:
    signed = b"%b.%b.%b" % (message_id.encode("utf-8", "replace"), timestamp.encode("utf-8", "replace"), body)
    return f"{VERSION},{base64.b64encode(hmac.digest(key_of(secret), signed, 'sha256')).decode('ascii')}"


def new_secret() -> str:
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode("ascii")


def key_of(secret: str) -> bytes:
    """Return the key; raise ValueError where what follows the prefix is no base64."""
    if not secret.startswith(SECRET_PREFIX):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error:
        raise ValueError(f"What follows '{SECRET_PREFIX}' is not base64") from None
