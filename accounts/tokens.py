"""Signed tokens. They name a user's login session; whether that session still lives is asked of the database."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import jwt

from accounts.errors import InvalidToken, WrongKindOfToken
from accounts.secret_keys import derived_keys

ALGORITHM = "HS256"


class TokenKind(StrEnum):
    ACCESS = "access"
    REFRESH = "refresh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What a valid token says."""

    user_id: uuid.UUID
    session_id: uuid.UUID
    token_id: uuid.UUID
    """New with each token; of refresh tokens only the newest counts."""


def sign(token: Token, *, kind: TokenKind, expires_at: datetime) -> str:
    claims = {
        "sub": str(token.user_id),
        "sid": str(token.session_id),
        "jti": str(token.token_id),
        "type": kind.value,
        "exp": expires_at,
    }
    return jwt.encode(claims, derived_keys("tokens")[0], algorithm=ALGORITHM)


def read(text: str, *, kind: TokenKind) -> Token:
    """Return what the token says; raise InvalidToken for a forged, expired or other kind of token."""
    claims = _claims(text)
    if claims["type"] != kind:
        raise WrongKindOfToken
    try:
        return Token(
            user_id=uuid.UUID(claims["sub"]), session_id=uuid.UUID(claims["sid"]), token_id=uuid.UUID(claims["jti"])
        )
    except ValueError:
        raise InvalidToken from None


def session_of(text: str | None, *, kind: TokenKind) -> uuid.UUID | None:
    """Return the session that the token names, or None where it is missing or no good."""
    try:
        return read(text, kind=kind).session_id if text else None
    except InvalidToken:
        return None


def _claims(text: str) -> dict[str, Any]:
    """Return the claims if any of our keys signed them: the newest, or one that was replaced lately."""
    for key in derived_keys("tokens"):
        try:
            return jwt.decode(
                text, key, algorithms=[ALGORITHM], options={"require": ["sub", "sid", "jti", "type", "exp"]}
            )
        except jwt.InvalidSignatureError:
            continue
        except jwt.InvalidTokenError:
            raise InvalidToken from None
    raise InvalidToken
