"""The HTTP edge of flows."""

import uuid
from collections.abc import Mapping
from itertools import chain
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from pydantic import TypeAdapter
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import SignedInRequest
from accounts.serializers import MessageSerializer
from flows import archives, selectors, services
from flows.definition import without_secrets
from flows.errors import FlowFieldConflict, FlowToChangeNotFound
from flows.names import file_name
from flows.serializers import (
    DeletedCountSerializer,
    FlowCreate,
    FlowFileSerializer,
    FlowHeaderSerializer,
    FlowList,
    FlowListQuery,
    FlowPageSerializer,
    FlowSerializer,
    FlowUpdate,
    StarterSerializer,
    UploadQuery,
    flow_page,
    flow_rows,
    header_rows,
)
from langflow_site.common.models import dumps
from langflow_site.common.openapi import FILE_UPLOAD, query_parameters, refusals
from langflow_site.common.pagination import Page
from langflow_site.common.requests import given, json_body, path_uuid, validated
from langflow_site.common.rows import list_answer
from langflow_site.common.transfer import attachment, uploaded_file
from projects.selectors import project_of

_IDS = TypeAdapter(list[uuid.UUID])
ID_LIST: Mapping[str, Any] = {"type": "array", "items": {"type": "string", "format": "uuid"}}


class FlowsView(APIView):
    """All flows of the caller."""

    @extend_schema(
        operation_id="list_flows",
        parameters=query_parameters(FlowListQuery),
        responses=PolymorphicProxySerializer(
            component_name="FlowListing",
            serializers=[FlowSerializer(many=True), FlowHeaderSerializer(many=True), FlowPageSerializer],
            resource_type_field_name=None,
            many=False,
        ),
    )
    def get(self, request: SignedInRequest) -> HttpResponseBase:
        """List your flows: whole, as headers, or with `get_all=false` a page of one project."""
        query = FlowListQuery.parse(request.query_params)
        if not query.get_all:
            return Response(flow_page(_page(request, query)))
        flows = selectors.listed_flows(
            request.user, with_starters=not query.remove_example_flows, is_component=query.components_only
        )
        return list_answer(chain.from_iterable(map(header_rows if query.header_flows else flow_rows, flows)))

    @extend_schema(operation_id="create_flow", request=FlowCreate, responses={201: FlowSerializer})
    def post(self, request: SignedInRequest) -> Response:
        """Save a new flow. A name or endpoint name that you have already gets a number."""
        fields = given(FlowCreate.parse(json_body(request)))
        return Response(FlowSerializer(services.create_flow(user=request.user, fields=fields)).data, status=201)

    @extend_schema(operation_id="delete_flows", request={"application/json": ID_LIST}, responses=DeletedCountSerializer)
    def delete(self, request: SignedInRequest) -> Response:
        """Delete the named flows of yours."""
        ids = _ids(request)
        return Response({"deleted": services.delete_flows(user=request.user, ids=ids)})


class FlowView(APIView):
    """One flow."""

    @extend_schema(operation_id="get_flow", responses=FlowSerializer)
    def get(self, request: SignedInRequest, flow_id: str) -> Response:
        """Read a flow of yours or a starter flow."""
        flow = selectors.flow_for(request.user, path_uuid(flow_id, "flow_id"))
        return Response(FlowSerializer(flow).data)

    @extend_schema(operation_id="update_flow", request=FlowUpdate, responses=FlowSerializer)
    def patch(self, request: SignedInRequest, flow_id: str) -> Response:
        """Change what is sent. Null takes the endpoint name away and leaves everything else as it is."""
        identifier = path_uuid(flow_id, "flow_id")
        changes = given(FlowUpdate.parse(json_body(request)))
        flow = selectors.own_flow(request.user, identifier, missing=FlowToChangeNotFound)
        return Response(FlowSerializer(services.update_flow(user=request.user, flow=flow, changes=changes)).data)

    @extend_schema(
        operation_id="put_flow",
        request=FlowCreate,
        responses={200: FlowSerializer, 201: FlowSerializer, **refusals(409)},
    )
    def put(self, request: SignedInRequest, flow_id: str) -> Response:
        """Change the flow, or create it under this id."""
        identifier = path_uuid(flow_id, "flow_id")
        fields = given(FlowCreate.parse(json_body(request)))
        flow, is_new = services.put_flow(user=request.user, flow_id=identifier, fields=fields, taken=FlowFieldConflict)
        return Response(FlowSerializer(flow).data, status=201 if is_new else 200)

    @extend_schema(operation_id="delete_flow", responses=MessageSerializer)
    def delete(self, request: SignedInRequest, flow_id: str) -> Response:
        """Delete a flow of yours with its history."""
        services.delete_flow(user=request.user, flow_id=path_uuid(flow_id, "flow_id"))
        return Response({"message": "Flow deleted successfully"})


class FlowBatchView(APIView):
    @extend_schema(
        operation_id="create_flows", request=FlowList, responses={201: FlowSerializer(many=True), **refusals(409)}
    )
    def post(self, request: SignedInRequest) -> Response:
        """Save several flows, all or none. Their names must be free."""
        body = FlowList.parse(json_body(request))
        flows = services.create_flows(user=request.user, flows=[given(flow) for flow in body.flows])
        return Response(FlowSerializer(flows, many=True).data, status=201)


class FlowUploadView(APIView):
    @extend_schema(
        operation_id="upload_flows",
        parameters=query_parameters(UploadQuery),
        request=FILE_UPLOAD,
        responses={201: FlowSerializer(many=True), **refusals(404)},
    )
    def post(self, request: SignedInRequest) -> Response:
        """Import the flows of a file: one flow, a list, `{"flows": [...]}`, or a ZIP of such files."""
        folder_id = UploadQuery.parse(request.query_params).folder_id
        project = project_of(request.user, folder_id) if folder_id else None
        upload = archives.read_upload(uploaded_file(request))
        flows = services.import_flows(user=request.user, flows=upload.flows, project=project)
        return Response(FlowSerializer(flows, many=True).data, status=201)


class FlowDownloadView(APIView):
    @extend_schema(
        operation_id="download_flows",
        request={"application/json": ID_LIST},
        responses={
            (200, "application/json"): FlowFileSerializer,
            (200, archives.CONTENT_TYPE): OpenApiTypes.BINARY,
            **refusals(404),
        },
    )
    def post(self, request: SignedInRequest) -> HttpResponse:
        """Export flows without their secrets: one as JSON, several as a ZIP."""
        flows = selectors.flows_by_ids(request.user, _ids(request))
        if len(flows) == 1:
            body = dumps(archives.as_document(flows[0])).encode()
            return attachment(body, file_name(flows[0].name), "application/json")
        return attachment(archives.as_archive(flows), archives.archive_name("langflow"), archives.CONTENT_TYPE)


class PublicFlowView(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(operation_id="get_public_flow", responses={200: FlowSerializer, **refusals(403)})
    def get(self, request: Request, flow_id: str) -> Response:
        """Read a published flow, without its secrets. Anyone may."""
        flow = selectors.public_flow(path_uuid(flow_id, "flow_id"))
        return Response({**FlowSerializer(flow).data, "data": without_secrets(flow.data)})


class BasicExamplesView(APIView):
    """Editors ask for the starters before they know who signs in."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(operation_id="list_basic_examples", responses=FlowSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List the starter flows. Anyone may."""
        return Response(FlowSerializer(selectors.starter_flows(), many=True).data)


class StarterProjectsView(APIView):
    @extend_schema(operation_id="list_starter_projects", responses=StarterSerializer(many=True))
    def get(self, request: SignedInRequest) -> Response:
        """List the starter flows' graphs."""
        return Response(StarterSerializer(selectors.starter_flows(), many=True).data)


def _ids(request: Request) -> list[uuid.UUID]:
    return validated(_IDS, json_body(request), within=("body",))


def _page(request: SignedInRequest, query: FlowListQuery) -> Page:
    return selectors.page_of_project(
        request.user,
        page=query.page,
        size=query.size,
        folder_id=query.folder_id,
        is_component=query.components_only,
    )
