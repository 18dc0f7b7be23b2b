"""Forms of the admin's sign-in and passwords. The API has its own way in: views/sessions.py."""

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.core.exceptions import ValidationError

from accounts import throttling
from accounts.errors import TooManyAttempts
from accounts.models import User
from accounts.services.sessions import end_sessions


class SignInForm(AdminAuthenticationForm):
    """Failures count together with those of the API's login."""

    def clean(self) -> dict[str, Any]:
        who = {
            "username": str(self.cleaned_data.get("username", "")),
            "address": self.request.META.get("REMOTE_ADDR", "") if self.request else "",
        }
        try:
            throttling.check_attempts(**who)
        except TooManyAttempts as error:
            raise ValidationError(str(error), code=error.code) from None
        try:
            return super().clean()
        except ValidationError:
            throttling.count_failure(**who)
            raise


class PasswordForm(AdminPasswordChangeForm):
    """A new password signs its user out everywhere."""

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit=commit)
        end_sessions(user=user)
        return user
