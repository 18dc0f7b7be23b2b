"""Find out who calls, by one query. Every edge uses these functions: DRF views, async views, Channels consumers.

`caller_of` serves the routes of the editor and takes any credential; `caller_by_api_key` serves the routes that
programs call (`/run`, `/responses`, `/v2/workflows`), which want an API key.
"""

import hashlib
import uuid
from dataclasses import dataclass

from django.conf import settings
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.request import Request

from accounts import tokens, usage
from accounts.credentials import Credentials
from accounts.errors import (
    AccountInactive,
    ApiKeyRejected,
    ApiKeyRequired,
    CrossSiteRequest,
    InvalidApiKey,
    InvalidToken,
    TokenRevoked,
    UnknownApiKey,
)
from accounts.models import ApiKey, LoginSession, User
from langflow_site.common.errors import NotSignedIn, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who sends a request, and by which credential."""

    user: User

    api_key_id: uuid.UUID | None = None
    """None where a token or auto login vouches for the user."""

    session_id: uuid.UUID | None = None
    """The login session of the token; None for API keys and auto login."""


def caller_of(credentials: Credentials) -> Caller:
    """Return who calls. A bearer token decides alone, also next to an API key. Raise NotSignedIn without either."""
    if credentials.bearer:
        if credentials.is_cross_site:
            raise CrossSiteRequest
        return _caller_by_token(credentials.bearer)
    if credentials.api_key:
        return _caller_by_key(credentials.api_key)
    raise NotSignedIn


def caller_by_session(credentials: Credentials) -> Caller | None:
    """Return whom a token signs in; None without one, or where a browser's cookie has outlived its session."""
    if not credentials.bearer:
        return None
    try:
        return _caller_by_token(credentials.bearer)
    except InvalidToken:
        if credentials.by_cookie:
            return None
        raise


def caller_by_api_key(credentials: Credentials) -> Caller:
    """Return who calls by API key.

    Where auto login and the operator allow calls without one, it is whom a token names, else the superuser.
    """
    if not credentials.api_key:
        return _caller_without_key(credentials)
    try:
        return _caller_by_key(credentials.api_key)
    except InvalidApiKey:
        raise UnknownApiKey from None  # the same refusal in the words of these routes


def caller_of_program(credentials: Credentials) -> Caller:
    """Return who calls a route that programs and browsers use alike: by token, else as `caller_by_api_key` says."""
    return caller_of(credentials) if credentials.bearer else caller_by_api_key(credentials)


def hash_of(api_key: str) -> str:
    """Return what is stored of a key. Keys are random, so a slow hash would buy nothing."""
    return hashlib.sha256(api_key.encode()).hexdigest()


def _caller_by_token(text: str) -> Caller:
    token = tokens.read(text, kind=tokens.TokenKind.ACCESS)
    session = LoginSession.objects.alive().select_related("user").filter(pk=token.session_id).first()
    if session is None:
        raise TokenRevoked
    if not session.user.is_active:
        raise AccountInactive
    return Caller(user=session.user, session_id=session.pk)


def _caller_by_key(text: str) -> Caller:
    key = ApiKey.objects.usable().select_related("user").filter(key_hash=hash_of(text)).first()
    if key is None:
        raise InvalidApiKey
    if not key.user.is_active:
        raise ApiKeyRejected
    usage.count_use(key.pk)
    return Caller(user=key.user, api_key_id=key.pk)


def _caller_without_key(credentials: Credentials) -> Caller:
    options = settings.LANGFLOW
    if not (options.AUTO_LOGIN and options.SKIP_AUTH_AUTO_LOGIN):
        raise ApiKeyRequired
    if signed_in := _caller_by_good_token(credentials):
        return signed_in
    if superuser := User.objects.auto_login_user():
        return Caller(user=superuser)
    raise ApiKeyRequired


def _caller_by_good_token(credentials: Credentials) -> Caller | None:
    """Return whom the token signs in; None for one that is no good: it is not what such a route asks for."""
    if credentials.is_cross_site:
        return None
    try:
        return caller_by_session(credentials)
    except InvalidToken:
        return None


class SignedInRequest(Request):
    """What a DRF view gets behind `IsSignedIn`, for annotations."""

    user: User
    auth: Caller


class LangflowAuthentication(BaseAuthentication):
    """Any credential. `request.auth` is the Caller."""

    def authenticate(self, request: Request) -> tuple[User, Caller] | None:
        credentials = Credentials.of_request(request)
        if credentials.is_empty:
            return None
        caller = caller_of(credentials)
        return caller.user, caller


class OptionalAuthentication(LangflowAuthentication):
    """For open routes that say more to those who are signed in: credentials that are no good count as none."""

    def authenticate(self, request: Request) -> tuple[User, Caller] | None:
        try:
            return super().authenticate(request)
        except (InvalidToken, Refused):
            return None


class ApiKeyAuthentication(BaseAuthentication):
    """An API key, or what stands in for it (see `caller_by_api_key`)."""

    def authenticate(self, request: Request) -> tuple[User, Caller]:
        caller = caller_by_api_key(Credentials.of_request(request))
        return caller.user, caller


class ProgramAuthentication(BaseAuthentication):
    """A token, an API key, or what stands in for one (see `caller_of_program`)."""

    def authenticate(self, request: Request) -> tuple[User, Caller]:
        caller = caller_of_program(Credentials.of_request(request))
        return caller.user, caller


class AdminSessionAuthentication(SessionAuthentication):
    """A superuser signed in to the admin may use the API from the docs page; DRF asks for the CSRF token."""

    def authenticate(self, request: Request) -> tuple[User, Caller] | None:
        found = super().authenticate(request)
        if found is None or not found[0].is_superuser:
            return None
        return found[0], Caller(user=found[0])
