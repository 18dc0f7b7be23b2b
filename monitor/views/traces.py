"""Traces of the caller's own flows, and what their models were asked."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import SignedInRequest
from langflow_site.common.openapi import query_parameters
from langflow_site.common.requests import path_uuid
from langflow_site.common.responses import NoContent
from monitor import selectors, services
from monitor.serializers.records import FlowQuery
from monitor.serializers.traces import (
    TracePageResponse,
    TraceResponse,
    TracesQuery,
    UsagePageResponse,
    UsageQuery,
    trace_page_wire,
    trace_wire,
)


class TracesView(APIView):
    """Runs of the caller's flows, newest first."""

    @extend_schema(operation_id="get_traces", parameters=query_parameters(TracesQuery), responses=TracePageResponse)
    def get(self, request: SignedInRequest) -> Response:
        query = TracesQuery.parse(request.query_params)
        wanted = query.as_filter()
        page = selectors.traces(user=request.user, wanted=wanted, page=query.page or 1, size=query.size)
        return Response(trace_page_wire(page))

    @extend_schema(operation_id="delete_traces", parameters=query_parameters(FlowQuery), responses={204: None})
    def delete(self, request: SignedInRequest) -> NoContent:
        services.delete_traces(user=request.user, flow_id=FlowQuery.parse(request.query_params).flow_id)
        return NoContent()


class TraceView(APIView):
    """One run: a tree of what its vertices did and asked."""

    @extend_schema(operation_id="get_trace", responses=TraceResponse)
    def get(self, request: SignedInRequest, trace_id: str) -> Response:
        trace = selectors.trace_of(user=request.user, trace_id=path_uuid(trace_id, "trace_id"))
        return Response(trace_wire(trace))

    @extend_schema(operation_id="delete_trace", responses={204: None})
    def delete(self, request: SignedInRequest, trace_id: str) -> NoContent:
        services.delete_trace(user=request.user, trace_id=path_uuid(trace_id, "trace_id"))
        return NoContent()


class UsageView(APIView):
    """What models were asked, by flow and model."""

    @extend_schema(operation_id="get_usage", parameters=query_parameters(UsageQuery), responses=UsagePageResponse)
    def get(self, request: SignedInRequest) -> Response:
        query = UsageQuery.parse(request.query_params)
        return Response(UsagePageResponse(selectors.usage(user=request.user, **query.model_dump())).data)
