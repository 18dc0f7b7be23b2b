"""The address that a user leaves for news."""

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import SignedInRequest
from accounts.serializers import MessageSerializer, NewRegistration, RegisteredSerializer, RegistrationSerializer
from accounts.services import users
from langflow_site.common.requests import json_body

REGISTRATION = PolymorphicProxySerializer(
    component_name="OwnRegistration",
    serializers=[RegistrationSerializer, MessageSerializer],
    resource_type_field_name=None,
)


class RegistrationView(APIView):
    @extend_schema(operation_id="register", request=NewRegistration, responses=RegisteredSerializer)
    def post(self, request: SignedInRequest) -> Response:
        """Leave your address. It is yours: nobody else's registration changes."""
        user = users.register(user=request.user, email=NewRegistration.parse(json_body(request)).email)
        return Response({"email": user.registered_email})

    @extend_schema(operation_id="get_registration", responses=REGISTRATION)
    def get(self, request: SignedInRequest) -> Response:
        """Read the address that you left."""
        if request.user.registered_email is None:
            return Response({"message": "No user registered"})
        return Response(RegistrationSerializer(request.user).data)
