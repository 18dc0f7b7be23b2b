"""How the OpenAPI document describes the credentials."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from accounts.credentials import ACCESS_COOKIE, API_KEY_NAME

API_KEY_HEADER = {"type": "apiKey", "in": "header", "name": API_KEY_NAME}
API_KEY_QUERY = {"type": "apiKey", "in": "query", "name": API_KEY_NAME}


class LangflowScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.authentication.LangflowAuthentication"
    name = ["bearer", "cookie", "apiKeyHeader", "apiKeyQuery"]

    def get_security_requirement(self, auto_schema: Any) -> list[dict[str, list[Any]]]:
        """Any one of them will do."""
        return [{name: []} for name in self.name]

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, Any]]:
        return [
            {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
            {"type": "apiKey", "in": "cookie", "name": ACCESS_COOKIE},
            API_KEY_HEADER,
            API_KEY_QUERY,
        ]


class ApiKeyScheme(LangflowScheme):
    target_class = "accounts.authentication.ApiKeyAuthentication"
    name = ["apiKeyHeader", "apiKeyQuery"]

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, Any]]:
        return [API_KEY_HEADER, API_KEY_QUERY]


class AdminSessionScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.authentication.AdminSessionAuthentication"
    name = "adminSession"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
