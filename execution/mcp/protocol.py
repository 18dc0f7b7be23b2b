"""The official SDK's server over its transports. It enters here and nowhere else; import this on first use.

Streamable HTTP keeps nothing between requests, so any process answers any of them. SSE, the older transport, keeps a
session in the process that opened it.
"""

from collections.abc import Mapping
from typing import Any
from weakref import WeakValueDictionary

from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.auth.provider import AccessToken
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import NotificationOptions, Server
from mcp.server.sse import SseServerTransport
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ListPromptsResult,
    ListResourcesResult,
    ListToolsResult,
    PaginatedRequestParams,
    ServerCapabilities,
    TextContent,
    Tool,
)

from execution.mcp.audiences import Audience
from execution.mcp.calling import call_tool, offered_tools
from langflow_site.common.asgi_bridge import Application, Receive, Scope, Send

GLOBAL_NAME = "langflow-mcp-server"
PROJECT_NAME = "langflow-mcp-project-{project_id}"
VERSION = "1"

Context = ServerRequestContext[Any]


def server_for(audience: Audience, variables: Mapping[str, str]) -> Server[Any]:
    """Return a server whose tools are the flows of that audience."""
    answers = _Answers(audience, variables)
    return _FlowServer(
        PROJECT_NAME.format(project_id=audience.project_id) if audience.project_id else GLOBAL_NAME,
        version=VERSION,
        on_list_tools=answers.list_tools,
        on_call_tool=answers.call_tool,
        on_list_prompts=answers.list_prompts,
        on_list_resources=answers.list_resources,
    )


class _FlowServer(Server[Any]):
    """Clients of earlier releases find a key for experimental capabilities, though there are none."""

    def get_capabilities(
        self,
        notification_options: NotificationOptions | None = None,
        experimental_capabilities: dict[str, dict[str, Any]] | None = None,
        extensions: dict[str, dict[str, Any]] | None = None,
        *,
        protocol_version: str | None = None,
    ) -> ServerCapabilities:
        return super().get_capabilities(
            notification_options, experimental_capabilities or {}, extensions, protocol_version=protocol_version
        )


class _Answers:
    """What the server answers to one audience."""

    def __init__(self, audience: Audience, variables: Mapping[str, str]) -> None:
        self._audience = audience
        self._variables = variables

    async def list_tools(self, _context: Context, _params: PaginatedRequestParams | None) -> ListToolsResult:
        tools = [
            Tool(name=tool.name, description=tool.description, input_schema=tool.parameters)
            for tool in await offered_tools(self._audience)
        ]
        return ListToolsResult(tools=tools)

    async def call_tool(self, _context: Context, params: CallToolRequestParams) -> CallToolResult:
        answer = await call_tool(self._audience, params.name, params.arguments or {}, self._variables)
        return CallToolResult(content=[TextContent(text=text) for text in answer.texts], is_error=answer.is_error)

    async def list_prompts(self, _context: Context, _params: PaginatedRequestParams | None) -> ListPromptsResult:
        return ListPromptsResult(prompts=[])  # flows have none; clients ask all the same

    async def list_resources(self, _context: Context, _params: PaginatedRequestParams | None) -> ListResourcesResult:
        return ListResourcesResult(resources=[])


def streamable(server: Server[Any]) -> Application:
    """Return the application that answers one request."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        manager = StreamableHTTPSessionManager(server, stateless=True)
        async with manager.run():
            await manager.handle_request(scope, receive, send)

    return application


def sse(server: Server[Any], audience: Audience, endpoint: str) -> Application:
    """Return the application that opens a session; its messages are to be posted to the endpoint."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        transport = _sse_at(endpoint)
        async with transport.connect_sse(_signed(scope, audience), receive, send) as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    return application


def sse_message(audience: Audience, endpoint: str) -> Application:
    """Return the application that takes a message of an open session. Sessions belong to who opened them."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        await _sse_at(endpoint).handle_post_message(_signed(scope, audience), receive, send)

    return application


_SSE: WeakValueDictionary[str, SseServerTransport] = WeakValueDictionary()
"""By endpoint; each is held by its open sessions."""


def _sse_at(endpoint: str) -> SseServerTransport:
    transport = _SSE.get(endpoint)
    if transport is None:
        transport = _SSE[endpoint] = SseServerTransport(endpoint)
    return transport


def _signed(scope: Scope, audience: Audience) -> Scope:
    """Return the scope with the caller in the form in which the SDK compares who owns a session."""
    if audience.caller_id is None:
        return scope
    token = AccessToken(token="", client_id=str(audience.caller_id), scopes=[])
    return {**scope, "user": AuthenticatedUser(token)}
