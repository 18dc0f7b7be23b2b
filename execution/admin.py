"""Jobs in the admin: to search and to read, and to delete where that is wanted; runs write them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from execution.models import Job


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    list_display = ("created_at", "kind", "state", "flow", "user", "attempts", "worker", "ended_at", "error")
    list_filter = ("state", "kind", "is_waiting", "created_at")
    list_select_related = ("flow", "user")
    search_fields = ("=id", "=flow__id", "flow__name", "user__username", "session_id", "worker", "error")
    date_hierarchy = "created_at"
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
