"""The routes of webhooks: read the request, call a service, answer."""

from functools import partial
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import LangflowAuthentication, SignedInRequest
from accounts.credentials import Credentials
from execution.runtime.idempotency import KEY_PARAMETER, answered_once
from execution.webhooks import selectors, services, watching
from execution.webhooks.bodies import text_of
from execution.webhooks.selectors import WebhookCall
from execution.webhooks.serializers import (
    NewSignatureSerializer,
    SignatureBody,
    SignatureSerializer,
    WebhookStarted,
)
from execution.webhooks.signatures import SignedMessage
from langflow_site.common.async_views import STREAM_HEADERS, AsyncView, json_response
from langflow_site.common.database import in_database
from langflow_site.common.requests import json_body

STARTED = {"message": "Task started in the background", "status": "in progress"}
BODIES = {
    "application/json": OpenApiTypes.OBJECT,
    "application/x-www-form-urlencoded": OpenApiTypes.OBJECT,
    "multipart/form-data": OpenApiTypes.OBJECT,
    "text/plain": OpenApiTypes.STR,
}
HEADERS = [
    KEY_PARAMETER,
    *(
        OpenApiParameter(name, str, OpenApiParameter.HEADER, description="Of a signed message (Standard Webhooks).")
        for name in ("webhook-id", "webhook-timestamp", "webhook-signature")
    ),
]
LAST_EVENT_ID = OpenApiParameter("Last-Event-ID", str, OpenApiParameter.HEADER, description="Go on after that event.")


class WebhookView(AsyncView):
    """Start a flow with whatever is posted."""

    authentication_classes = (LangflowAuthentication,)

    @extend_schema(operation_id="call_webhook", parameters=HEADERS, request=BODIES, responses={202: WebhookStarted})
    async def post(self, request: HttpRequest, flow_id_or_name: str) -> HttpResponseBase:
        credentials, message = Credentials.of_request(request), SignedMessage.of_request(request)
        found = await in_database(selectors.webhook_call, credentials, flow_id_or_name, message)
        return await answered_once(
            request,
            found.call.user_id,
            partial(_started, request, found),
            # A signed message has an id. Another key beside it would let the same message in once more.
            key=found.message_id,
            scope="" if found.is_by_user else f"webhook {found.call.flow.id}",
        )


async def _started(request: HttpRequest, found: WebhookCall) -> HttpResponse:
    job_id = await services.start(found.call, text_of(request))
    response = json_response(STARTED, status=HTTPStatus.ACCEPTED)
    response.headers["X-Job-Id"] = str(job_id)
    return response


class WebhookEventsView(AsyncView):
    """What the webhook runs of a flow tell, as they happen."""

    authentication_classes = (LangflowAuthentication,)

    @extend_schema(
        operation_id="webhook_events", parameters=[LAST_EVENT_ID], responses={(200, "text/event-stream"): str}
    )
    async def get(self, request: HttpRequest, flow_id_or_name: str) -> HttpResponseBase:
        flow = await in_database(selectors.watched_flow, Credentials.of_request(request), flow_id_or_name)
        frames = watching.frames_of(flow, last_seen=request.headers.get("Last-Event-ID", ""))
        return StreamingHttpResponse(frames, content_type="text/event-stream", headers=STREAM_HEADERS)


class WebhookSignatureView(APIView):
    """The secret with which messages to a flow's webhook are signed."""

    @extend_schema(operation_id="read_webhook_signature", responses=SignatureSerializer)
    def get(self, request: SignedInRequest, flow_id_or_name: str) -> Response:
        """Say how messages are signed; the secret itself is not shown again."""
        flow = selectors.own_flow(request.user, flow_id_or_name)
        return Response(SignatureSerializer(selectors.signature_of_flow(flow)).data)

    @extend_schema(
        operation_id="set_webhook_signature",
        request=SignatureBody,
        responses={200: NewSignatureSerializer, 201: NewSignatureSerializer},
    )
    def put(self, request: SignedInRequest, flow_id_or_name: str) -> Response:
        """Set a new secret, yours or one that the server makes; messages signed with the old one are refused."""
        flow = selectors.own_flow(request.user, flow_id_or_name)
        body = SignatureBody.parse(json_body(request, required=False) or {})
        signature, is_new = services.set_signature(flow=flow, body=body)
        status = HTTPStatus.CREATED if is_new else HTTPStatus.OK
        return Response(NewSignatureSerializer(signature).data, status=status)

    @extend_schema(operation_id="remove_webhook_signature", responses={204: None})
    def delete(self, request: SignedInRequest, flow_id_or_name: str) -> Response:
        """Take messages without a signature again, under the server's rules."""
        services.remove_signature(flow=selectors.own_flow(request.user, flow_id_or_name))
        return Response(status=HTTPStatus.NO_CONTENT)
