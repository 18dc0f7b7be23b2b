"""The default password `langflow`, for a server that only its own machine can reach.

No account is ever stored with it: the account that auto login made has no password at all, and this backend lets the
default stand in for one exactly as long as the server signs everybody in without a password anyway.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from accounts.models import User

DEFAULT_PASSWORD = "langflow"  # noqa: S105 - public knowledge, see above


class LoopbackBackend(ModelBackend):
    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """Return the auto-login superuser for the default password, or None where that opens nothing."""
        if not default_password_opens() or username != settings.LANGFLOW.SUPERUSER:
            return None
        if not constant_time_compare(password or "", DEFAULT_PASSWORD):
            return None
        user = User.objects.auto_login_user()
        return None if user is None or user.has_usable_password() else user


def default_password_opens() -> bool:
    options = settings.LANGFLOW
    return options.AUTO_LOGIN and options.LISTENS_ON_LOOPBACK_ONLY and not options.SUPERUSER_PASSWORD
