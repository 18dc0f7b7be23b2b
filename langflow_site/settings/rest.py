"""Django REST framework and the OpenAPI document."""

from langflow_site.settings import langflow

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.LangflowAuthentication",
        "accounts.authentication.AdminSessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.permissions.IsSignedIn"],
    "DEFAULT_RENDERER_CLASSES": ["langflow_site.common.renderers.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "langflow_site.common.parsers.NoForm",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "langflow_site.common.negotiation.OneForm",
    "DEFAULT_SCHEMA_CLASS": "langflow_site.operation_schema.OperationSchema",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "EXCEPTION_HANDLER": "langflow_site.common.error_handler.handle",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Langflow-compatible server",
    "DESCRIPTION": "Langflow's HTTP API on Django.",
    "VERSION": "1.8.4",
    "DEFAULT_GENERATOR_CLASS": "langflow_site.openapi.SchemaGenerator",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",  # the docs page loads nothing from other hosts
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "OAS_VERSION": "3.1.0",  # request shapes come from pydantic, which writes 3.1
    "SCHEMA_PATH_PREFIX": r"/api/v[0-9]",
}

DATA_UPLOAD_MAX_MEMORY_SIZE = min(langflow.MAX_BODY_SIZE_MB * 1024 * 1024, langflow.UPLOAD_MAX_BYTES)
