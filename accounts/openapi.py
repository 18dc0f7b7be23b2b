"""How the OpenAPI document describes the credentials."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension

from accounts.credentials import ACCESS_COOKIE, API_KEY_NAME

SCHEMES: dict[str, dict[str, Any]] = {
    "apiKeyHeader": {"type": "apiKey", "in": "header", "name": API_KEY_NAME},
    "apiKeyQuery": {"type": "apiKey", "in": "query", "name": API_KEY_NAME},
    "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": ACCESS_COOKIE},
}


class LangflowScheme(OpenApiAuthenticationExtension):
    """Any one of the credentials will do."""

    target_class = "accounts.authentication.LangflowAuthentication"
    name = list(SCHEMES)
    accepted = tuple(SCHEMES)

    def get_security_requirement(self, auto_schema: Any) -> list[dict[str, list[Any]]]:
        return [{name: []} for name in self.accepted]

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, Any]]:
        return [SCHEMES[name] for name in self.name]


class OptionalScheme(LangflowScheme):
    target_class = "accounts.authentication.OptionalAuthentication"
    name: list[str] = []  # drf-spectacular wants each scheme defined by one class only


class ApiKeyScheme(LangflowScheme):
    """Routes for programs take API keys only."""

    target_class = "accounts.authentication.ApiKeyAuthentication"
    name: list[str] = []
    accepted = ("apiKeyHeader", "apiKeyQuery")


class ProgramScheme(LangflowScheme):
    target_class = "accounts.authentication.ProgramAuthentication"
    name: list[str] = []


class AdminSessionScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.authentication.AdminSessionAuthentication"
    name = "adminSession"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
