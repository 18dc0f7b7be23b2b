"""Routes that take files into knowledge bases."""

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import LangflowAuthentication, SignedInRequest
from accounts.credentials import Credentials
from accounts.serializers import MessageSerializer
from execution.knowledge import services
from execution.knowledge.selectors import base_of_caller
from execution.knowledge.serializers import (
    IngestForm,
    IngestionSerializer,
    PreviewForm,
    PreviewSerializer,
    form_schema,
)
from langflow_site.common.async_views import AsyncView, json_response
from langflow_site.common.database import in_database
from langflow_site.common.openapi import refusals
from langflow_site.common.requests import path_text
from langflow_site.common.transfer import uploaded_files


class PreviewView(APIView):
    @extend_schema(operation_id="preview_chunks", request=form_schema(PreviewForm), responses=PreviewSerializer)
    def post(self, request: SignedInRequest) -> Response:
        """Show how files would be cut; nothing is stored."""
        return Response({"files": services.preview(PreviewForm.parse(_form_of(request)))})


class IngestView(AsyncView):
    """Files for a knowledge base."""

    authentication_classes = (LangflowAuthentication,)

    @extend_schema(
        operation_id="ingest_files",
        request=form_schema(IngestForm),
        responses={200: IngestionSerializer, **refusals(409, 429)},
    )
    async def post(self, request: HttpRequest, kb_name: str) -> HttpResponse:
        """Take files in by a job; its progress is told like a build's."""
        base = await in_database(base_of_caller, Credentials.of_request(request), path_text(kb_name, "kb_name"))
        form = IngestForm.parse(await in_database(_form_of, request))
        job_id = await services.ingest(base, form)
        return json_response({"id": str(job_id), "href": f"/task/{job_id}"})


class CancelView(AsyncView):
    """The end of an ingestion that is under way."""

    authentication_classes = (LangflowAuthentication,)

    @extend_schema(operation_id="cancel_ingestion", request=None, responses=MessageSerializer)
    async def post(self, request: HttpRequest, kb_name: str) -> HttpResponse:
        """End the ingestion and take back what it stored."""
        base = await in_database(base_of_caller, Credentials.of_request(request), path_text(kb_name, "kb_name"))
        job_id = await services.cancel(base)
        return json_response({"message": f"Ingestion job for {job_id} cancelled successfully."})


def _form_of(request: HttpRequest | Request) -> dict[str, object]:
    """Return the values and files of a multipart body; what a form leaves empty was not filled in."""
    filled = {name: value for name, value in request.POST.items() if value}
    return {**filled, "files": uploaded_files(request, "files")}
