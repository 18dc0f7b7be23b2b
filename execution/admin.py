"""What the server keeps of runs, in the admin: to search and to read, and to delete where that is wanted."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from execution.models import IdempotentRequest, Job, WebhookSignature
from execution.runtime import jobs


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    list_display = ("created_at", "kind", "state", "flow", "user", "attempts", "worker", "ended_at", "error")
    list_filter = ("state", "kind", "is_waiting", "created_at")
    list_select_related = ("flow", "user")
    search_fields = ("=id", "=flow__id", "flow__name", "user__username", "session_id", "worker", "error")
    date_hierarchy = "created_at"
    show_full_result_count = False

    actions = ("cancel",)

    @admin.action(description="Cancel the chosen jobs", permissions=["delete"])
    def cancel(self, request: HttpRequest, queryset: "QuerySet[Job]") -> None:
        cancelled = sum(jobs.blocking(jobs.cancel, job.pk) for job in queryset)
        self.message_user(request, f"{cancelled} jobs were cancelled; the others had ended.")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(WebhookSignature)
class WebhookSignatureAdmin(admin.ModelAdmin):
    """Secrets are set by the API and shown there once; here a signature can be removed."""

    list_display = ("flow", "tolerance_seconds", "created_at", "updated_at")
    list_filter = ("created_at",)
    list_select_related = ("flow",)
    search_fields = ("=flow__id", "flow__name", "flow__endpoint_name", "flow__user__username")
    exclude = ("encrypted_secret",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(IdempotentRequest)
class IdempotentRequestAdmin(admin.ModelAdmin):
    """Deleting one frees its key."""

    list_display = ("created_at", "user", "route", "state", "status", "lease_ends_at", "expires_at")
    list_filter = ("state", "status", "created_at")
    list_select_related = ("user",)
    search_fields = ("=key", "route", "user__username", "scope")
    date_hierarchy = "created_at"
    exclude = ("headers", "body", "body_hash", "claim")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("body")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
