"""The cookies of a browser that is signed in."""

from django.conf import settings
from django.http import HttpResponseBase

from accounts.credentials import ACCESS_COOKIE, API_KEY_COOKIE, REFRESH_COOKIE
from accounts.services.sessions import SignedIn


def set_cookies(response: HttpResponseBase, signed_in: SignedIn, *, is_secure: bool) -> None:
    """Give the browser its tokens. The editor reads the access cookie itself; the refresh cookie no script sees."""
    options = settings.LANGFLOW
    if signed_in.refresh_token:
        response.set_cookie(
            REFRESH_COOKIE,
            signed_in.refresh_token,
            max_age=options.REFRESH_TOKEN_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=options.REFRESH_COOKIE_SECURE or is_secure,
        )
    response.set_cookie(
        ACCESS_COOKIE,
        signed_in.access_token,
        max_age=signed_in.access_seconds,
        samesite="Lax",
        secure=options.ACCESS_COOKIE_SECURE or is_secure,
    )


def set_store_cookie(response: HttpResponseBase, *, is_secure: bool) -> None:
    """The editor looks for this name; the key itself stays on the server."""
    secure = settings.LANGFLOW.ACCESS_COOKIE_SECURE or is_secure
    response.set_cookie(API_KEY_COOKIE, "", samesite="Lax", secure=secure)


def delete_cookies(response: HttpResponseBase) -> None:
    for name in (REFRESH_COOKIE, ACCESS_COOKIE, API_KEY_COOKIE):
        response.delete_cookie(name, samesite="Lax")
