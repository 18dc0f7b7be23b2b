"""Django's admin as this server's: its name, its sign-in with a limit, and nothing that we do not use."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest, HttpResponse


class OperatorSite(AdminSite):
    site_header = "Langflow server"
    site_title = "Langflow server"
    index_title = "Administration"
    site_url = "/docs"

    @property
    def login_form(self) -> type[forms.Form]:  # type: ignore[override]  # forms need the models, which load after sites
        from accounts.forms import SignInForm  # noqa: PLC0415 - as above

        return SignInForm

    # Django's view answers with a page or, after the change, with a redirect; its annotation knows the page only.
    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A new password signs its user out everywhere else, as on every other way to change it."""
        from accounts.models import User  # noqa: PLC0415 - as above
        from accounts.services.sessions import end_sessions  # noqa: PLC0415 - as above

        response = super().password_change(request, extra_context)
        if response.status_code == HTTPStatus.FOUND and isinstance(request.user, User):
            end_sessions(user=request.user)
        return response


class OperatorAdminConfig(AdminConfig):
    default_site = "langflow_site.admin_site.OperatorSite"
