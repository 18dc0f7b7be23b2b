"""What surrounds every request.

Django's session, CSRF, sign-in and message middleware serve its admin. In front of an async view each of them costs
two changes of thread, which is more than a whole run; so only requests that need them pass through them.
"""

from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.csrf import CsrfViewMiddleware

from langflow_site.common.error_handler import as_response
from langflow_site.common.errors import ServerError

Handler = Callable[[HttpRequest], Any]

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class KnownHosts:
    """Refuse requests for a host name that is not ours, on every route and not only where Django needs the name.

    A page of another site can let its own name lead to this machine and then reads our answers as its own: without
    this rule, auto login on loopback would be open to every page that its user visits.
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        try:
            request.get_host()
        except DisallowedHost:
            return self._later_refused() if self.is_async else _refused()
        return self.get_response(request)

    async def _later_refused(self) -> HttpResponse:
        return _refused()


def _refused() -> HttpResponse:
    return as_response(HostUnknown())


class HostUnknown(ServerError):
    """The request is for another host: it was led here."""

    status_code = 400
    code = "host_unknown"
    message = "This server does not answer for that host name. The operator can add it to LANGFLOW_ALLOWED_HOSTS."


class CommonHeaders:
    """Add the headers of Django's SecurityMiddleware and CommonMiddleware without their changes of thread."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        return self._later(request) if self.is_async else _with_headers(self.get_response(request))

    async def _later(self, request: HttpRequest) -> HttpResponseBase:
        return _with_headers(await self.get_response(request))


def _with_headers(response: HttpResponseBase) -> HttpResponseBase:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    if isinstance(response, HttpResponse):
        response.headers.setdefault("Content-Length", str(len(response.content)))
    return response


class SessionsWhereNeeded:
    """Send the admin's requests, and those with its session cookie, through Django's own middleware."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Handler) -> None:
        self.without_session = get_response
        self.csrf = CsrfViewMiddleware(
            AuthenticationMiddleware(MessageMiddleware(XFrameOptionsMiddleware(get_response)))
        )
        self.with_session: Handler = SessionMiddleware(self.csrf)
        is_async = iscoroutinefunction(get_response)
        if is_async:
            markcoroutinefunction(self)
        # Django asks for it by this name, and in async mode would run a sync one on a thread.
        self.process_view: Callable[..., Any] = self._check_csrf_later if is_async else self._check_csrf

    def __call__(self, request: HttpRequest) -> Any:
        return (self.with_session if needs_session(request) else self.without_session)(request)

    def _check_csrf(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        return self.csrf.process_view(request, view, args, kwargs) if needs_session(request) else None

    async def _check_csrf_later(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        return self._check_csrf(request, view, args, kwargs)


def needs_session(request: HttpRequest) -> bool:
    return request.path.startswith("/admin/") or settings.SESSION_COOKIE_NAME in request.COOKIES
