"""What a project offers as tools: its settings, and the programs of this machine that may use it."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import ProgramAuthentication, SignedInRequest, caller_of_program
from accounts.credentials import Credentials
from accounts.models import User
from accounts.serializers import MessageSerializer
from execution.mcp import clients, selectors, services
from execution.mcp.clients import Addresses
from execution.mcp.serializers import (
    ComposerSerializer,
    Installation,
    McpClientSerializer,
    ProjectChanges,
    ProjectToolsQuery,
    ProjectToolsSerializer,
)
from execution.mcp.views.protocol import McpView
from langflow_site.common.async_views import json_response
from langflow_site.common.database import in_database
from langflow_site.common.openapi import query_parameters
from langflow_site.common.requests import given, json_body, path_uuid
from projects.models import Project
from projects.selectors import project_of


class ProjectView(McpView):
    """A project's tools. Messages of the older transport are posted here, too."""

    @extend_schema(
        operation_id="list_project_tools",
        parameters=query_parameters(ProjectToolsQuery),
        responses=ProjectToolsSerializer,
    )
    async def get(self, request: HttpRequest, project_id: str) -> HttpResponse:
        """List the flows of your project that are tools, or all of them."""
        query = ProjectToolsQuery.parse(request.GET)
        return json_response(await in_database(_tools, request, project_id, only_enabled=query.mcp_enabled))

    @extend_schema(operation_id="update_project_tools", request=ProjectChanges, responses=MessageSerializer)
    async def patch(self, request: HttpRequest, project_id: str) -> HttpResponse:
        """Say which flows are tools, under which names, and how clients sign in."""
        return json_response({"message": await in_database(_update, request, project_id)})

    @extend_schema(operation_id="mcp_project_sse_message", request=OpenApiTypes.OBJECT, responses={202: None})
    async def post(self, request: HttpRequest, project_id: str) -> HttpResponseBase:
        """Take a message of a session of the older transport."""
        return await self.message(request, project_id)


class InstalledView(APIView):
    authentication_classes = (ProgramAuthentication,)

    @extend_schema(operation_id="list_mcp_clients", responses=McpClientSerializer(many=True))
    def get(self, request: SignedInRequest, project_id: str) -> Response:
        """List the programs of this machine that could use your project, and those that do."""
        project = _own_project(request.user, project_id)
        return Response(clients.listed(_addresses(request, project)))


class InstallView(APIView):
    authentication_classes = (ProgramAuthentication,)

    @extend_schema(operation_id="install_in_mcp_client", request=Installation, responses=MessageSerializer)
    def post(self, request: SignedInRequest, project_id: str) -> Response:
        """Add your project to the settings of a program of this machine."""
        project = _own_project(request.user, project_id)
        body = Installation.parse(json_body(request))
        clients.install(
            user=request.user,
            project=project,
            client=body.client,
            addresses=_addresses(request, project),
            transport=body.transport or "streamablehttp",
        )
        return Response({"message": f"Successfully installed MCP configuration for {body.client}"})


class ComposerView(APIView):
    """Older editors ask where an outside program serves the project; here the server does that itself."""

    authentication_classes = (ProgramAuthentication,)

    @extend_schema(operation_id="get_composer_url", responses=ComposerSerializer)
    def get(self, request: SignedInRequest, project_id: str) -> Response:
        """Say where your project's tools are."""
        project = _own_project(request.user, project_id)
        addresses = _addresses(request, project)
        return Response(
            {
                "project_id": str(project.pk),
                "uses_composer": False,
                "streamable_http_url": addresses.streamable,
                "legacy_sse_url": addresses.sse,
                "error_message": None,
            }
        )


def _tools(request: HttpRequest, project_id: str, *, only_enabled: bool) -> dict[str, object]:
    user = caller_of_program(Credentials.of_request(request)).user
    found = selectors.project_tools(_own_project(user, project_id), only_enabled=only_enabled)
    tools: dict[str, object] = ProjectToolsSerializer(found).data
    return tools


def _update(request: HttpRequest, project_id: str) -> str:
    user = caller_of_program(Credentials.of_request(request)).user
    project = _own_project(user, project_id)
    changes = given(ProjectChanges.parse(json_body(request)))
    count = services.update_tools(user=user, project=project, changes=changes)
    return f"Updated MCP settings for {count} flows and project auth settings"


def _own_project(user: User, project_id: str) -> Project:
    return project_of(user, path_uuid(project_id, "project_id"))


def _addresses(request: Request, project: Project) -> Addresses:
    base = request.build_absolute_uri(f"/api/v1/mcp/project/{project.pk}")
    return Addresses(streamable=f"{base}/streamable", sse=f"{base}/sse")
