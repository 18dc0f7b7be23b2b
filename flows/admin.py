"""Flows in the admin. Graphs are shown without their secrets and are changed in the editor only."""

import json

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html

from flows import services
from flows.definition import without_secrets
from flows.models import Flow


class OwnerFilter(admin.SimpleListFilter):
    """Starters belong to nobody."""

    title = "owner"
    parameter_name = "owner"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("users", "Users"), ("server", "The server (starters)")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Flow]) -> QuerySet[Flow]:
        match self.value():
            case "users":
                return queryset.exclude(user=None)
            case "server":
                return queryset.filter(user=None)
            case _:
                return queryset


@admin.register(Flow)
class FlowAdmin(admin.ModelAdmin):
    list_display = ("name", "user", "project", "endpoint_name", "access_type", "is_component", "updated_at")
    list_filter = (OwnerFilter, "access_type", "is_component", "webhook", "locked", "mcp_enabled", "updated_at")
    list_select_related = ("user", "project")
    search_fields = ("id", "name", "endpoint_name", "user__username")
    ordering = ("-updated_at",)
    autocomplete_fields = ("user", "project")
    readonly_fields = ("id", "graph", "webhook", "version_stamp", "created_at", "updated_at")
    fieldsets = (
        (None, {"fields": ("name", "description", "user", "project", "endpoint_name", "access_type", "locked")}),
        ("Tool", {"fields": ("mcp_enabled", "action_name", "action_description")}),
        ("Look", {"classes": ("collapse",), "fields": ("icon", "icon_bg_color", "gradient", "tags", "is_component")}),
        ("Graph", {"classes": ("collapse",), "fields": ("graph",)}),
        ("Record", {"fields": ("id", "webhook", "version_stamp", "created_at", "updated_at")}),
    )
    actions = ("make_private",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Flow]:
        return super().get_queryset(request).defer("data")

    def save_model(self, request: HttpRequest, obj: Flow, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "user" in form.changed_data:
            services.hand_over(flow=obj, to=obj.user)

    @admin.display(description="Graph, without secrets")
    def graph(self, flow: Flow) -> str:
        text = json.dumps(without_secrets(flow.data), indent=2, ensure_ascii=False)
        return format_html('<pre style="max-height: 40em; overflow: auto">{}</pre>', text)

    @admin.action(description="Make the chosen flows private", permissions=["change"])
    def make_private(self, request: HttpRequest, flows: QuerySet[Flow]) -> None:
        self.message_user(request, f"{flows.update(access_type=Flow.Access.PRIVATE)} flows are private.")
