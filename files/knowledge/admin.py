"""Knowledge bases in the admin. Only flows and their owners fill them."""

from django.contrib import admin
from django.http import HttpRequest

from files.knowledge.models import Chunk, KnowledgeBase


class LookOnlyAdmin(admin.ModelAdmin):
    """Rows that only the server makes; superusers may look and remove."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(KnowledgeBase)
class KnowledgeBaseAdmin(LookOnlyAdmin):
    list_display = ("name", "user", "embedding_provider", "embedding_model", "ingestion", "updated_at")
    list_filter = ("ingestion", "embedding_provider", "updated_at")
    list_select_related = ("user",)
    search_fields = ("id", "name", "user__username")
    ordering = ("-updated_at",)


@admin.register(Chunk)
class ChunkAdmin(LookOnlyAdmin):
    list_display = ("id", "knowledge_base", "file_name", "number", "number_of_chunks", "words", "ingested_at")
    list_filter = ("ingested_at",)
    list_select_related = ("knowledge_base",)
    search_fields = ("file_name", "source", "knowledge_base__name")
    ordering = ("-id",)
    exclude = ("vector",)
    show_full_result_count = False
