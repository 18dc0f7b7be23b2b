"""What the server keeps of runs, and users' MCP servers: to search and to read, and to delete where that is wanted."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from execution.models import DefaultModel, IdempotentRequest, Job, McpServer, ModelSwitch, WebhookSignature
from execution.runtime import jobs


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """Runs write jobs."""

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


@admin.register(WebhookSignature)
class WebhookSignatureAdmin(ReadOnlyAdmin):
    """Secrets are set by the API and shown there once; here a signature can be removed."""

    list_display = ("flow", "tolerance_seconds", "created_at", "updated_at")
    list_filter = ("created_at",)
    list_select_related = ("flow",)
    search_fields = ("=flow__id", "flow__name", "flow__endpoint_name", "flow__user__username")
    exclude = ("encrypted_secret",)


@admin.register(IdempotentRequest)
class IdempotentRequestAdmin(ReadOnlyAdmin):
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


@admin.register(McpServer)
class McpServerAdmin(ReadOnlyAdmin):
    """Users add their servers in the editor. Of a configuration the admin shows the kind only: tokens are in it."""

    list_display = ("name", "user", "kind", "created_at", "updated_at")
    list_filter = ("created_at",)
    list_select_related = ("user",)
    search_fields = ("name", "user__username")
    ordering = ("user__username", "name")
    readonly_fields = ("kind",)

    @admin.display(description="Reached by")
    def kind(self, server: McpServer) -> str:
        return "a command" if server.config.get("command") else "HTTP"


@admin.register(ModelSwitch)
class ModelSwitchAdmin(ReadOnlyAdmin):
    """Users switch models in the editor; without its row a model is offered as at first."""

    list_display = ("user", "provider", "model_name", "is_on", "updated_at")
    list_filter = ("provider", "is_on")
    list_select_related = ("user",)
    search_fields = ("user__username", "provider", "model_name")
    ordering = ("user__username", "provider", "model_name")


@admin.register(DefaultModel)
class DefaultModelAdmin(ReadOnlyAdmin):
    """Users choose it in the editor; without one, new components begin with the first model on offer."""

    list_display = ("user", "kind", "provider", "model_name", "updated_at")
    list_filter = ("kind", "provider")
    list_select_related = ("user",)
    search_fields = ("user__username", "provider", "model_name")
    ordering = ("user__username", "kind")
