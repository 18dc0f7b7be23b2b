"""The routes of `/responses`: read the request, call a service, answer. Refusals carry OpenAI's error objects."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema

from accounts.authentication import ApiKeyAuthentication
from accounts.credentials import Credentials
from accounts.models import User
from execution.models import Job
from execution.openai_responses import selectors, services
from execution.openai_responses.errors import described_to_openai
from execution.openai_responses.serializers import (
    FollowQuery,
    ResponseBody,
    ResponseDeleted,
    ResponseObject,
    ResponseRefused,
)
from execution.openai_responses.services import Request
from execution.openai_responses.work import response_of
from execution.runtime.idempotency import KEY_PARAMETER, answered_once
from execution.runtime.variables import variables_of_request
from langflow_site.common.async_views import STREAM_HEADERS, AsyncView, json_response
from langflow_site.common.database import in_database
from langflow_site.common.models import dumps
from langflow_site.common.openapi import refusals
from langflow_site.common.requests import json_body

EVENTS = "text/event-stream"
ANSWERS: dict[tuple[int, str], Any] = {(200, "application/json"): ResponseObject, (200, EVENTS): str}
OR_REFUSED = PolymorphicProxySerializer(
    component_name="ResponseOrRefusal",
    serializers=[ResponseObject, ResponseRefused],
    resource_type_field_name=None,
    many=False,
)
"""Some refusals are answers with status 200 and an `error`, as the reference's clients expect."""
CREATED = {**ANSWERS, (200, "application/json"): OR_REFUSED, **refusals(409, 429)}
FOLLOW = [
    OpenApiParameter("stream", bool, description="Tell the events as they happen, also those of before."),
    OpenApiParameter("starting_after", int, description="Go on after the event of that `sequence_number`."),
]


class ResponsesView(AsyncView):
    """What these routes have in common."""

    authentication_classes = (ApiKeyAuthentication,)

    def refusal(self, error: Exception) -> HttpResponse:
        status, body, headers = described_to_openai(error)
        return HttpResponse(dumps(body), status=status, headers=headers, content_type="application/json")


class CreateResponseView(ResponsesView):
    """Say something to a flow."""

    @extend_schema(operation_id="create_response", parameters=[KEY_PARAMETER], request=ResponseBody, responses=CREATED)
    async def post(self, request: HttpRequest) -> HttpResponseBase:
        user = await in_database(selectors.user_by_api_key, Credentials.of_request(request))
        return await answered_once(request, user.pk, partial(_respond, request, user), refusal=self.refusal)


class ResponseView(ResponsesView):
    """A response that is kept, or under way."""

    @extend_schema(operation_id="read_response", parameters=FOLLOW, responses=ANSWERS)
    async def get(self, request: HttpRequest, response_id: str) -> HttpResponseBase:
        job = await _own_response(request, response_id)
        query = FollowQuery.parse(request.GET)
        if query.stream:
            return _stream(services.frames_of_job(job, starting_after=query.starting_after))
        return json_response(response_of(job))

    @extend_schema(operation_id="delete_response", responses=ResponseDeleted)
    async def delete(self, request: HttpRequest, response_id: str) -> HttpResponse:
        await services.delete(await _own_response(request, response_id))
        return json_response({"id": response_id, "object": "response", "deleted": True})


class CancelResponseView(ResponsesView):
    """End a response that is made in the background."""

    @extend_schema(operation_id="cancel_response", request=None, responses=ResponseObject)
    async def post(self, request: HttpRequest, response_id: str) -> HttpResponse:
        return json_response(await services.cancel(await _own_response(request, response_id)))


async def _respond(request: HttpRequest, user: User) -> HttpResponseBase:
    asked = await _asked(request, user)
    if asked.facts.background:
        return await _in_background(asked)
    if asked.run.stream:
        return _stream(services.frames_of(asked))
    return json_response(await services.respond(asked))


async def _asked(request: HttpRequest, user: User) -> Request:
    """Return what is asked for."""
    body = ResponseBody.parse(json_body(request))
    services.refuse_unserved(body)
    question = await in_database(selectors.question_of, user, body.model, body.previous_response_id)
    return await services.requested(question, body, variables_of_request(request))


async def _own_response(request: HttpRequest, response_id: str) -> Job:
    return await in_database(selectors.response_of_user, Credentials.of_request(request), response_id)


async def _in_background(asked: Request) -> HttpResponseBase:
    job = await services.start(asked)
    if asked.run.stream:
        return _stream(services.frames_of_job(job, starting_after=-1))
    return json_response(response_of(job))


def _stream(frames: AsyncIterator[bytes]) -> StreamingHttpResponse:
    return StreamingHttpResponse(frames, content_type=EVENTS, headers=STREAM_HEADERS)
