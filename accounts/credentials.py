"""What a request or a websocket brings along to say who sends it. Checking it is authentication.py's work."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.http import HttpRequest, QueryDict, parse_cookie
from rest_framework.request import Request

from accounts.same_origin import is_cross_site

ACCESS_COOKIE = "access_token_lf"
REFRESH_COOKIE = "refresh_token_lf"
API_KEY_COOKIE = "apikey_tkn_lflw"
API_KEY_NAME = "x-api-key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """A bearer token, an API key, both, or neither."""

    bearer: str | None = None
    """From the `Authorization` header, else from the access cookie."""

    api_key: str | None = None
    """From the query, else from the header; both are called `x-api-key`."""

    by_cookie: bool = False
    """The bearer came from the cookie."""

    is_cross_site: bool = False
    """The bearer came from the cookie, with a request that a page of another site made to change something."""

    @classmethod
    def of_request(cls, request: HttpRequest | Request) -> Self:
        return cls._read(request.headers, request.COOKIES, request.GET, method=request.method or "GET")

    @classmethod
    def of_scope(cls, scope: Mapping[str, Any]) -> Self:
        """Read a Channels scope. A websocket counts as a write: it can send anything once it is open."""
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        cookies = parse_cookie(headers.get("cookie", ""))
        query = QueryDict(scope.get("query_string", b""))
        return cls._read(headers, cookies, query, method=scope.get("method", "WEBSOCKET"))

    @classmethod
    def _read(
        cls, headers: Mapping[str, str], cookies: Mapping[str, str], query: Mapping[str, Any], *, method: str
    ) -> Self:
        bearer = _bearer_of(headers.get("authorization", ""))
        cookie = None if bearer else cookies.get(ACCESS_COOKIE)
        return cls(
            bearer=bearer or cookie or None,
            api_key=query.get(API_KEY_NAME) or headers.get(API_KEY_NAME) or None,
            by_cookie=bool(cookie),
            is_cross_site=bool(cookie) and is_cross_site(method, headers),
        )

    @property
    def is_empty(self) -> bool:
        return self.bearer is None and self.api_key is None


def _bearer_of(authorization: str) -> str | None:
    scheme, _, token = authorization.partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
