"""Who may use the store.

Clients of Langflow save a key before they share, like or download, and show what is missing without one. Here the
sign-in says who calls, so any key will do: it is the user's word to take part.
"""

from typing import Any

from django.conf import settings
from rest_framework.request import Request

from accounts.permissions import IsSignedIn
from accounts.selectors import has_readable_store_key
from flows.store.errors import StoreKeyMissing, StoreOff


class MayLook(IsSignedIn):
    """Everybody with a valid credential, while the store is open."""

    def has_permission(self, request: Request, view: Any) -> bool:
        allowed = super().has_permission(request, view)
        if not settings.LANGFLOW.STORE:
            raise StoreOff
        return allowed


class TakesPart(MayLook):
    """Of those the ones who saved a store key."""

    def has_permission(self, request: Request, view: Any) -> bool:
        allowed = super().has_permission(request, view)
        user: Any = request.user  # somebody, since nobody was refused
        if not has_readable_store_key(user):
            raise StoreKeyMissing
        return allowed
