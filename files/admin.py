"""Files in the admin: who keeps what and how much. What is in them is not shown."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from files.models import FlowFile, UserFile


class ReadOnlyAdmin(admin.ModelAdmin):
    """Files come by the API, since bytes come along; superusers may look, and remove both."""

    exclude = ("key",)
    ordering = ("-created_at",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(UserFile)
class UserFileAdmin(ReadOnlyAdmin):
    list_display = ("name", "file_name", "user", "size", "is_ephemeral", "created_at")
    list_filter = ("is_ephemeral", "created_at")
    list_select_related = ("user",)
    search_fields = ("id", "name", "file_name", "user__username", "user__id")


@admin.register(FlowFile)
class FlowFileAdmin(ReadOnlyAdmin):
    list_display = ("name", "flow", "size", "created_at")
    list_filter = ("created_at",)
    search_fields = ("id", "name", "flow__name", "flow__id", "flow__user__username")

    def get_queryset(self, request: HttpRequest) -> QuerySet[FlowFile]:
        # Of its flow the name is enough: graphs are large.
        return super().get_queryset(request).select_related("flow").defer("flow__data")
