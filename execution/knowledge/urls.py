"""Routes of knowledge bases that need an embedding model; the others are files/knowledge's."""

from django.urls import path

from execution.knowledge import views

PREFIX = "api/v1/knowledge_bases"

urlpatterns = [
    path(f"{PREFIX}/preview-chunks", views.PreviewView.as_view(), name="preview-chunks"),
    path(f"{PREFIX}/<str:kb_name>/ingest", views.IngestView.as_view(), name="ingest-files"),
    path(f"{PREFIX}/<str:kb_name>/cancel", views.CancelView.as_view(), name="cancel-ingestion"),
]
