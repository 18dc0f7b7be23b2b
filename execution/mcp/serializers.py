"""Wire shapes of MCP."""

import uuid
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter
from rest_framework import serializers

from langflow_site.common.requests import STORABLE, RequestBody, RequestQuery, Text, validated

_NAME: TypeAdapter[str] = TypeAdapter(Annotated[str, Field(max_length=255), STORABLE])


def server_name_in(path: str) -> str:
    """Return the path parameter, or raise RequestInvalid."""
    return validated(_NAME, path, within=("path", "server_name"))


class ServerConfig(RequestBody):
    """How to reach a server: a command or a URL. What other programs write into it is kept."""

    model_config = ConfigDict(extra="allow")

    command: Text | None = None
    args: list[Text] | None = None
    env: dict[Text, Text] | None = None
    headers: dict[Text, Text] | None = None
    url: Text | None = None

    def sent(self) -> dict[str, Any]:
        """Return what was sent."""
        return self.model_dump(exclude_unset=True)


class ServersQuery(RequestQuery):
    action_count: bool | None = None


class ServerConfigSerializer(serializers.Serializer[dict[str, Any]]):
    command = serializers.CharField(required=False, allow_null=True)
    args = serializers.ListField(child=serializers.CharField(), required=False, allow_null=True)
    env = serializers.DictField(child=serializers.CharField(), required=False, allow_null=True)
    headers = serializers.DictField(child=serializers.CharField(), required=False, allow_null=True)
    url = serializers.CharField(required=False, allow_null=True)


class ListedServerSerializer(serializers.Serializer[dict[str, Any]]):
    name = serializers.CharField()
    mode = serializers.ChoiceField(["stdio", "streamable_http", "sse"], allow_null=True)
    toolsCount = serializers.IntegerField(allow_null=True)  # noqa: N815 - the wire's word
    error = serializers.CharField(required=False)


class AuthSettings(RequestBody):
    """How MCP clients sign in to a project."""

    auth_type: Literal["none", "apikey", "oauth"] = "none"
    oauth_host: Text | None = None
    oauth_port: Text | None = None
    oauth_server_url: Text | None = None
    oauth_callback_path: Text | None = None
    oauth_callback_url: Text | None = None
    oauth_client_id: Text | None = None
    oauth_client_secret: Text | None = None
    oauth_auth_url: Text | None = None
    oauth_token_url: Text | None = None
    oauth_mcp_scope: Text | None = None
    oauth_provider_scope: Text | None = None


class ToolSettings(RequestBody):
    """What a flow is as a tool."""

    id: uuid.UUID
    mcp_enabled: bool | None = None
    action_name: Annotated[str, Field(max_length=1024), STORABLE] | None = None
    action_description: Text | None = None


class ProjectChanges(RequestBody):
    settings: list[ToolSettings]
    auth_settings: AuthSettings | None = None


class ProjectToolsQuery(RequestQuery):
    mcp_enabled: bool = True
    """Only flows that are tools; else all flows of the project."""


class Installation(RequestBody):
    client: Text
    transport: Literal["sse", "streamablehttp"] | None = None


class ProjectToolSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    mcp_enabled = serializers.BooleanField()
    action_name = serializers.CharField()
    action_description = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()


class ProjectToolsSerializer(serializers.Serializer[Any]):
    tools = ProjectToolSerializer(many=True)
    auth_settings = serializers.SerializerMethodField()

    def get_auth_settings(self, found: dict[str, Any]) -> dict[str, Any] | None:
        """Return every setting, also those that nobody made."""
        settings = found["auth_settings"]
        return None if settings is None else {**AuthSettings().model_dump(), **settings}


class McpClientSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    installed = serializers.BooleanField()
    available = serializers.BooleanField()


class ComposerSerializer(serializers.Serializer[Any]):
    project_id = serializers.CharField()
    uses_composer = serializers.BooleanField()
    streamable_http_url = serializers.CharField(allow_null=True)
    legacy_sse_url = serializers.CharField(allow_null=True)
    error_message = serializers.CharField(allow_null=True)
