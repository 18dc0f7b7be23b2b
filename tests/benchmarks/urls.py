"""The server's routes, and what Django and DRF cost alone: a view that stores one row in one transaction."""

from django.db import transaction
from django.urls import include, path
from django.utils import timezone
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from monitor.models import Message


class BareView(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)

    @transaction.atomic
    def post(self, request: Request) -> Response:
        text = request.data["input_value"]
        Message.objects.create(
            session_id="bare", timestamp=timezone.now(), sender="User", sender_name="User", text=text
        )
        return Response({"text": text})


urlpatterns = [path("bare", BareView.as_view()), path("", include("langflow_site.urls"))]
