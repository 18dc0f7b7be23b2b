"""Routes of knowledge bases; filling them is execution/knowledge's."""

from django.urls import path

from files.knowledge import views
from langflow_site.common.paths import both_slashes

PREFIX = "api/v1/knowledge_bases"

urlpatterns = [
    *both_slashes(PREFIX, views.KnowledgeBasesView.as_view(), name="knowledge-bases"),
    path(f"{PREFIX}/<str:kb_name>", views.KnowledgeBaseView.as_view(), name="knowledge-base"),
    path(f"{PREFIX}/<str:kb_name>/chunks", views.ChunksView.as_view(), name="knowledge-base-chunks"),
]
