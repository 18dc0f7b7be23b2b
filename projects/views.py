"""The HTTP edge of projects. What stands in them is flows' to read and write."""

from pathlib import PurePath

from django.http import HttpResponse, HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema, inline_serializer
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import SignedInRequest
from flows import archives
from flows import services as flow_services
from flows.selectors import own_flows, page_of_project
from flows.serializers import FlowFilePageSerializer, FlowSerializer, flow_file_page, flow_rows
from langflow_site.common.openapi import FILE_UPLOAD, query_parameters, refusals
from langflow_site.common.requests import given, json_body, path_uuid
from langflow_site.common.rows import list_answer, list_answer_within
from langflow_site.common.transfer import attachment, uploaded_file
from projects import selectors, services
from projects.errors import ProjectEmpty
from projects.models import Project
from projects.serializers import ProjectCreate, ProjectQuery, ProjectSerializer, ProjectUpdate, project_rows


class ProjectsView(APIView):
    @extend_schema(operation_id="list_projects", responses=ProjectSerializer(many=True))
    def get(self, request: SignedInRequest) -> HttpResponseBase:
        """List your projects, the default one first."""
        return list_answer(project_rows(selectors.projects_of(request.user)))

    @extend_schema(operation_id="create_project", request=ProjectCreate, responses={201: ProjectSerializer})
    def post(self, request: SignedInRequest) -> Response:
        """Make a project and move flows of yours into it."""
        body = ProjectCreate.parse(json_body(request))
        project = services.create_project(
            user=request.user,
            name=body.name,
            description=body.description,
            auth=body.auth_settings,
            flow_ids=[*(body.flows_list or ()), *(body.components_list or ())],
        )
        return Response(ProjectSerializer(project).data, status=201)


class ProjectView(APIView):
    @extend_schema(
        operation_id="get_project",
        parameters=query_parameters(ProjectQuery),
        responses=PolymorphicProxySerializer(
            component_name="ProjectReading",
            serializers=[
                inline_serializer("ProjectWithFlows", {"flows": FlowSerializer(many=True)}),
                inline_serializer("ProjectPage", {"folder": ProjectSerializer(), "flows": FlowFilePageSerializer()}),
            ],
            resource_type_field_name=None,
        ),
    )
    def get(self, request: SignedInRequest, project_id: str) -> HttpResponseBase:
        """Read a project with all its flows or, with `page` and `size`, one page of them."""
        identifier = path_uuid(project_id, "project_id")
        query = ProjectQuery.parse(request.query_params)
        project = selectors.project_of(request.user, identifier)
        if query.page and query.size:
            return Response(_paged(request, project, query))
        flows = own_flows(request.user, folder_id=project.pk)
        return list_answer_within(ProjectSerializer(project).data, "flows", flow_rows(flows))

    @extend_schema(
        operation_id="update_project", request=ProjectUpdate, responses={200: ProjectSerializer, **refusals(409)}
    )
    def patch(self, request: SignedInRequest, project_id: str) -> Response:
        """Change what is sent; `flows` and `components` say what the project shall hold."""
        identifier = path_uuid(project_id, "project_id")
        changes = given(ProjectUpdate.parse(json_body(request)))
        project = selectors.project_of(request.user, identifier)
        changed = services.update_project(user=request.user, project=project, changes=changes)
        return Response(ProjectSerializer(changed).data)

    @extend_schema(operation_id="delete_project", responses={204: None})
    def delete(self, request: SignedInRequest, project_id: str) -> Response:
        """Delete a project and the flows in it."""
        project = selectors.project_of(request.user, path_uuid(project_id, "project_id"))
        services.delete_project(project=project)
        return Response(status=204)


class ProjectDownloadView(APIView):
    @extend_schema(operation_id="download_project", responses={(200, archives.CONTENT_TYPE): OpenApiTypes.BINARY})
    def get(self, request: SignedInRequest, project_id: str) -> HttpResponse:
        """Export a project's flows, without their secrets, as a ZIP."""
        project = selectors.project_of(request.user, path_uuid(project_id, "project_id"))
        flows = own_flows(request.user, folder_id=project.pk)
        if not flows:
            raise ProjectEmpty
        about = {"folder_name": project.name, "folder_description": project.description}
        content = archives.as_archive(flows, project=about)
        return attachment(content, archives.archive_name(project.name), archives.CONTENT_TYPE)


class ProjectUploadView(APIView):
    @extend_schema(operation_id="upload_project", request=FILE_UPLOAD, responses={201: FlowSerializer(many=True)})
    def post(self, request: SignedInRequest) -> Response:
        """Import a project: its exported ZIP, or `{"folder_name", "folder_description", "flows"}`."""
        file = uploaded_file(request)
        upload = archives.read_upload(file)
        about = ProjectCreate.parse(
            {
                "name": upload.project.get("folder_name") or PurePath(file.name or "").stem or "Import",
                "description": upload.project.get("folder_description"),
            }
        )
        flows = flow_services.import_project(
            user=request.user, name=about.name, description=about.description, flows=upload.flows
        )
        return Response(FlowSerializer(flows, many=True).data, status=201)


class FoldersRedirectView(APIView):
    """Projects were called folders; old clients are sent on, and ask again with method and body."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    schema = None

    def get(self, request: Request, folder_id: str = "", action: str = "") -> HttpResponse:
        identifier = path_uuid(folder_id, "folder_id") if folder_id else ""
        query = request.META.get("QUERY_STRING", "")
        target = f"/api/v1/projects/{action}{identifier}" + (f"?{query}" if query else "")
        answer = HttpResponse(status=307, headers={"Location": target})
        del answer.headers["Content-Type"]  # there is no content
        return answer

    post = patch = put = delete = get


def _paged(request: SignedInRequest, project: Project, query: ProjectQuery) -> dict[str, object]:
    page = page_of_project(
        request.user,
        page=query.page or 1,
        size=query.size or 1,
        folder_id=project.pk,
        is_component=query.is_component,
        is_flow=query.is_flow,
        search=query.search,
    )
    return {"folder": ProjectSerializer(project).data, "flows": flow_file_page(page)}
