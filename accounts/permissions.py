"""Who may use a DRF view. What they may see of its rows is the querysets' work."""

from typing import Any

from django.conf import settings
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.errors import NotSuperuser, SignUpDisabled
from langflow_site.common.errors import NotSignedIn


class IsSignedIn(BasePermission):
    """Everybody with a valid credential."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user.is_authenticated:
            raise NotSignedIn
        return True


class IsSuperuser(IsSignedIn):
    def has_permission(self, request: Request, view: Any) -> bool:
        if super().has_permission(request, view) and not request.user.is_superuser:
            raise NotSuperuser
        return True


class MaySignUp(BasePermission):
    """Everybody while sign-up is open; superusers make accounts at any time."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not settings.LANGFLOW.ENABLE_SIGNUP and not getattr(request.user, "is_superuser", False):
            raise SignUpDisabled
        return True
