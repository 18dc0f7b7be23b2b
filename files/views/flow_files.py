"""Files of single flows (the first version of the API)."""

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import SignedInRequest
from accounts.serializers import MessageSerializer
from files import downloads, selectors, services
from files.errors import MultipartRequired, NotAnImage
from files.parsing import PlainFilesParser, is_multipart
from files.serializers import FileNamesSerializer, StoredFlowFileSerializer
from flows.selectors import own_flow
from langflow_site.common.openapi import FILE_UPLOAD, uuid_in_path
from langflow_site.common.requests import path_text, path_uuid
from langflow_site.common.transfer import uploaded_file

FLOW_ID = uuid_in_path("flow_id")


class FlowFileUploadView(APIView):
    parser_classes = (PlainFilesParser,)

    @extend_schema(
        operation_id="upload_flow_file",
        parameters=[FLOW_ID],
        request=FILE_UPLOAD,
        responses={201: StoredFlowFileSerializer},
    )
    def post(self, request: SignedInRequest, flow_id: str) -> Response:
        """Upload a file for a flow of yours. Its name gets the moment in front."""
        flow = own_flow(request.user, path_uuid(flow_id, "flow_id"))
        if not is_multipart(request.content_type or ""):
            raise MultipartRequired
        upload = uploaded_file(request)
        file = services.upload_to_flow(user=request.user, flow=flow, name=upload.name or "", content=upload)
        return Response(StoredFlowFileSerializer(file).data, status=201)


class OldUploadView(FlowFileUploadView):
    """The same by the path that older clients use."""

    @extend_schema(
        operation_id="upload_flow_file_old",
        deprecated=True,
        parameters=[FLOW_ID],
        request=FILE_UPLOAD,
        responses={201: StoredFlowFileSerializer},
    )
    def post(self, request: SignedInRequest, flow_id: str) -> Response:
        """Upload a file for a flow of yours; `/api/v1/files/upload/{flow_id}` does the same."""
        return super().post(request, flow_id)


class FlowFilesView(APIView):
    @extend_schema(operation_id="list_flow_files", parameters=[FLOW_ID], responses=FileNamesSerializer)
    def get(self, request: SignedInRequest, flow_id: str) -> Response:
        """List the names of the files of a flow of yours."""
        files = selectors.files_of_flow(request.user, path_uuid(flow_id, "flow_id"))
        return Response({"files": list(files.values_list("name", flat=True))})


class FlowFileDownloadView(APIView):
    @extend_schema(
        operation_id="download_flow_file",
        parameters=[FLOW_ID],
        responses={(200, downloads.OCTETS): OpenApiTypes.BINARY},
    )
    def get(self, request: SignedInRequest, flow_id: str, file_name: str) -> HttpResponseBase:
        """Download a file of a flow of yours."""
        file = selectors.file_of_flow(request.user, path_uuid(flow_id, "flow_id"), path_text(file_name, "file_name"))
        return downloads.as_download(file, name=file.name)


class FlowImageView(APIView):
    @extend_schema(
        operation_id="show_flow_image", parameters=[FLOW_ID], responses={(200, "image/*"): OpenApiTypes.BINARY}
    )
    def get(self, request: SignedInRequest, flow_id: str, file_name: str) -> HttpResponseBase:
        """Show an image of a flow of yours. Editors sign in by their cookie here."""
        file = selectors.file_of_flow(request.user, path_uuid(flow_id, "flow_id"), path_text(file_name, "file_name"))
        content_type = downloads.image_type(file.name)
        if not content_type.startswith("image/"):
            raise NotAnImage(content_type=content_type)
        return downloads.as_image(file, name=file.name, content_type=content_type)


class FlowFileDeleteView(APIView):
    @extend_schema(operation_id="delete_flow_file", parameters=[FLOW_ID], responses=MessageSerializer)
    def delete(self, request: SignedInRequest, flow_id: str, file_name: str) -> Response:
        """Delete a file of a flow of yours."""
        name = path_text(file_name, "file_name")
        services.delete_flow_file(user=request.user, flow_id=path_uuid(flow_id, "flow_id"), name=name)
        return Response({"message": f"File {file_name} deleted successfully"})
