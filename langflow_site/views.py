"""What the server says about itself, and its answers to paths that it does not know."""

import functools
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.views import serve
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import OptionalAuthentication
from langflow_site.common import outbound_sockets
from langflow_site.openapi import SchemaGenerator
from langflow_site.serializers import (
    ConfigSerializer,
    HealthCheckSerializer,
    HealthSerializer,
    VersionSerializer,
)

API_VERSION = "1.8.4"
"""The release of the reference whose API this server answers; clients compare it."""

PACKAGE = "Langflow"
"""Whose API that is; clients compare this, too."""


class OpenView(APIView):
    """A route that needs no credential. `tests/test_architecture.py` lists them all."""

    permission_classes = (AllowAny,)


class HealthView(OpenView):
    """Is the process there? Asked often, so it touches nothing else."""

    authentication_classes = ()

    @extend_schema(operation_id="health", responses=HealthSerializer)
    def get(self, request: Request) -> Response:
        return Response({"status": "ok"})


class HealthCheckView(OpenView):
    """Do the parts work? Editors show "server down" unless every value is "ok"."""

    authentication_classes = ()

    @extend_schema(operation_id="health_check", responses={200: HealthCheckSerializer, 500: HealthCheckSerializer})
    def get(self, request: Request) -> Response:
        parts = {"chat": _cache_health(), "db": _database_health()}
        is_healthy = all(value == "ok" for value in parts.values())
        return Response({"status": "ok" if is_healthy else "nok", **parts}, status=200 if is_healthy else 500)


def _cache_health() -> str:
    cache.set("health_check", "ok", timeout=10)
    return "ok" if cache.get("health_check") == "ok" else "error"


def _database_health() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "error"
    return "ok"


class VersionView(OpenView):
    authentication_classes = ()

    @extend_schema(operation_id="version", responses=VersionSerializer)
    def get(self, request: Request) -> Response:
        return Response({"version": API_VERSION, "main_version": API_VERSION, "package": PACKAGE})


class ConfigView(OpenView):
    """What an editor needs to know: little before the sign-in, the rest after it."""

    authentication_classes = (OptionalAuthentication,)

    @extend_schema(operation_id="config", responses=ConfigSerializer)
    def get(self, request: Request) -> Response:
        config = _public_config()
        return Response({**config, **_full_config()} if request.user.is_authenticated else config)


def _public_config() -> dict[str, Any]:
    options = settings.LANGFLOW
    return {
        "max_file_size_upload": options.MAX_FILE_SIZE_UPLOAD_MB,
        "event_delivery": options.EVENT_DELIVERY,
        "voice_mode_available": outbound_sockets.are_available(),
        "frontend_timeout": options.FRONTEND_TIMEOUT_SECONDS,
        "type": "public",
    }


def _full_config() -> dict[str, Any]:
    options = settings.LANGFLOW
    return {
        "type": "full",
        "feature_flags": {"mvp_components": False},
        "serialization_max_items_length": options.MAX_ITEMS_LENGTH,
        "serialization_max_text_length": options.MAX_TEXT_LENGTH,
        "auto_saving": options.AUTO_SAVING,
        "auto_saving_interval": options.AUTO_SAVING_INTERVAL_MS,
        "health_check_max_retries": options.HEALTH_CHECK_MAX_RETRIES,
        "webhook_polling_interval": options.WEBHOOK_POLLING_INTERVAL_MS,
        "public_flow_cleanup_interval": options.PUBLIC_FLOW_CLEANUP_INTERVAL_SECONDS,
        "public_flow_expiration": options.PUBLIC_FLOW_EXPIRATION_SECONDS,
        "webhook_auth_enable": bool(options.WEBHOOK_AUTH_ENABLE),
        "default_folder_name": options.DEFAULT_PROJECT_NAME,
        "hide_getting_started_progress": options.HIDE_GETTING_STARTED_PROGRESS,
    }


class OpenApiView(OpenView):
    authentication_classes = ()

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response(_openapi_document())


@functools.cache
def _openapi_document() -> Any:
    """The document is the same for everyone, so it is made once."""
    return SchemaGenerator().get_schema(public=True)


def static_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """Files of the admin and the docs page. A proxy in front may serve them instead (`manage.py collectstatic`)."""
    return serve(request, path, insecure=True)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for paths that no route matches. The reference gives other methods than GET a 405."""
    if request.method not in {"GET", "HEAD"}:
        return JsonResponse({"detail": "Method Not Allowed"}, status=405)
    return JsonResponse({"detail": "Not Found"}, status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return JsonResponse({"detail": "Bad Request"}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return JsonResponse({"detail": "Forbidden"}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django has logged the error; callers learn only that it was not theirs."""
    return JsonResponse({"message": "The server failed; its log has the details."}, status=500)
