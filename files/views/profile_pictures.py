"""Pictures that users choose for their profile. Editors ask for them before anybody has signed in."""

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from files import profile_pictures
from files.serializers import FileNamesSerializer
from langflow_site.common.openapi import refusals
from langflow_site.common.responses import PiecewiseResponse

SVG = "image/svg+xml"


class ProfilePicturesView(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(operation_id="list_profile_pictures", responses=FileNamesSerializer)
    def get(self, request: Request) -> Response:
        """List the pictures as `folder/file`. Anyone may."""
        return Response({"files": profile_pictures.names()})


class ProfilePictureView(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(operation_id="show_profile_picture", responses={(200, SVG): OpenApiTypes.BINARY, **refusals(400)})
    def get(self, request: Request, folder_name: str, file_name: str) -> FileResponse:
        """Show a picture. Anyone may."""
        picture = profile_pictures.picture(folder_name, file_name)
        return PiecewiseResponse(picture.open("rb"), content_type=SVG)
