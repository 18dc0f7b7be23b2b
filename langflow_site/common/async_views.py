"""The base of async views: hot, long and streaming routes that shall not pay for a thread or for DRF.

A handler reads the request with common/requests.py, asks a service, answers. Errors become responses here, by the
handler that DRF uses too, so both kinds of view answer alike.
"""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from langflow_site.common.error_handler import as_response, method_refused
from langflow_site.common.models import dumps

Handler = Callable[..., Awaitable[HttpResponseBase]]

STREAM_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
"""For answers that come piece by piece: no cache keeps them, and nginx hands each piece on at once."""


@method_decorator(csrf_exempt, name="dispatch")  # accounts/same_origin.py guards what cookies authenticate
class AsyncView(View):
    """Give `async def get`, `post`, ...; raise a ServerError for everything that is not the good answer."""

    view_is_async = True

    # The base class promises answers; where handlers are async it returns awaitables too, which its annotations omit.
    async def dispatch(  # type: ignore[override]
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        try:
            return await self._handler_of(request)(request, *args, **kwargs)
        except Exception as error:  # noqa: BLE001 - the edge: whatever it is, the caller gets a JSON answer
            return self.refusal(error)

    def refusal(self, error: Exception) -> HttpResponse:
        """Return the answer to an error; a family whose clients expect another form overrides it."""
        return as_response(error)

    def _handler_of(self, request: HttpRequest) -> Handler:
        method = (request.method or "").lower()
        handler = getattr(self, method, None) if method in self.http_method_names else None
        return handler or self.http_method_not_allowed

    async def http_method_not_allowed(  # type: ignore[override]
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        response = as_response(method_refused(request.method or ""))
        response.headers["Allow"] = self._allowed()
        return response

    async def options(  # type: ignore[override]
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        return HttpResponse(headers={"Allow": self._allowed()})

    def _allowed(self) -> str:
        return ", ".join(name.upper() for name in self.http_method_names if hasattr(self, name))


def json_response(body: Any, *, status: int = HTTPStatus.OK) -> HttpResponse:
    """Answer with any JSON value, encoded as everywhere else."""
    return HttpResponse(dumps(body), status=status, content_type="application/json")
