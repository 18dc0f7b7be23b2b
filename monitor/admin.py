"""The records of runs in the admin: to search and to read, not to write."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import Truncator

from monitor import services
from monitor.models import Message, ModelUse, Trace, Transaction, VertexBuild


class ReadOnlyAdmin(admin.ModelAdmin):
    """Runs write these rows; people may read them, and delete them where the law or the disk asks for it."""

    list_select_related = ("flow",)
    ordering = ("-timestamp",)
    show_full_result_count = False
    date_hierarchy = "timestamp"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ("timestamp", "flow", "session_id", "sender_name", "beginning", "error")
    list_filter = ("sender", "error", "edit", "category", "timestamp")
    search_fields = ("text", "session_id", "sender_name", "=flow__id", "=run_id")

    def delete_model(self, request: HttpRequest, obj: Message) -> None:
        services.delete_chosen_messages(Message.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        services.delete_chosen_messages(queryset)

    @admin.display(description="Text")
    def beginning(self, message: Message) -> str:
        return Truncator(message.text).chars(200)


@admin.register(VertexBuild)
class VertexBuildAdmin(ReadOnlyAdmin):
    list_display = ("timestamp", "flow", "vertex_id", "valid")
    list_filter = ("valid", "timestamp")
    search_fields = ("vertex_id", "params", "=flow__id", "=run_id")


@admin.register(Transaction)
class TransactionAdmin(ReadOnlyAdmin):
    list_display = ("timestamp", "flow", "vertex_id", "status", "reason")
    list_filter = ("status", "timestamp")
    search_fields = ("vertex_id", "error", "=flow__id", "=run_id")

    @admin.display(description="Error")
    def reason(self, transaction: Transaction) -> str:
        return Truncator(transaction.error or "").chars(120)


@admin.register(Trace)
class TraceAdmin(ReadOnlyAdmin):
    list_display = ("timestamp", "flow", "session_id", "status", "milliseconds", "total_tokens")
    list_filter = ("status", "timestamp")
    search_fields = ("name", "session_id", "=flow__id", "=run_id")
    exclude = ("spans", "group")

    def delete_model(self, request: HttpRequest, obj: Trace) -> None:
        services.delete_chosen_traces(Trace.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        services.delete_chosen_traces(queryset)


@admin.register(ModelUse)
class ModelUseAdmin(ReadOnlyAdmin):
    list_display = ("timestamp", "flow", "model_name", "calls", "input_tokens", "output_tokens")
    list_filter = ("model_name", "timestamp")
    search_fields = ("model_name", "=flow__id")
