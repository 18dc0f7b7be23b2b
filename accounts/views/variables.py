"""The caller's variables. Async, because a provider is asked about a key before it is kept."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import status

from accounts import selectors
from accounts.authentication import LangflowAuthentication, caller_of
from accounts.credentials import Credentials
from accounts.errors import ProviderRefusesValue
from accounts.models import User, Variable
from accounts.serializers import NewVariable, VariableChanges, VariableSerializer, variable_rows
from accounts.services import variables
from execution.runtime.provider_keys import KEY_NAMES, problem_with_variable
from langflow_site.common.async_views import AsyncView, json_response
from langflow_site.common.database import in_database
from langflow_site.common.openapi import uuid_in_path
from langflow_site.common.requests import json_body, path_uuid
from langflow_site.common.responses import NoContent

VARIABLE_ID = uuid_in_path("variable_id")


class VariablesView(AsyncView):
    authentication_classes = (LangflowAuthentication,)

    @extend_schema(operation_id="list_variables", responses=VariableSerializer(many=True))
    async def get(self, request: HttpRequest) -> HttpResponse:
        """List your variables; the values of credentials stay on the server."""
        caller = await in_database(caller_of, Credentials.of_request(request))
        return json_response(await in_database(_listed, caller.user))

    @extend_schema(operation_id="create_variable", request=NewVariable, responses={201: VariableSerializer})
    async def post(self, request: HttpRequest) -> HttpResponse:
        """Make a variable. Without a type it is a credential. A key that its provider refuses is refused here."""
        caller = await in_database(caller_of, Credentials.of_request(request))
        body = NewVariable.parse(json_body(request))
        if body.name in KEY_NAMES:
            await in_database(variables.check_new_variable, user=caller.user, name=body.name, value=body.value)
            await _ask_provider(caller.user, body.name, body.value)
        variable = await in_database(
            variables.create_variable,
            user=caller.user,
            name=body.name,
            value=body.value,
            kind=body.type,
            default_fields=body.default_fields,
        )
        return json_response(_wire(variable), status=status.HTTP_201_CREATED)


class VariableView(AsyncView):
    authentication_classes = (LangflowAuthentication,)

    @extend_schema(
        operation_id="update_variable", parameters=[VARIABLE_ID], request=VariableChanges, responses=VariableSerializer
    )
    async def patch(self, request: HttpRequest, variable_id: str) -> HttpResponse:
        """Change what is sent; null leaves a field as it is."""
        caller = await in_database(caller_of, Credentials.of_request(request))
        identifier = path_uuid(variable_id, "variable_id")
        changes = VariableChanges.parse(json_body(request)).changes()
        if changes.keys() & {"name", "value"}:
            name, value = await in_database(_changed, caller.user, identifier, changes)
            await _ask_provider(caller.user, name, value)
        variable = await in_database(
            variables.update_variable, user=caller.user, variable_id=identifier, changes=changes
        )
        return json_response(_wire(variable))

    @extend_schema(operation_id="delete_variable", parameters=[VARIABLE_ID], responses={204: None})
    async def delete(self, request: HttpRequest, variable_id: str) -> NoContent:
        """Remove a variable."""
        caller = await in_database(caller_of, Credentials.of_request(request))
        identifier = path_uuid(variable_id, "variable_id")
        await in_database(variables.delete_variable, user=caller.user, variable_id=identifier)
        return NoContent()


async def _ask_provider(user: User, name: str, value: str) -> None:
    """Raise ProviderRefusesValue if the variable is a provider's key and the provider does not take it."""
    problem = await problem_with_variable(user.pk, name, value)
    if problem is not None:
        raise ProviderRefusesValue(reason=problem)


def _listed(user: User) -> list[dict[str, Any]]:
    return list(variable_rows(selectors.variables_of(user), keys_of_providers=KEY_NAMES))


def _changed(user: User, variable_id: uuid.UUID, changes: Mapping[str, Any]) -> tuple[str, str]:
    """Return name and value as they will be; the value of other variables than keys is nobody's business here."""
    variable = selectors.own_variable(user, variable_id)
    name = changes.get("name", variable.name)
    return name, changes.get("value") or (variable.value if name in KEY_NAMES else "")


def _wire(variable: Variable) -> Any:
    return VariableSerializer(variable).data
