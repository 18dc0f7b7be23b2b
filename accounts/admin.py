"""Accounts in the admin. Hashes, keys, tokens and values are never shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from accounts.errors import LastSuperuserStays
from accounts.forms import PasswordForm
from accounts.models import ApiKey, LoginSession, User, Variable
from accounts.services.users import keeping_a_superuser

admin.site.unregister(Group)  # superusers may do everything, others nothing: groups would promise more


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    list_display = ("username", "is_active", "is_superuser", "last_login", "created_at")
    list_filter = ("is_active", "is_superuser")
    search_fields = ("id", "username", "registered_email")
    ordering = ("username",)
    readonly_fields = ("last_login", "registered_at", "created_at", "updated_at")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Rights", {"fields": ("is_active", "is_superuser")}),
        ("Editor", {"fields": ("profile_image", "optins", "registered_email", "registered_at")}),
        ("Times", {"fields": ("last_login", "created_at", "updated_at")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "usable_password", "password1", "password2", "is_active")}),)
    actions = ("activate", "deactivate")
    change_password_form = PasswordForm

    # Whoever uses the admin is a superuser; who cannot harm himself here leaves one.
    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        return (*self.readonly_fields, *(("is_active", "is_superuser") if obj == request.user else ()))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and obj != request.user

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        with _keeping_a_superuser():
            super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        with _keeping_a_superuser():
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        with _keeping_a_superuser():
            queryset.exclude(username=request.user.get_username()).delete()

    @admin.action(description="Activate the chosen users")
    def activate(self, request: HttpRequest, users: QuerySet[User]) -> None:
        self.message_user(request, f"{users.update(is_active=True)} users are active.")

    @admin.action(description="Deactivate the chosen users (yourself excepted)")
    def deactivate(self, request: HttpRequest, users: QuerySet[User]) -> None:
        with _keeping_a_superuser():
            count = users.exclude(username=request.user.get_username()).update(is_active=False)
        self.message_user(request, f"{count} users are inactive.")


@contextmanager
def _keeping_a_superuser() -> Iterator[None]:
    """The rule of the services, as the admin tells it: two who work here could remove each other at once."""
    try:
        with keeping_a_superuser():
            yield
    except LastSuperuserStays as error:
        raise PermissionDenied(error.message) from error


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that only the server makes; superusers may look and remove."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnlyAdmin):
    list_display = ("hint", "name", "user", "is_active", "total_uses", "last_used_at", "created_at")
    list_filter = ("is_active", "created_at")
    ordering = ("-created_at",)
    list_select_related = ("user",)
    search_fields = ("id", "name", "hint", "user__username")
    exclude = ("key_hash",)
    actions = ("revoke",)

    @admin.action(description="Revoke the chosen keys", permissions=["delete"])
    def revoke(self, request: HttpRequest, keys: QuerySet[ApiKey]) -> None:
        self.message_user(request, f"{keys.update(is_active=False)} keys are revoked.")


@admin.register(Variable)
class VariableAdmin(ReadOnlyAdmin):
    list_display = ("name", "type", "user", "updated_at")
    list_filter = ("type",)
    ordering = ("user__username", "name")
    list_select_related = ("user",)
    search_fields = ("id", "name", "user__username")
    exclude = ("encrypted_value",)


@admin.register(LoginSession)
class LoginSessionAdmin(ReadOnlyAdmin):
    list_display = ("user", "created_at", "refreshed_at", "expires_at", "revoked_at")
    list_filter = ("created_at", "revoked_at")
    ordering = ("-created_at",)
    list_select_related = ("user",)
    search_fields = ("user__username",)
    exclude = ("refresh_token_id", "previous_refresh_token_id")
    actions = ("revoke",)

    @admin.action(description="Revoke the chosen sessions", permissions=["delete"])
    def revoke(self, request: HttpRequest, sessions: QuerySet[LoginSession]) -> None:
        count = LoginSession.objects.filter(pk__in=sessions.values("pk")).revoke()
        self.message_user(request, f"{count} sessions are revoked.")
