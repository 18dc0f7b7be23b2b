"""The routes of `/api/v2/workflows`: read the request, call a service, answer."""

import uuid
from collections.abc import AsyncIterator
from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.authentication import ApiKeyAuthentication
from accounts.credentials import Credentials
from execution.models import Job
from execution.runtime.idempotency import KEY_PARAMETER, answered_once
from execution.runtime.jobs import event_number
from execution.runtime.variables import variables_of_request
from execution.workflows import selectors, services
from execution.workflows.errors import JobIdMissing, JobToStopNotFound, WorkflowJobNotFound
from execution.workflows.serializers import JobQuery, JobStopped, StopBody, ThingMissing, WorkflowAnswer, WorkflowBody
from execution.workflows.work import answer_of
from langflow_site.common.async_views import STREAM_HEADERS, AsyncView, json_response
from langflow_site.common.database import in_database
from langflow_site.common.openapi import refusals
from langflow_site.common.requests import json_body

EVENT_STREAM = "text/event-stream"
ANSWERS = {(200, "application/json"): WorkflowAnswer, (200, EVENT_STREAM): str}
NOT_FOUND = {(404, "application/json"): ThingMissing}
RUN_ANSWERS = {**ANSWERS, **NOT_FOUND, **refusals(408, 409, 429)}
JOB_ID = OpenApiParameter("job_id", uuid.UUID, description="Which workflow; told by the answer that started it.")
LAST_EVENT_ID = OpenApiParameter(
    "Last-Event-ID", int, OpenApiParameter.HEADER, description="Go on after that event of a stream."
)


class WorkflowsView(AsyncView):
    """Run a flow; look at a run."""

    authentication_classes = (ApiKeyAuthentication,)

    @extend_schema(operation_id="run_workflow", parameters=[KEY_PARAMETER], request=WorkflowBody, responses=RUN_ANSWERS)
    async def post(self, request: HttpRequest) -> HttpResponseBase:
        user_id = await in_database(selectors.user_of, Credentials.of_request(request))
        return await answered_once(request, user_id, partial(_run, request, user_id))

    @extend_schema(
        operation_id="read_workflow",
        parameters=[JOB_ID, LAST_EVENT_ID],
        responses={**ANSWERS, **NOT_FOUND, **refusals(400)},
    )
    async def get(self, request: HttpRequest) -> HttpResponseBase:
        user_id = await in_database(selectors.user_of, Credentials.of_request(request))
        query = JobQuery.parse(request.GET)
        if query.job_id is None:
            raise JobIdMissing
        job = await _job_to_see(user_id, query.job_id)
        if EVENT_STREAM in request.headers.get("Accept", ""):
            last_seen = event_number(request.headers.get("Last-Event-ID")) or 0
            return _stream(services.frames_of(job.pk, after=last_seen, ends_with_reader=False))
        return json_response(answer_of(job))


class StopWorkflowView(AsyncView):
    """End a run."""

    authentication_classes = (ApiKeyAuthentication,)

    @extend_schema(
        operation_id="stop_workflow", request=StopBody, responses={200: JobStopped, **NOT_FOUND, **refusals(409)}
    )
    async def post(self, request: HttpRequest) -> HttpResponse:
        user_id = await in_database(selectors.user_of, Credentials.of_request(request))
        body = StopBody.parse(json_body(request))
        job = await in_database(selectors.job_of_user, user_id, body.job_id)
        if job is None:
            raise JobToStopNotFound(job_id=str(body.job_id))
        return json_response(await services.stop(job))


async def _run(request: HttpRequest, user_id: uuid.UUID) -> HttpResponseBase:
    body = WorkflowBody.parse(json_body(request))
    flow = await in_database(selectors.flow_of_user, user_id, body.flow_id)
    run = services.workflow_run(user_id, flow, body, variables_of_request(request))
    job_id = await services.start(run, body)
    if body.stream:
        return _stream(services.frames_of(job_id, ends_with_reader=True))
    if body.background:
        return json_response(services.started_wire(job_id, named=body.flow_id))
    return json_response(await services.waited_for(job_id, named=body.flow_id))


async def _job_to_see(user_id: uuid.UUID, job_id: uuid.UUID) -> Job:
    job = await in_database(selectors.job_of_user, user_id, job_id)
    if job is None:
        raise WorkflowJobNotFound(job_id=str(job_id))
    return job


def _stream(frames: AsyncIterator[bytes]) -> StreamingHttpResponse:
    return StreamingHttpResponse(frames, content_type=EVENT_STREAM, headers=STREAM_HEADERS)
