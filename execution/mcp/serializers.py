"""Wire shapes of MCP servers."""

from typing import Annotated, Any

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
    command = serializers.CharField(required=False)
    args = serializers.ListField(child=serializers.CharField(), required=False)
    env = serializers.DictField(child=serializers.CharField(), required=False)
    headers = serializers.DictField(child=serializers.CharField(), required=False)
    url = serializers.CharField(required=False)


class ListedServerSerializer(serializers.Serializer[dict[str, Any]]):
    name = serializers.CharField()
    mode = serializers.ChoiceField(["stdio", "streamable_http", "sse"], allow_null=True)
    toolsCount = serializers.IntegerField(allow_null=True)  # noqa: N815 - the wire's word
    error = serializers.CharField(required=False)
