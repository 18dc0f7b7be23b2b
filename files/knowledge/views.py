"""The caller's knowledge bases."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import SignedInRequest
from accounts.serializers import MessageSerializer
from files.knowledge import selectors
from files.knowledge.serializers import (
    ChunksPageSerializer,
    ChunksQuery,
    DeletedSerializer,
    KnowledgeBaseNames,
    KnowledgeBaseSerializer,
    NewKnowledgeBase,
)
from files.knowledge.services import knowledge_bases
from langflow_site.common.openapi import query_parameters, refusals
from langflow_site.common.requests import json_body, path_text


class KnowledgeBasesView(APIView):
    @extend_schema(operation_id="list_knowledge_bases", responses=KnowledgeBaseSerializer(many=True))
    def get(self, request: SignedInRequest) -> Response:
        """List your knowledge bases."""
        return Response(KnowledgeBaseSerializer(selectors.knowledge_bases_of(request.user), many=True).data)

    @extend_schema(
        operation_id="create_knowledge_base",
        request=NewKnowledgeBase,
        responses={201: KnowledgeBaseSerializer, **refusals(409)},
    )
    def post(self, request: SignedInRequest) -> Response:
        """Make a knowledge base; its embedding model never changes."""
        body = NewKnowledgeBase.parse(json_body(request))
        base = knowledge_bases.create_knowledge_base(user=request.user, **body.model_dump())
        return Response(KnowledgeBaseSerializer(base).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="delete_knowledge_bases",
        request=KnowledgeBaseNames,
        responses={200: DeletedSerializer, **refusals(404)},
    )
    def delete(self, request: SignedInRequest) -> Response:
        """Remove several knowledge bases; names of none are told, unless all of them are."""
        names = list(dict.fromkeys(KnowledgeBaseNames.parse(json_body(request)).kb_names))
        missing = knowledge_bases.delete_knowledge_bases(user=request.user, names=names)
        count = len(names) - len(missing)
        told = {"not_found": ", ".join(missing)} if missing else {}
        message = f"Successfully deleted {count} knowledge base(s)"
        return Response({"message": message, "deleted_count": count, **told})


class KnowledgeBaseView(APIView):
    @extend_schema(operation_id="read_knowledge_base", responses=KnowledgeBaseSerializer)
    def get(self, request: SignedInRequest, kb_name: str) -> Response:
        """Read a knowledge base of yours."""
        base = selectors.counted_knowledge_base(request.user, path_text(kb_name, "kb_name"))
        return Response(KnowledgeBaseSerializer(base, context={"is_read_by_name": True}).data)

    @extend_schema(operation_id="delete_knowledge_base", responses=MessageSerializer)
    def delete(self, request: SignedInRequest, kb_name: str) -> Response:
        """Remove a knowledge base of yours with everything in it."""
        knowledge_bases.delete_knowledge_base(user=request.user, name=path_text(kb_name, "kb_name"))
        return Response({"message": f"Knowledge base '{kb_name}' deleted successfully"})


class ChunksView(APIView):
    @extend_schema(operation_id="list_chunks", parameters=query_parameters(ChunksQuery), responses=ChunksPageSerializer)
    def get(self, request: SignedInRequest, kb_name: str) -> Response:
        """List the chunks of a knowledge base of yours, page by page; `search` keeps those that hold the text."""
        query = ChunksQuery.parse(request.GET)
        page = selectors.chunks_page(
            knowledge_base=selectors.own_knowledge_base(request.user, path_text(kb_name, "kb_name")),
            page=query.page,
            size=query.limit,
            search=query.search.strip(),
        )
        return Response(ChunksPageSerializer(page).data)
