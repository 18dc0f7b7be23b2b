"""Projects in the admin."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from projects.auth_settings import shown
from projects.models import Project


@admin.register(Project)
class ProjectAdmin(admin.ModelAdmin):
    list_display = ("name", "user", "flow_count", "updated_at")
    list_filter = ("updated_at",)
    list_select_related = ("user",)
    search_fields = ("id", "name", "description", "user__username")
    ordering = ("user__username", "name")
    autocomplete_fields = ("user", "parent")
    readonly_fields = ("id", "sign_in", "created_at", "updated_at")
    fields = ("name", "description", "user", "parent", "sign_in", "id", "created_at", "updated_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Project]:
        return super().get_queryset(request).annotate(flow_count=Count("flows"))

    @admin.display(description="Flows", ordering="flow_count")
    def flow_count(self, project: Project) -> int:
        count: int = project.flow_count  # type: ignore[attr-defined]  # annotated by get_queryset
        return count

    @admin.display(description="How MCP clients sign in, without secrets")
    def sign_in(self, project: Project) -> str:
        return str(shown(project.auth_settings) or "not at all")
