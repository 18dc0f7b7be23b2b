"""The one place where an error becomes a response.

`as_response` serves async views and middleware, `handle` is DRF's hook; both build the same bodies:
`{"detail": ...}` for what the caller can act on, `{"message": ..., "error_id": ...}` for a failure of ours.
"""

import logging
import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.http.multipartparser import MultiPartParserError
from rest_framework import exceptions as rest
from rest_framework.response import Response

from langflow_site.common.errors import BodyTooLarge, DatabaseUnavailable, ServerError, ValueNotStorable
from langflow_site.common.models import dumps

logger = logging.getLogger(__name__)

LIMIT_EXCEEDED = "54"
"""PostgreSQL's class of errors for what is too much, such as an indexed text of several kilobytes."""


def handle(error: Exception, context: dict[str, Any]) -> Response:
    """DRF's exception hook."""
    if isinstance(error, rest.MethodNotAllowed):
        error = method_refused(context["request"].method)
    status, body, headers = described(error)
    return Response(body, status=status, headers=headers)


def as_response(error: Exception) -> HttpResponse:
    """The same answer outside DRF."""
    status, body, headers = described(error)
    return HttpResponse(dumps(body), status=status, headers=headers, content_type="application/json")


def method_refused(method: str) -> rest.APIException:
    """Return the error for a method that the path does not take. Readers find nothing there, as clients know it."""
    return rest.NotFound() if method in {"GET", "HEAD"} else rest.MethodNotAllowed(method)


def described(error: Exception) -> tuple[int, Any, dict[str, str]]:
    """Return status, body and headers for any error."""
    match error:
        case ServerError():
            return error.status_code, error.body, dict(error.headers)
        case rest.Throttled():
            seconds = getattr(error, "wait", None) or 1
            return 429, {"detail": "Too many requests. Try again later."}, {"Retry-After": str(int(seconds))}
        case rest.MethodNotAllowed():
            return 405, {"detail": "Method Not Allowed"}, {}
        case rest.NotFound() | Http404():
            return 404, {"detail": "Not Found"}, {}
        case rest.APIException(status_code=status, detail=detail):
            return status, {"detail": detail if isinstance(detail, list | dict) else str(detail)}, {}
        case PermissionDenied():
            return 403, {"detail": str(error) or "Permission denied"}, {}
        case RequestDataTooBig():
            return described(BodyTooLarge(bytes=settings.DATA_UPLOAD_MAX_MEMORY_SIZE, option="LANGFLOW_MAX_BODY_SIZE"))
        case SuspiciousOperation() | BadRequest() | MultiPartParserError():
            return 400, {"detail": str(error) or "Bad Request"}, {}
        case _:
            return _failure(error)


def _failure(error: Exception) -> tuple[int, Any, dict[str, str]]:
    """An error nobody foresaw. Values that no database takes, and a database that is away, are not ours."""
    if isinstance(error, DataError) or str(getattr(error.__cause__, "sqlstate", "")).startswith(LIMIT_EXCEEDED):
        return described(ValueNotStorable())
    if isinstance(error, OperationalError | InterfaceError):
        logger.error("The database does not answer: %s", error)
        return described(DatabaseUnavailable())
    return _failure_of_ours(error)


def _failure_of_ours(error: Exception) -> tuple[int, Any, dict[str, str]]:
    """The log gets everything, the caller an id to ask about."""
    error_id = uuid.uuid4().hex[:12]
    logger.error("Unhandled error %s", error_id, exc_info=error)
    return 500, {"message": f"The server failed; its log has the details under {error_id}.", "error_id": error_id}, {}
