"""The store in the admin: what is shared, by whom, and the tags to choose from. Documents are shown without secrets."""

import json

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from flows.store.models import Like, SharedItem, Tag


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    list_display = ("name", "item_count")
    search_fields = ("name",)
    ordering = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        return super().get_queryset(request).annotate(item_count=Count("items"))

    @admin.display(description="Items", ordering="item_count")
    def item_count(self, tag: Tag) -> int:
        count: int = tag.item_count  # type: ignore[attr-defined]  # annotated by get_queryset
        return count


@admin.register(SharedItem)
class SharedItemAdmin(admin.ModelAdmin):
    list_display = ("name", "user", "is_component", "is_private", "likes_count", "downloads_count", "updated_at")
    list_filter = ("is_private", "is_component", "tags", "updated_at")
    list_select_related = ("user",)
    search_fields = ("id", "name", "description", "user__username")
    ordering = ("-updated_at",)
    autocomplete_fields = ("user", "parent", "tags")
    readonly_fields = ("id", "document", "contents", "likes_count", "downloads_count", "created_at", "updated_at")
    fieldsets = (
        (None, {"fields": ("name", "description", "user", "is_private", "tags")}),
        ("About", {"fields": ("is_component", "last_tested_version", "parent", "contents")}),
        ("Document", {"classes": ("collapse",), "fields": ("document",)}),
        ("Record", {"fields": ("id", "likes_count", "downloads_count", "created_at", "updated_at")}),
    )
    actions = ("make_private",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Items come by the API, which takes the secrets out of them."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[SharedItem]:
        return super().get_queryset(request).defer("data")

    @admin.display(description="What is shared")
    def document(self, item: SharedItem) -> str:
        text = json.dumps(item.data, indent=2, ensure_ascii=False)
        return format_html('<pre style="max-height: 40em; overflow: auto">{}</pre>', text)

    @admin.action(description="Show the chosen items to their owners only", permissions=["change"])
    def make_private(self, request: HttpRequest, items: QuerySet[SharedItem]) -> None:
        count = items.update(is_private=True)
        self.message_user(request, f"{count} items are private.")


@admin.register(Like)
class LikeAdmin(admin.ModelAdmin):
    list_display = ("user", "item", "created_at")
    list_filter = ("created_at",)
    list_select_related = ("user", "item")
    search_fields = ("user__username", "item__name")
    ordering = ("-created_at",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
