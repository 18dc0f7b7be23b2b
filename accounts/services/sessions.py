"""Sign in, stay signed in, sign out."""

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.models import update_last_login
from django.utils import timezone

from accounts import throttling, tokens
from accounts.errors import (
    AutoLoginDisabled,
    InactiveUser,
    IncorrectCredentials,
    InvalidRefreshToken,
    InvalidToken,
    WaitingForApproval,
)
from accounts.models import LoginSession, User
from accounts.services.environment import import_environment
from accounts.tokens import Token, TokenKind
from langflow_site.common.errors import ServerError

logger = logging.getLogger(__name__)

AUTO_LOGIN_LIFETIME = timedelta(days=30)  # nobody can refresh it, and whoever asks gets the next one
AUTO_LOGIN_SHARED = timedelta(hours=1)
REFRESH_GRACE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """What a sign-in gives its caller."""

    user: User
    access_token: str
    access_seconds: int

    refresh_token: str | None
    """None after auto login: that can be asked for again."""


def sign_in(*, username: str, password: str, address: str) -> SignedIn:
    """Check the password and open a session. Failures are counted; too many of them end in TooManyAttempts."""
    throttling.check_attempts(username=username, address=address)
    try:
        user = _user_by_password(username, password)
    except ServerError:
        throttling.count_failure(username=username, address=address)
        logger.info("Somebody at %s could not sign in as %r.", address, username)
        raise
    update_last_login(User, user)
    logger.info("User %r signed in.", user.username)
    import_environment(user)
    return _tokens_of(_open_session(user, _refresh_lifetime()))


def auto_sign_in(*, session_id: uuid.UUID | None) -> SignedIn:
    """Sign the caller in as the superuser without a password; go on with the caller's session if it is his already."""
    user = User.objects.auto_login_user() if settings.LANGFLOW.AUTO_LOGIN else None
    if user is None:
        raise AutoLoginDisabled
    session = LoginSession.objects.alive().owned_by(user).filter(pk=session_id).first()
    session = session or _recent_auto_session(user) or _open_session(user, AUTO_LOGIN_LIFETIME)
    import_environment(user)
    lifetime = session.expires_at - timezone.now()
    return SignedIn(
        user=user,
        access_token=_access_token(session, session.expires_at),
        access_seconds=int(lifetime.total_seconds()),
        refresh_token=None,
    )


def refresh(*, refresh_token: str) -> SignedIn:
    """Trade a refresh token for new tokens. An old one that comes back was stolen once: its session ends."""
    token = _read_refresh_token(refresh_token)
    session = LoginSession.objects.alive().select_related("user").filter(pk=token.session_id).first()
    if session is None or not session.user.is_active:
        raise InvalidRefreshToken
    if not _rotate(session, token.token_id) and not _was_rotated_just_now(session, token.token_id):
        LoginSession.objects.filter(pk=session.pk).revoke()
        raise InvalidRefreshToken
    session.refresh_from_db(fields=["refresh_token_id", "expires_at"])
    return _tokens_of(session)


def refresh_auto_login(*, session_id: uuid.UUID | None) -> SignedIn:
    """The same after auto login, which gives no refresh token; the session is the caller's present one.

    The editor refreshes at its start if `/session` answers before `/auto_login`, and signs out whoever is refused.
    """
    user = User.objects.auto_login_user() if settings.LANGFLOW.AUTO_LOGIN else None
    if user is None or not LoginSession.objects.alive().owned_by(user).filter(pk=session_id).exists():
        raise InvalidRefreshToken
    return auto_sign_in(session_id=session_id)


def sign_out(*, access_token: str | None, refresh_token: str | None) -> None:
    """End the sessions of these tokens; tokens that are no good are nobody's business any more."""
    named = (
        tokens.session_of(access_token, kind=TokenKind.ACCESS),
        tokens.session_of(refresh_token, kind=TokenKind.REFRESH),
    )
    LoginSession.objects.filter(pk__in=[session_id for session_id in named if session_id]).revoke()


def end_sessions(*, user: User, but: uuid.UUID | None = None) -> int:
    """End all sessions of the user, except the one named; return how many ended."""
    return LoginSession.objects.owned_by(user).exclude(pk=but).revoke()


def _user_by_password(username: str, password: str) -> User:
    user = authenticate(username=username, password=password)  # hashes once for unknown names too
    if isinstance(user, User):
        return user
    account = User.objects.filter(username=username, is_active=False).first()
    if account is None:
        raise IncorrectCredentials
    raise WaitingForApproval if account.last_login is None else InactiveUser


def forget_ended_sessions() -> int:
    """Delete the sessions that ended; return how many there were."""
    return LoginSession.objects.ended().delete()[0]


def _recent_auto_session(user: User) -> LoginSession | None:
    """Return the session of whoever came just before: without cookies, each call would leave a session behind."""
    now = timezone.now()
    recent = LoginSession.objects.alive().owned_by(user).filter(created_at__gt=now - AUTO_LOGIN_SHARED)
    # Those of a sign-in with a password do not last as long, unless the operator wants it.
    lasting = recent.filter(expires_at__gt=now + AUTO_LOGIN_LIFETIME / 2)
    return lasting.order_by("-created_at").first()


def _open_session(user: User, lifetime: timedelta) -> LoginSession:
    LoginSession.objects.owned_by(user).ended().delete()
    return LoginSession.objects.create(user=user, expires_at=timezone.now() + lifetime)


def _rotate(session: LoginSession, token_id: uuid.UUID) -> bool:
    """Give the session its next refresh token if `token_id` is its present one; of two callers only one does."""
    now = timezone.now()
    present = LoginSession.objects.alive().filter(pk=session.pk, refresh_token_id=token_id)
    return bool(
        present.update(
            refresh_token_id=uuid.uuid4(),
            previous_refresh_token_id=token_id,
            refreshed_at=now,
            expires_at=now + _refresh_lifetime(),
        )
    )


def _was_rotated_just_now(session: LoginSession, token_id: uuid.UUID) -> bool:
    """A page with several requests under way refreshes more than once with the same cookie."""
    recent = LoginSession.objects.alive().filter(refreshed_at__gt=timezone.now() - REFRESH_GRACE)
    return recent.filter(pk=session.pk, previous_refresh_token_id=token_id).exists()


def _tokens_of(session: LoginSession) -> SignedIn:
    seconds = settings.LANGFLOW.ACCESS_TOKEN_SECONDS
    refresh_token = _token_of(session, session.refresh_token_id)
    return SignedIn(
        user=session.user,
        access_token=_access_token(session, timezone.now() + timedelta(seconds=seconds)),
        access_seconds=seconds,
        refresh_token=tokens.sign(refresh_token, kind=TokenKind.REFRESH, expires_at=session.expires_at),
    )


def _access_token(session: LoginSession, expires_at: datetime) -> str:
    return tokens.sign(_token_of(session, uuid.uuid4()), kind=TokenKind.ACCESS, expires_at=expires_at)


def _token_of(session: LoginSession, token_id: uuid.UUID) -> Token:
    return Token(user_id=session.user_id, session_id=session.pk, token_id=token_id)


def _read_refresh_token(text: str) -> Token:
    try:
        return tokens.read(text, kind=TokenKind.REFRESH)
    except InvalidToken:
        raise InvalidRefreshToken from None


def _refresh_lifetime() -> timedelta:
    return timedelta(seconds=settings.LANGFLOW.REFRESH_TOKEN_SECONDS)
