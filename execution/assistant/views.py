"""The routes of `/agentic`: read the request, call a service, answer."""

from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from drf_spectacular.utils import extend_schema

from accounts.authentication import LangflowAuthentication, caller_of
from accounts.credentials import Credentials
from accounts.models import User
from execution.assistant import services
from execution.assistant.assistants import FLOW_ASSISTANT
from execution.assistant.model_choice import configuration_wire
from execution.assistant.serializers import (
    AssistanceSerializer,
    AssistantAnswerSerializer,
    AssistantConfigSerializer,
    AssistantRequest,
)
from execution.assistant.services import Question
from execution.runtime.idempotency import KEY_PARAMETER, answered_once
from execution.runtime.user_models import models_of_user
from execution.runtime.variables import variables_of_request
from langflow_site.common.async_views import STREAM_HEADERS, AsyncView, json_response
from langflow_site.common.database import in_database
from langflow_site.common.requests import json_body


class AssistantView(AsyncView):
    """The base of the routes; any credential opens them."""

    authentication_classes = (LangflowAuthentication,)


class ConfigurationView(AssistantView):
    @extend_schema(operation_id="check_assistant", responses=AssistantConfigSerializer)
    async def get(self, request: HttpRequest) -> HttpResponse:
        """Tell which of your providers the assistant can ask, and which model it asks if you name none."""
        user = await _user(request)
        return json_response(configuration_wire(await models_of_user(user.pk)))


class AssistView(AssistantView):
    @extend_schema(
        operation_id="assist", parameters=[KEY_PARAMETER], request=AssistantRequest, responses=AssistanceSerializer
    )
    async def post(self, request: HttpRequest) -> HttpResponseBase:
        """Ask the flow assistant. A component in the answer is checked, and corrected `max_retries` times at most."""
        user = await _user(request)
        return await answered_once(request, user.pk, partial(_assist, request, user))


class AssistStreamView(AssistantView):
    @extend_schema(
        operation_id="assist_with_events",
        parameters=[KEY_PARAMETER],
        request=AssistantRequest,
        responses={(200, "text/event-stream"): str},
    )
    async def post(self, request: HttpRequest) -> HttpResponseBase:
        """The same as server-sent events: `progress`, `token`, last `complete` or `error`."""
        user = await _user(request)
        return await answered_once(request, user.pk, partial(_stream, request, user))


class ExecuteView(AssistantView):
    @extend_schema(
        operation_id="ask_assistant",
        parameters=[KEY_PARAMETER],
        request=AssistantRequest,
        responses=AssistantAnswerSerializer,
    )
    async def post(self, request: HttpRequest, flow_name: str) -> HttpResponseBase:
        """Ask an assistant by its name: `LangflowAssistant`, `SystemMessageGen` or `TemplateAssistant`."""
        user = await _user(request)
        return await answered_once(request, user.pk, partial(_execute, request, user, flow_name))


async def _user(request: HttpRequest) -> User:
    return (await in_database(caller_of, Credentials.of_request(request))).user


async def _question(request: HttpRequest, user: User, name: str = FLOW_ASSISTANT) -> Question:
    body = AssistantRequest.parse(json_body(request))
    return await services.question_of(user, body, variables_of_request(request), name=name)


async def _assist(request: HttpRequest, user: User) -> HttpResponse:
    return json_response(await services.assisted(await _question(request, user)))


async def _stream(request: HttpRequest, user: User) -> HttpResponseBase:
    frames = services.frames_of(await _question(request, user))
    return StreamingHttpResponse(frames, content_type="text/event-stream", headers=STREAM_HEADERS)


async def _execute(request: HttpRequest, user: User, flow_name: str) -> HttpResponse:
    return json_response(await services.answer_to(await _question(request, user, flow_name)))
