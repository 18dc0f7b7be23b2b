"""The routes of `/build`: read the request, call a service, answer."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.authentication import LangflowAuthentication
from accounts.credentials import Credentials
from execution.builds import selectors, services, vertices
from execution.builds.errors import VisitorUnknown
from execution.builds.selectors import Build
from execution.builds.serializers import (
    BuildBody,
    BuildCancelled,
    BuildQuery,
    CutQuery,
    EventDelivery,
    EventsQuery,
    JobStarted,
    PublicBuildBody,
    VerticesOrder,
    read_build_body,
    read_graph_body,
    read_public_body,
)
from execution.models import Job
from execution.runtime.jobs import event_number
from execution.runtime.run import FlowRun
from execution.runtime.strangers import count_visit
from execution.runtime.variables import variables_of_request
from langflow_site.common.async_views import STREAM_HEADERS, AsyncView, json_response
from langflow_site.common.database import in_database
from langflow_site.common.openapi import refusals
from langflow_site.common.requests import json_body, path_uuid

LINES = "application/x-ndjson"
DELIVERY = OpenApiParameter("event_delivery", str, enum=[delivery.value for delivery in EventDelivery])
CUT = [
    OpenApiParameter("start_component_id", str, description="Only what comes after this component, and what it needs."),
    OpenApiParameter("stop_component_id", str, description="Only this component and what it needs."),
]
BUILD = [
    *CUT,
    DELIVERY,
    OpenApiParameter("flow_name", str),
    OpenApiParameter("log_builds", bool, description="Keep what each component gave."),
]
EVENTS = [
    DELIVERY,
    OpenApiParameter(
        "after", int, description="Go on after that many events; also by `Last-Event-ID`. Such a reader may go away."
    ),
]
ANSWERS = {(200, "application/json"): JobStarted, (200, LINES): str}
CLIENT_COOKIE = "client_id"


class BuildView(AsyncView):
    """Build a flow: run it for somebody who watches."""

    authentication_classes = (LangflowAuthentication,)

    @extend_schema(
        operation_id="build_flow", parameters=BUILD, request=BuildBody, responses={**ANSWERS, **refusals(429)}
    )
    async def post(self, request: HttpRequest, flow_id: str) -> HttpResponseBase:
        build = await _users_build(request, flow_id)
        query = BuildQuery.parse(request.GET)
        run = services.build_run(build, query, read_build_body(_body_of(request)), variables_of_request(request))
        return await _started(run, query)


class BuildEventsView(AsyncView):
    """What a build tells."""

    authentication_classes = (LangflowAuthentication,)

    @extend_schema(operation_id="build_events", parameters=EVENTS, responses={(200, LINES): str})
    async def get(self, request: HttpRequest, job_id: str) -> HttpResponseBase:
        return await _events(request, await in_database(selectors.job_of_user, Credentials.of_request(request), job_id))


class BuildCancelView(AsyncView):
    """End a build."""

    authentication_classes = (LangflowAuthentication,)

    @extend_schema(operation_id="cancel_build", request=None, responses=BuildCancelled)
    async def post(self, request: HttpRequest, job_id: str) -> HttpResponse:
        job = await in_database(selectors.job_of_user, Credentials.of_request(request), job_id)
        return await _cancelled(job)


class PublicBuildView(AsyncView):
    """Build a public flow as it is saved, for a visitor who is known by a cookie only."""

    authentication_classes = ()

    @extend_schema(
        operation_id="build_public_flow",
        parameters=BUILD,
        request=PublicBuildBody,
        responses={**ANSWERS, **refusals(403, 429)},
    )
    async def post(self, request: HttpRequest, flow_id: str) -> HttpResponseBase:
        flow = path_uuid(flow_id, "flow_id")
        query = BuildQuery.parse(request.GET)
        body = read_public_body(_body_of(request))
        build = await in_database(selectors.build_of_visitor, _client_of(request), flow)
        count_visit(address=request.META.get("REMOTE_ADDR", ""), flow_id=str(flow))
        return await _started(services.public_run(build, query, body), query)


class PublicBuildEventsView(AsyncView):
    """What a visitor's build tells."""

    authentication_classes = ()

    @extend_schema(operation_id="public_build_events", parameters=EVENTS, responses={(200, LINES): str})
    async def get(self, request: HttpRequest, job_id: str) -> HttpResponseBase:
        return await _events(request, await _visitors_job(request, job_id))


class PublicBuildCancelView(AsyncView):
    """End a visitor's build."""

    authentication_classes = ()

    @extend_schema(operation_id="cancel_public_build", request=None, responses=BuildCancelled)
    async def post(self, request: HttpRequest, job_id: str) -> HttpResponse:
        return await _cancelled(await _visitors_job(request, job_id))


class VerticesView(AsyncView):
    """The order in which a build would go."""

    authentication_classes = (LangflowAuthentication,)

    @extend_schema(
        operation_id="order_vertices", parameters=CUT, request=None, responses=VerticesOrder, deprecated=True
    )
    async def post(self, request: HttpRequest, flow_id: str) -> HttpResponse:
        build = await _users_build(request, flow_id)
        query = CutQuery.parse(request.GET)
        body = read_graph_body(_body_of(request))
        return json_response(await vertices.order_of(services.vertices_run(build, query, body)))


class VertexView(AsyncView):
    """Build one vertex."""

    authentication_classes = (LangflowAuthentication,)

    @extend_schema(
        operation_id="build_vertex",
        request=BuildBody,
        responses={(200, "application/json"): dict, **refusals(429)},
        deprecated=True,
    )
    async def post(self, request: HttpRequest, flow_id: str, vertex_id: str) -> HttpResponse:
        build = await _users_build(request, flow_id)
        body = read_build_body(_body_of(request))
        run = services.build_run(build, BuildQuery(), body, variables_of_request(request))
        return json_response(await vertices.build_vertex(run, vertex_id))


class VertexStreamView(AsyncView):
    """The same as server-sent events."""

    authentication_classes = (LangflowAuthentication,)

    @extend_schema(operation_id="stream_vertex", responses={(200, "text/event-stream"): str}, deprecated=True)
    async def get(self, request: HttpRequest, flow_id: str, vertex_id: str) -> HttpResponseBase:
        build = await _users_build(request, flow_id)
        run = services.build_run(build, BuildQuery(), BuildBody(), variables_of_request(request))
        frames = vertices.stream_of(run, vertex_id)
        return StreamingHttpResponse(frames, content_type="text/event-stream", headers=STREAM_HEADERS)


async def _users_build(request: HttpRequest, flow_id: str) -> Build:
    credentials = Credentials.of_request(request)
    return await in_database(selectors.build_of_user, credentials, flow_id)


async def _visitors_job(request: HttpRequest, job_id: str) -> Job:
    return await in_database(selectors.job_of_visitor, request.COOKIES.get(CLIENT_COOKIE), job_id)


async def _started(run: FlowRun, query: BuildQuery) -> HttpResponseBase:
    job_id = await services.start_build(run)
    if query.event_delivery == EventDelivery.DIRECT:
        return _lines(job_id)
    return json_response({"job_id": str(job_id)})


async def _events(request: HttpRequest, job: Job) -> HttpResponseBase:
    query = EventsQuery.parse(request.GET)
    if query.event_delivery == EventDelivery.POLLING:
        return HttpResponse(await services.new_frames_of(job.pk, has_ended=job.has_ended), content_type=LINES)
    return _lines(job.pk, after=_last_seen(request, query))


async def _cancelled(job: Job) -> HttpResponse:
    await services.cancel_build(job.pk)
    return json_response({"success": True, "message": "Flow build cancelled successfully"})


def _lines(job_id: uuid.UUID, *, after: int | None = None) -> StreamingHttpResponse:
    frames = services.frames_of(job_id, after=after)
    return StreamingHttpResponse(frames, content_type=LINES, headers=STREAM_HEADERS)


def _last_seen(request: HttpRequest, query: EventsQuery) -> int | None:
    """Return the number of the last event that the reader had; the query wins over the header of browsers."""
    return event_number(request.headers.get("Last-Event-ID")) if query.after is None else query.after


def _client_of(request: HttpRequest) -> str:
    client_id = request.COOKIES.get(CLIENT_COOKIE)
    if not client_id:
        raise VisitorUnknown
    return client_id


def _body_of(request: HttpRequest) -> Any:
    return json_body(request, required=False)
