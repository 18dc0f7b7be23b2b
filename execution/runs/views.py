"""The routes of `/run`: read the request, call a service, answer."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.authentication import ApiKeyAuthentication, LangflowAuthentication, caller_by_api_key
from accounts.credentials import Credentials
from execution.runs import services, streams
from execution.runs.errors import RouteDeprecated, SessionRouteOff
from execution.runs.serializers import (
    AdvancedRunBody,
    RunBody,
    RunQuery,
    RunResponse,
    read_advanced_body,
    read_run_body,
)
from execution.runtime.calls import Call
from execution.runtime.idempotency import KEY_PARAMETER, answered_once
from execution.runtime.variables import variables_of_request
from langflow_site.common.async_views import STREAM_HEADERS, AsyncView, json_response
from langflow_site.common.database import in_database
from langflow_site.common.openapi import refusals
from langflow_site.common.requests import json_body

STREAM = OpenApiParameter("stream", bool, description="Answer with events as they happen.")
ANSWERS = {(200, "application/json"): RunResponse, (200, "text/event-stream"): str}
FAILURES = refusals(500, 502, 504)


class RunView(AsyncView):
    """Run a flow by its id or endpoint name."""

    authentication_classes = (ApiKeyAuthentication,)

    @extend_schema(
        operation_id="run_flow", parameters=[STREAM, KEY_PARAMETER], request=RunBody, responses={**ANSWERS, **FAILURES}
    )
    async def post(self, request: HttpRequest, flow_id_or_name: str) -> HttpResponseBase:
        call = await services.find_call(request, flow_id_or_name)
        return await answered_once(request, call.user_id, partial(_run, request, call))


class RunSessionView(AsyncView):
    """The same for browsers that are signed in, where the operator switched it on."""

    authentication_classes = (LangflowAuthentication,)

    @extend_schema(
        operation_id="run_flow_in_session",
        parameters=[STREAM, KEY_PARAMETER],
        request=RunBody,
        responses={**ANSWERS, **FAILURES},
    )
    async def post(self, request: HttpRequest, flow_id_or_name: str) -> HttpResponseBase:
        call = await services.find_signed_in_call(request, flow_id_or_name)
        if not settings.LANGFLOW.AGENTIC_EXPERIENCE:
            raise SessionRouteOff
        return await answered_once(request, call.user_id, partial(_run, request, call))


class AdvancedRunView(AsyncView):
    """Run a flow with several inputs and chosen outputs."""

    authentication_classes = (ApiKeyAuthentication,)

    @extend_schema(
        operation_id="run_flow_advanced",
        parameters=[KEY_PARAMETER],
        request=AdvancedRunBody,
        responses={200: RunResponse, **FAILURES},
    )
    async def post(self, request: HttpRequest, flow_id_or_name: str) -> HttpResponseBase:
        call = await services.find_call(request, flow_id_or_name)
        return await answered_once(request, call.user_id, partial(_run_advanced, request, call))


class DeprecatedRunView(AsyncView):
    """`/predict` and `/process` of old releases."""

    authentication_classes = (ApiKeyAuthentication,)

    @extend_schema(exclude=True)
    async def post(self, request: HttpRequest, flow_id: str) -> HttpResponse:
        await in_database(caller_by_api_key, Credentials.of_request(request))
        raise RouteDeprecated(route="process")


class DeprecatedTaskView(AsyncView):
    """`/task` of old releases. There is nothing behind it, so whoever asks is told."""

    authentication_classes = ()

    @extend_schema(exclude=True)
    async def get(self, request: HttpRequest, task_id: str) -> HttpResponse:
        raise RouteDeprecated(route="task")


async def _run(request: HttpRequest, call: Call) -> HttpResponseBase:
    wants_stream = RunQuery.parse(request.GET).stream
    body = read_run_body(_body_of(request))
    variables = variables_of_request(request)
    if not wants_stream:
        return json_response(await services.run_simple(call, body, variables))
    run = services.simple_run(call, body, variables, stream=True)
    lines = streams.lines_of(run, body.choice())
    return StreamingHttpResponse(lines, content_type="text/event-stream", headers=STREAM_HEADERS)


async def _run_advanced(request: HttpRequest, call: Call) -> HttpResponse:
    body = read_advanced_body(_body_of(request))
    return json_response(await services.run_advanced(call, body, variables_of_request(request)))


def _body_of(request: HttpRequest) -> Any:
    """Return the body's JSON; no body at all is an empty object."""
    return json_body(request) if request.body else {}
