"""Jobs in the admin: to search and to read, and to delete where that is wanted; runs write them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from execution.models import Job
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
