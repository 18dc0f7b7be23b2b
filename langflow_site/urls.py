"""Every route of the server. Each app and slice lists its own with full paths."""

from importlib.util import find_spec

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularSwaggerView

from langflow_site import views
from langflow_site.common.paths import both_slashes

SLICES = (
    "execution.runs.urls",
    "execution.builds.urls",
    "execution.webhooks.urls",
    "execution.workflows.urls",
    "execution.openai_responses.urls",
    "accounts.urls",
    "projects.urls",
    "flows.urls",
    "flows.store.urls",
    "files.urls",
    "monitor.urls",
    "execution.knowledge.urls",
    "files.knowledge.urls",
    "execution.catalogue.urls",
    "execution.mcp.urls",
    "execution.assistant.urls",
    "execution.voice.urls",
)
"""Patterns are tried in this order, so the hottest routes come first."""

urlpatterns: list[URLPattern | URLResolver] = [
    *(path("", include(urls)) for urls in SLICES if find_spec(urls)),
    path("health", views.HealthView.as_view(), name="health"),
    path("health_check", views.HealthCheckView.as_view(), name="health_check"),
    *both_slashes("api/v1/version", views.VersionView.as_view(), name="version"),
    *both_slashes("api/v1/config", views.ConfigView.as_view(), name="config"),
    path("openapi.json", views.OpenApiView.as_view(), name="openapi"),
    path("docs", SpectacularSwaggerView.as_view(url_name="openapi", http_method_names=["get", "head"]), name="docs"),
    path("static/<path:path>", views.static_file, name="static"),
    path("admin/", admin.site.urls),
    # Last: it takes every address outside of the API.
    *([path("", include("langflow_site.frontend"))] if settings.LANGFLOW.FRONTEND_PATH else []),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
