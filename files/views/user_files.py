"""The files of a user's collection (the second version of the API)."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import FormParser
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from accounts.authentication import SignedInRequest
from accounts.serializers import DetailSerializer, MessageSerializer
from files import downloads, selectors, services
from files.errors import NotText, TooLongToReturn
from files.models import UserFile
from files.parsing import FilesParser
from files.serializers import (
    FILE_IDS,
    DownloadQuery,
    RenameQuery,
    UploadedFileSerializer,
    UploadQuery,
    UserFileSerializer,
    user_file_rows,
)
from files.storage import opened
from langflow_site.common.openapi import FILE_UPLOAD, query_parameters, refusals, uuid_in_path
from langflow_site.common.parsers import NoForm
from langflow_site.common.requests import json_body, path_uuid, validated
from langflow_site.common.rows import list_answer
from langflow_site.common.transfer import uploaded_file

FILE_ID = uuid_in_path("file_id")
ID_LIST: Mapping[str, Any] = {"type": "array", "items": {"type": "string", "format": "uuid"}}


class UserFileViewSet(ViewSet):
    parser_classes = (FilesParser, FormParser, NoForm)

    @extend_schema(operation_id="list_files", responses=UserFileSerializer(many=True))
    def list(self, request: SignedInRequest) -> HttpResponseBase:
        """List your files."""
        return list_answer(user_file_rows(selectors.files_of(request.user)))

    @extend_schema(
        operation_id="upload_file",
        parameters=query_parameters(UploadQuery),
        request=FILE_UPLOAD,
        responses={201: UploadedFileSerializer, **refusals(409)},
    )
    def create(self, request: SignedInRequest) -> Response:
        """Upload a file. With `append` it is put behind your file of the same name; `ephemeral` ones are not listed."""
        query = UploadQuery.parse(request.query_params)
        upload = uploaded_file(request)
        user_id, name = request.user.pk, upload.name or ""
        if query.append:
            file = services.append_to_file(user_id=user_id, file_name=name, content=upload)
        else:
            file = services.upload_file(user_id=user_id, file_name=name, content=upload, is_ephemeral=query.ephemeral)
        return Response(UploadedFileSerializer(file).data, status=201)

    @extend_schema(operation_id="delete_all_files", responses=MessageSerializer)
    def destroy_all(self, request: SignedInRequest) -> Response:
        """Delete all of your files."""
        count = services.delete_all_files(user=request.user)
        return Response({"message": f"All {count} files deleted successfully"})

    @extend_schema(
        operation_id="download_file",
        parameters=[FILE_ID, *query_parameters(DownloadQuery)],
        responses={(200, downloads.OCTETS): OpenApiTypes.BINARY, (200, "application/json"): OpenApiTypes.STR},
    )
    def retrieve(self, request: SignedInRequest, file_id: str) -> HttpResponseBase:
        """Download a file of yours; with `return_content` its text comes as JSON."""
        identifier = path_uuid(file_id, "file_id")
        query = DownloadQuery.parse(request.query_params)
        file = selectors.own_file(request.user, identifier)
        if query.return_content:
            return Response(_text_of(file))
        return downloads.as_download(file, name=downloads.download_name(file))

    @extend_schema(
        operation_id="rename_file",
        parameters=[FILE_ID, *query_parameters(RenameQuery)],
        request=None,
        responses={200: UploadedFileSerializer, **refusals(400, 409)},
    )
    def update(self, request: SignedInRequest, file_id: str) -> Response:
        """Give a file of yours another name, without an ending. Its path stays."""
        identifier = path_uuid(file_id, "file_id")
        name = RenameQuery.parse(request.query_params).name
        file = services.rename_file(user=request.user, file_id=identifier, name=name)
        return Response(UploadedFileSerializer(file).data)

    @extend_schema(operation_id="delete_file", parameters=[FILE_ID], responses=DetailSerializer)
    def destroy(self, request: SignedInRequest, file_id: str) -> Response:
        """Delete a file of yours."""
        file = services.delete_file(user=request.user, file_id=path_uuid(file_id, "file_id"))
        return Response({"detail": f"File {file.name} deleted successfully"})

    @extend_schema(
        operation_id="download_files",
        request={"application/json": ID_LIST},
        responses={(200, downloads.ZIP_TYPE): OpenApiTypes.BINARY, **refusals(404)},
    )
    def retrieve_batch(self, request: SignedInRequest) -> HttpResponseBase:
        """Download some of your files as a ZIP."""
        return downloads.as_archive(selectors.own_files(request.user, _ids(request)))

    @extend_schema(
        operation_id="delete_files",
        request={"application/json": ID_LIST},
        responses={200: MessageSerializer, **refusals(404)},
    )
    def destroy_batch(self, request: SignedInRequest) -> Response:
        """Delete some of your files."""
        count = services.delete_files(user=request.user, ids=_ids(request))
        return Response({"message": f"{count} files deleted successfully"})


def _ids(request: SignedInRequest) -> list[uuid.UUID]:
    return validated(FILE_IDS, json_body(request), within=("body",))


def _text_of(file: UserFile) -> str:
    """Return the whole text; raise TooLongToReturn or NotText for what does not fit into an answer."""
    if file.size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise TooLongToReturn(name=file.name)
    with opened(file.key, name=file.name) as content:
        try:
            return content.read().decode()
        except UnicodeDecodeError:
            raise NotText(name=file.name) from None
