"""The engine's variables: what the request's headers say, else what the user saved, else the environment."""

import os
import uuid
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest

from accounts.errors import UnknownVariable as NoSuchVariable
from accounts.selectors import variable_to_use
from execution.engine.errors import UnknownVariable
from execution.wire.redaction import Secrets
from langflow_site.common.database import in_database

HEADER_PREFIX = b"x-langflow-global-var-"
OWN_OPTIONS = "LANGFLOW_"


def variables_of_request(request: HttpRequest) -> dict[str, str]:
    """Return the variables that a request brings along, by upper-case name."""
    scope: Mapping[str, Any] = getattr(request, "scope", {})
    return variables_in_headers(scope.get("headers", ()))


def variables_in_headers(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Return the variables that a request brings along, by upper-case name.

    Takes the raw headers of the ASGI scope: Django reads an underscore in a name as a dash, or drops the header, and
    names of variables have underscores. Our server hands them on as `%5F` (see langflow_site/server.py).
    """
    return {
        unquote(name[len(HEADER_PREFIX) :].decode("latin-1")).upper(): value.decode("utf-8", errors="replace")
        for name, value in headers
        if name.startswith(HEADER_PREFIX)
    }


class RunVariables:
    """Variables of one run; each is looked up once. Secret ones that it hands out are remembered in `secrets`."""

    def __init__(
        self,
        *,
        user_id: uuid.UUID | None,
        given: Mapping[str, str] | None = None,
        missing_fails: bool = False,
        secrets: Secrets | None = None,
    ) -> None:
        self._user_id = user_id
        self._given = given or {}
        self._missing_fails = missing_fails
        self._secrets = secrets or Secrets()
        self._known: dict[str, str | None] = {}

    async def value_of(self, name: str, *, is_secret: bool = False, from_environment: bool = True) -> str | None:
        value = await self._value_of(name, from_environment)
        if is_secret and value:
            self._secrets.remember(value)
        return value

    async def _value_of(self, name: str, from_environment: bool) -> str | None:
        given = self._given.get(name.upper())
        if given is not None:
            return given
        if name not in self._known:
            self._known[name] = await self._saved(name)
        value = self._known[name] or (self._from_environment(name) if from_environment else None)
        if value is None:
            self._refuse_if_missing_fails(name)
        return value

    async def _saved(self, name: str) -> str | None:
        if self._user_id is None:
            return None
        try:
            variable = await in_database(variable_to_use, self._user_id, name)
        except NoSuchVariable:
            return None
        if variable.is_secret:
            self._secrets.remember(variable.value)
        return variable.value

    def _from_environment(self, name: str) -> str | None:
        """The server's own options, its secret key and database among them, are nobody's variables."""
        if name.upper().startswith(OWN_OPTIONS) or not settings.LANGFLOW.FALLBACK_TO_ENVIRONMENT:
            return None
        return os.environ.get(name)

    def _refuse_if_missing_fails(self, name: str) -> None:
        if self._missing_fails:
            raise UnknownVariable(name=name)
