"""The caller's variables."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from accounts import selectors
from accounts.authentication import SignedInRequest
from accounts.serializers import NewVariable, VariableChanges, VariableSerializer
from accounts.services import variables
from langflow_site.common.openapi import uuid_in_path
from langflow_site.common.requests import json_body, path_uuid
from langflow_site.common.responses import NoContent

VARIABLE_ID = uuid_in_path("variable_id")


class VariableViewSet(ViewSet):
    @extend_schema(operation_id="list_variables", responses=VariableSerializer(many=True))
    def list(self, request: SignedInRequest) -> Response:
        """List your variables; the values of credentials stay on the server."""
        return Response(VariableSerializer(selectors.variables_of(request.user), many=True).data)

    @extend_schema(operation_id="create_variable", request=NewVariable, responses={201: VariableSerializer})
    def create(self, request: SignedInRequest) -> Response:
        """Make a variable. Without a type it is a credential."""
        body = NewVariable.parse(json_body(request))
        variable = variables.create_variable(
            user=request.user, name=body.name, value=body.value, kind=body.type, default_fields=body.default_fields
        )
        return Response(VariableSerializer(variable).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        operation_id="update_variable", parameters=[VARIABLE_ID], request=VariableChanges, responses=VariableSerializer
    )
    def partial_update(self, request: SignedInRequest, variable_id: str) -> Response:
        """Change what is sent; null leaves a field as it is."""
        identifier = path_uuid(variable_id, "variable_id")
        changes = VariableChanges.parse(json_body(request)).changes()
        variable = variables.update_variable(user=request.user, variable_id=identifier, changes=changes)
        return Response(VariableSerializer(variable).data)

    @extend_schema(operation_id="delete_variable", parameters=[VARIABLE_ID], responses={204: None})
    def destroy(self, request: SignedInRequest, variable_id: str) -> NoContent:
        """Remove a variable."""
        variables.delete_variable(user=request.user, variable_id=path_uuid(variable_id, "variable_id"))
        return NoContent()
