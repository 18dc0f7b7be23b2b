"""Google's services for an account: from its credentials to a token, and calls with that token."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jwt

from execution.components.search_services import AnswerMalformed, SearchService
from execution.engine.errors import EngineError
from execution.engine.ports import RunContext

_TOKEN_URI = "https://oauth2.googleapis.com/token"  # noqa: S105  # an address, no token
_SERVICE_ACCOUNT = "service_account"
_JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_REFRESH_FIELDS = ("refresh_token", "client_id", "client_secret")
_LIFETIME_SECONDS = 3600


class CredentialsInvalid(EngineError, ValueError):
    """What was given is no account of Google's."""

    code = "google_credentials_invalid"
    message = "The credentials for Google cannot be used: {reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Credentials as Google's console and its sign-in write them."""

    facts: Mapping[str, Any]
    field: str
    """Where a person filled them in."""

    @classmethod
    def parse(cls, text: str | None, *, field: str) -> Account:
        """Return the account that the JSON describes. Raises CredentialsInvalid."""
        try:
            facts = json.loads(text or "")
        except ValueError:
            raise CredentialsInvalid(reason=f"'{field}' holds no JSON.") from None
        if not isinstance(facts, dict):
            raise CredentialsInvalid(reason=f"'{field}' holds no JSON object.")
        return cls(facts=facts, field=field)

    @property
    def project(self) -> str:
        """The project that a service's account belongs to. Raises CredentialsInvalid."""
        project = self.facts.get("project_id")
        if not project:
            raise CredentialsInvalid(reason="No project_id found in service account credentials file.")
        return str(project)

    async def signed_in(self, service: str, run: RunContext, scopes: Sequence[str]) -> GoogleService:
        """Return the service, called with a fresh token of this account's."""
        token = await self._token(run, scopes)
        return GoogleService(service=SearchService(name=service, run=run, key=token, key_field=self.field))

    async def renewed(self, run: RunContext, scopes: Sequence[str]) -> dict[str, Any]:
        """Return the credentials with a fresh token, as other components take them."""
        token = await self._token(run, scopes)
        public = {name: self.facts[name] for name in (*_REFRESH_FIELDS, "token_uri") if name in self.facts}
        return {**public, "token": token, "scopes": list(scopes)}

    async def _token(self, run: RunContext, scopes: Sequence[str]) -> str:
        if self.facts.get("type") == _SERVICE_ACCOUNT:
            return await self._exchanged(run, {"grant_type": _JWT_GRANT, "assertion": self._assertion(scopes)})
        if all(self.facts.get(name) for name in _REFRESH_FIELDS):
            form = {name: str(self.facts[name]) for name in _REFRESH_FIELDS}
            return await self._exchanged(run, {"grant_type": "refresh_token", **form})
        token = self.facts.get("token") or self.facts.get("access_token")
        if not token:
            raise CredentialsInvalid(
                reason="there must be a service account's key, a refresh token with its client, or a token."
            )
        return str(token)

    async def _exchanged(self, run: RunContext, form: Mapping[str, str]) -> str:
        secret = form.get("refresh_token") or form["assertion"]
        google = SearchService(name="Google's sign-in", run=run, key=secret, key_field=self.field)
        answer = await google.ask(self._token_uri, form=form)
        token = answer.get("access_token")
        if not token:
            raise AnswerMalformed(service=google.name, reason="it gives no token.")
        return str(token)

    def _assertion(self, scopes: Sequence[str]) -> str:
        """Return what a service's account signs to get a token."""
        now = int(time.time())
        claims = {
            "iss": self.facts.get("client_email"),
            "scope": " ".join(scopes),
            "aud": self._token_uri,
            "iat": now,
            "exp": now + _LIFETIME_SECONDS,
        }
        try:
            headers = {"kid": str(self.facts.get("private_key_id") or "")}
            return jwt.encode(claims, str(self.facts.get("private_key") or ""), algorithm="RS256", headers=headers)
        except (jwt.PyJWTError, ValueError, TypeError):
            raise CredentialsInvalid(reason="the private key of the service account cannot be read.") from None

    @property
    def _token_uri(self) -> str:
        return str(self.facts.get("token_uri") or _TOKEN_URI)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoogleService:
    """One of Google's APIs, for somebody who is signed in."""

    service: SearchService

    async def ask(
        self, url: str, *, query: Mapping[str, Any] | None = None, body: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return the JSON object that it answers."""
        return await self.service.ask(url, query=query, headers=self._headers, body=body)

    async def ask_text(self, url: str, *, query: Mapping[str, Any] | None = None) -> str:
        """Return what it answers as text."""
        return await self.service.ask_text(url, query=query, headers=self._headers)

    def rows_of(self, answer: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
        """Return the answer's list of that name."""
        return self.service.rows_of(answer, name)

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.service.key}"}
