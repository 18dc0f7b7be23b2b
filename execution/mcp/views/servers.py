"""The routes of the MCP servers that a user's flows use."""

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema

from accounts.authentication import LangflowAuthentication, caller_of
from accounts.credentials import Credentials
from accounts.models import User
from execution.mcp import secrets, selectors, services
from execution.mcp.serializers import (
    ListedServerSerializer,
    ServerConfig,
    ServerConfigSerializer,
    ServersQuery,
    server_name_in,
)
from execution.runtime.mcp import connections
from langflow_site.common.async_views import AsyncView, json_response
from langflow_site.common.database import in_database
from langflow_site.common.openapi import query_parameters, refusals
from langflow_site.common.requests import json_body

CONFIG_OR_NULL = {"anyOf": [{"$ref": "#/components/schemas/ServerConfig"}, {"type": "null"}]}


class ServersView(AsyncView):
    """The caller's MCP servers."""

    authentication_classes = (LangflowAuthentication,)

    @extend_schema(
        operation_id="list_mcp_servers",
        parameters=query_parameters(ServersQuery),
        responses=ListedServerSerializer(many=True),
    )
    async def get(self, request: HttpRequest) -> HttpResponse:
        """List your MCP servers. With `action_count` each is asked for its tools, which takes a while."""
        user = await _user_of(request)
        query = ServersQuery.parse(request.GET)
        names = await in_database(selectors.server_names, user)
        if query.action_count:
            return json_response(await services.listed_with_tools(user.pk, names))
        return json_response([services.listed(name) for name in names])


class ServerView(AsyncView):
    """One of the caller's MCP servers. Secrets among its settings stay on the server."""

    authentication_classes = (LangflowAuthentication,)

    @extend_schema(operation_id="get_mcp_server", responses={(200, "application/json"): CONFIG_OR_NULL})
    async def get(self, request: HttpRequest, server_name: str) -> HttpResponse:
        """Show how the server is reached; null where you have no such server."""
        user = await _user_of(request)
        return json_response(await in_database(selectors.shown_config, user, server_name_in(server_name)))

    @extend_schema(
        operation_id="add_mcp_server", request=ServerConfig, responses={200: ServerConfigSerializer, **refusals(409)}
    )
    async def post(self, request: HttpRequest, server_name: str) -> HttpResponse:
        """Add a server under a name of yours that is free."""
        user = await _user_of(request)
        name, config = server_name_in(server_name), ServerConfig.parse(json_body(request))
        server = await in_database(services.add_server, user=user, name=name, config=config.sent())
        return json_response(secrets.shown(server.config))

    @extend_schema(operation_id="put_mcp_server", request=ServerConfig, responses=ServerConfigSerializer)
    async def patch(self, request: HttpRequest, server_name: str) -> HttpResponse:
        """Replace how the server is reached, or add it. A masked value stands for the one that is stored."""
        user = await _user_of(request)
        name, config = server_name_in(server_name), ServerConfig.parse(json_body(request))
        server = await in_database(services.put_server, user=user, name=name, config=config.sent())
        await connections().end_of(user.pk, name)
        return json_response(secrets.shown(server.config))

    @extend_schema(operation_id="delete_mcp_server", responses={(200, "application/json"): {"type": "null"}})
    async def delete(self, request: HttpRequest, server_name: str) -> HttpResponse:
        """Remove a server; its connections are closed."""
        user, name = await _user_of(request), server_name_in(server_name)
        await in_database(services.delete_server, user=user, name=name)
        await connections().end_of(user.pk, name)
        return json_response(None)


async def _user_of(request: HttpRequest) -> User:
    return (await in_database(caller_of, Credentials.of_request(request))).user
