"""Messages, sessions, vertex builds and transactions of the caller's own flows."""

from uuid import UUID

from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from pydantic import TypeAdapter
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import SignedInRequest
from langflow_site.common.openapi import query_parameters, refusals
from langflow_site.common.requests import json_body, path_uuid, validated
from langflow_site.common.responses import NoContent
from langflow_site.common.rows import list_answer
from monitor import selectors, services
from monitor.serializers.records import (
    ChangedMessage,
    FlowQuery,
    MessageBody,
    MessageIds,
    MessageListItem,
    MessagesQuery,
    RenameQuery,
    SessionName,
    SessionsQuery,
    TransactionPageResponse,
    TransactionsQuery,
    VertexBuildsResponse,
    changed_message_wire,
    message_rows,
    transaction_page_wire,
    vertex_builds_wire,
)

SESSION_NAME: TypeAdapter[str] = TypeAdapter(SessionName)


class MessagesView(APIView):
    """The messages of the caller's flows."""

    @extend_schema(
        operation_id="get_messages", parameters=query_parameters(MessagesQuery),
        responses={200: MessageListItem(many=True), **refusals(400)},
    )  # fmt: skip
    def get(self, request: SignedInRequest) -> HttpResponseBase:
        wanted = MessagesQuery.parse(request.query_params).as_filter()
        return list_answer(message_rows(selectors.messages(user=request.user, wanted=wanted)))

    @extend_schema(operation_id="delete_messages", request=list[UUID], responses={204: None})
    def delete(self, request: SignedInRequest) -> NoContent:
        ids = validated(MessageIds, json_body(request), within=("body",))
        services.delete_messages(user=request.user, message_ids=ids)
        return NoContent()


class MessageView(APIView):
    """One message."""

    @extend_schema(operation_id="update_message", request=MessageBody, responses=ChangedMessage)
    def put(self, request: SignedInRequest, message_id: str) -> Response:
        pk = path_uuid(message_id, "message_id")
        changes = MessageBody.parse(json_body(request)).changes()
        return Response(
            changed_message_wire(services.update_message(user=request.user, message_id=pk, changes=changes))
        )


class SessionsView(APIView):
    """The names of the caller's sessions."""

    @extend_schema(
        operation_id="get_message_sessions", parameters=query_parameters(SessionsQuery), responses={200: list[str]}
    )
    def get(self, request: SignedInRequest) -> Response:
        flow_id = SessionsQuery.parse(request.query_params).flow_id
        return Response(selectors.session_ids(user=request.user, flow_id=flow_id))


class SessionView(APIView):
    """One session: all messages of that name."""

    @extend_schema(
        operation_id="rename_session", parameters=query_parameters(RenameQuery), request=None,
        responses=MessageListItem(many=True),
    )  # fmt: skip
    def patch(self, request: SignedInRequest, session_id: str) -> HttpResponseBase:
        new = RenameQuery.parse(request.query_params).new_session_id
        rows = services.rename_session(user=request.user, old=SESSION_NAME.validate_python(session_id), new=new)
        return list_answer(message_rows(rows))

    @extend_schema(operation_id="delete_session", responses={204: None})
    def delete(self, request: SignedInRequest, session_id: str) -> NoContent:
        services.delete_session(user=request.user, session_id=SESSION_NAME.validate_python(session_id))
        return NoContent()


class VertexBuildsView(APIView):
    """What the vertices of a flow gave in its last runs."""

    @extend_schema(
        operation_id="get_vertex_builds", parameters=query_parameters(FlowQuery), responses=VertexBuildsResponse
    )
    def get(self, request: SignedInRequest) -> Response:
        flow_id = FlowQuery.parse(request.query_params).flow_id
        return Response(vertex_builds_wire(selectors.vertex_builds(user=request.user, flow_id=flow_id)))

    @extend_schema(operation_id="delete_vertex_builds", parameters=query_parameters(FlowQuery), responses={204: None})
    def delete(self, request: SignedInRequest) -> NoContent:
        flow_id = FlowQuery.parse(request.query_params).flow_id
        services.delete_vertex_builds(user=request.user, flow_id=flow_id)
        return NoContent()


class TransactionsView(APIView):
    """The log of a flow: what each vertex was given and gave, newest first."""

    @extend_schema(
        operation_id="get_transactions", parameters=query_parameters(TransactionsQuery),
        responses=TransactionPageResponse,
    )  # fmt: skip
    def get(self, request: SignedInRequest) -> Response:
        query = TransactionsQuery.parse(request.query_params)
        page = selectors.transactions(user=request.user, flow_id=query.flow_id, page=query.page, size=query.size)
        return Response(transaction_page_wire(page, number=query.page, size=query.size))
