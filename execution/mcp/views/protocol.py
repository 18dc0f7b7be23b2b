"""The protocol's own routes: all flows of the caller, and the flows of one project, as tools over two transports."""

import importlib
import uuid
from http import HTTPStatus
from typing import Any, NoReturn

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema

from accounts.authentication import ProgramAuthentication
from accounts.credentials import Credentials
from execution.components.optional_import import optional_import
from execution.engine.values.errors import ExtraNotInstalled
from execution.mcp.audiences import Audience, own_audience, project_audience
from execution.mcp.errors import McpNotInstalled, NothingToListenTo, StreamNotAccepted
from execution.runtime.variables import variables_of_request
from langflow_site.common.asgi_bridge import answer_by
from langflow_site.common.async_views import AsyncView
from langflow_site.common.database import in_database
from langflow_site.common.openapi import refusals
from langflow_site.common.requests import path_uuid

GLOBAL = "/api/v1/mcp/"
EVENT_STREAM = "text/event-stream"
ANSWER: dict[Any, Any] = {
    (200, "application/json"): OpenApiTypes.OBJECT,
    (200, EVENT_STREAM): str,
    202: None,
    400: OpenApiTypes.OBJECT,
    406: OpenApiTypes.OBJECT,
}
NOTHING_TO_LISTEN_TO: dict[Any, Any] = {405: OpenApiTypes.OBJECT, **refusals(406)}
SESSION = {(200, EVENT_STREAM): str}


class McpView(AsyncView):
    """A route of the protocol. HEAD tells clients that the transport is there, whoever asks."""

    authentication_classes = (ProgramAuthentication,)

    async def head(self, request: HttpRequest, **parameters: str) -> HttpResponse:
        response = HttpResponse(status=HTTPStatus.OK)
        del response.headers["Content-Type"]
        return response

    async def audience(self, request: HttpRequest, project_id: str | None) -> Audience:
        credentials = Credentials.of_request(request)
        if project_id is None:
            return await in_database(own_audience, credentials)
        address = str(request.META.get("REMOTE_ADDR") or "")
        return await in_database(project_audience, credentials, path_uuid(project_id, "project_id"), address=address)

    async def exchange(self, request: HttpRequest, project_id: str | None = None) -> HttpResponseBase:
        """Answer a request of streamable HTTP."""
        audience = await self.audience(request, project_id)
        protocol = _protocol()
        server = protocol.server_for(audience, variables_of_request(request))
        return await answer_by(protocol.streamable(server), request)

    async def refusal_to_listen(self, request: HttpRequest, project_id: str | None = None) -> NoReturn:
        """Refuse a stream of streamable HTTP that would stay empty for ever."""
        await self.audience(request, project_id)
        if EVENT_STREAM not in request.headers.get("Accept", ""):
            raise StreamNotAccepted
        raise NothingToListenTo

    async def session(self, request: HttpRequest, project_id: str | None = None) -> HttpResponseBase:
        """Open a session of the older transport."""
        audience = await self.audience(request, project_id)
        protocol = _protocol()
        server = protocol.server_for(audience, variables_of_request(request))
        return await answer_by(protocol.sse(server, audience, _endpoint(project_id)), request)

    async def message(self, request: HttpRequest, project_id: str | None = None) -> HttpResponseBase:
        """Hand a message to an open session of the older transport."""
        audience = await self.audience(request, project_id)
        return await answer_by(_protocol().sse_message(audience, _endpoint(project_id)), request)


class StreamableView(McpView):
    """All flows of the caller by streamable HTTP. Each request stands alone: there are no sessions to end."""

    @extend_schema(operation_id="mcp_streamable", request=OpenApiTypes.OBJECT, responses=ANSWER)
    async def post(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a message of the protocol."""
        return await self.exchange(request)

    @extend_schema(operation_id="mcp_streamable_listen", responses=NOTHING_TO_LISTEN_TO)
    async def get(self, request: HttpRequest) -> HttpResponseBase:
        """Listen to what the server says by itself: nothing, which clients learn by 405."""
        return await self.refusal_to_listen(request)

    @extend_schema(operation_id="mcp_streamable_end", responses={405: OpenApiTypes.OBJECT})
    async def delete(self, request: HttpRequest) -> HttpResponseBase:
        """End a session; there are none."""
        return await self.exchange(request)


class ProjectStreamableView(McpView):
    """The flows of a project by streamable HTTP."""

    @extend_schema(operation_id="mcp_project_streamable", request=OpenApiTypes.OBJECT, responses=ANSWER)
    async def post(self, request: HttpRequest, project_id: str) -> HttpResponseBase:
        """Answer a message of the protocol."""
        return await self.exchange(request, project_id)

    @extend_schema(operation_id="mcp_project_streamable_listen", responses=NOTHING_TO_LISTEN_TO)
    async def get(self, request: HttpRequest, project_id: str) -> HttpResponseBase:
        """Listen to what the server says by itself: nothing, which clients learn by 405."""
        return await self.refusal_to_listen(request, project_id)

    @extend_schema(operation_id="mcp_project_streamable_end", responses={405: OpenApiTypes.OBJECT})
    async def delete(self, request: HttpRequest, project_id: str) -> HttpResponseBase:
        """End a session; there are none."""
        return await self.exchange(request, project_id)


class SseView(McpView):
    """All flows of the caller by the older transport, a stream of server-sent events."""

    @extend_schema(operation_id="mcp_sse", responses=SESSION)
    async def get(self, request: HttpRequest) -> HttpResponseBase:
        """Open a session; its first event says where to post messages."""
        return await self.session(request)


class ProjectSseView(McpView):
    """The flows of a project by the older transport."""

    @extend_schema(operation_id="mcp_project_sse", responses=SESSION)
    async def get(self, request: HttpRequest, project_id: str) -> HttpResponseBase:
        """Open a session; its first event says where to post messages."""
        return await self.session(request, project_id)


class SseMessageView(McpView):
    """Messages to a session of the older transport."""

    http_method_names = ["post", "options"]

    @extend_schema(operation_id="mcp_sse_message", request=OpenApiTypes.OBJECT, responses={202: None})
    async def post(self, request: HttpRequest) -> HttpResponseBase:
        """Take a message; what there is to answer comes by the session's stream."""
        return await self.message(request)


def _endpoint(project_id: str | None) -> str:
    """Return where messages of a session are posted."""
    return GLOBAL if project_id is None else f"{GLOBAL}project/{uuid.UUID(project_id)}/"


def _protocol() -> Any:
    """Return the module that knows the SDK; raise McpNotInstalled without it."""
    try:
        optional_import("mcp", extra="mcp")
    except ExtraNotInstalled as error:
        raise McpNotInstalled(reason=str(error)) from None
    return importlib.import_module("execution.mcp.protocol")
