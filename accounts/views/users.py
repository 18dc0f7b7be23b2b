"""Users: sign-up, who am I, the superusers' list, changes, removal."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from accounts import selectors
from accounts.authentication import SignedInRequest
from accounts.permissions import IsSignedIn, IsSuperuser, MaySignUp
from accounts.serializers import (
    DetailSerializer,
    NewUser,
    PasswordReset,
    UpdatedUserSerializer,
    UserChanges,
    UserSerializer,
    UsersPageSerializer,
    UsersQuery,
)
from accounts.services import users
from langflow_site.common.openapi import query_parameters, uuid_in_path
from langflow_site.common.requests import json_body, path_uuid

USER_ID = uuid_in_path("user_id")


class UserViewSet(ViewSet):
    permissions: ClassVar[dict[str | None, type[BasePermission]]] = {
        "create": MaySignUp,
        "list": IsSuperuser,
        "destroy": IsSuperuser,
    }

    def get_permissions(self) -> list[Any]:
        return [self.permissions.get(self.action, IsSignedIn)()]

    @extend_schema(operation_id="create_user", request=NewUser, responses={201: UserSerializer})
    def create(self, request: Request) -> Response:
        """Sign up. The account waits for a superuser to switch it on, unless the server is set up otherwise."""
        body = NewUser.parse(json_body(request))
        user = users.create_user(username=body.username, password=body.password, optins=body.optins)
        return Response(UserSerializer(user).data, status=status.HTTP_201_CREATED)

    @extend_schema(operation_id="list_users", parameters=query_parameters(UsersQuery), responses=UsersPageSerializer)
    def list(self, request: SignedInRequest) -> Response:
        """List the users, for superusers."""
        query = UsersQuery.parse(request.GET)
        page = selectors.users_page(seen_by=request.user, skip=query.skip, limit=query.limit)
        return Response(UsersPageSerializer(page).data)

    @extend_schema(operation_id="read_own_user", responses=UserSerializer)
    def whoami(self, request: SignedInRequest) -> Response:
        """Describe the caller."""
        return Response(UserSerializer(request.user).data)

    @extend_schema(
        operation_id="update_user", parameters=[USER_ID], request=UserChanges, responses=UpdatedUserSerializer
    )
    def partial_update(self, request: SignedInRequest, user_id: str) -> Response:
        """Change your own account or, as a superuser, anybody's."""
        identifier = path_uuid(user_id, "user_id")
        changes = UserChanges.parse(json_body(request)).changes()
        user = users.update_user(user_id=identifier, changes=changes, by=request.auth)
        return Response(UpdatedUserSerializer(user).data)

    @extend_schema(
        operation_id="reset_own_password", parameters=[USER_ID], request=PasswordReset, responses=UserSerializer
    )
    def reset_password(self, request: SignedInRequest, user_id: str) -> Response:
        """Change your own password; your other sessions end."""
        identifier = path_uuid(user_id, "user_id")
        password = PasswordReset.parse(json_body(request)).password
        user = users.reset_own_password(user_id=identifier, password=password, by=request.auth)
        return Response(UserSerializer(user).data)

    @extend_schema(operation_id="delete_user", parameters=[USER_ID], responses=DetailSerializer)
    def destroy(self, request: SignedInRequest, user_id: str) -> Response:
        """Remove a user with all that is his."""
        users.delete_user(user_id=path_uuid(user_id, "user_id"), by=request.auth)
        return Response({"detail": "User deleted"})
