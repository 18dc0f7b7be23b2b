"""Routes of projects, and of the name they had before."""

from django.urls import path

from langflow_site.common.paths import both_slashes
from projects import views

urlpatterns = [
    *both_slashes("api/v1/projects/", views.ProjectsView.as_view(), name="projects"),
    *both_slashes("api/v1/projects/upload/", views.ProjectUploadView.as_view(), name="project-upload"),
    *both_slashes(
        "api/v1/projects/download/<str:project_id>", views.ProjectDownloadView.as_view(), name="project-download"
    ),
    *both_slashes("api/v1/projects/<str:project_id>", views.ProjectView.as_view(), name="project"),
    *both_slashes("api/v1/folders/", views.FoldersRedirectView.as_view(), name="folders"),
    path("api/v1/folders/upload/", views.FoldersRedirectView.as_view(), {"action": "upload/"}, name="folder-upload"),
    path(
        "api/v1/folders/download/<str:folder_id>",
        views.FoldersRedirectView.as_view(),
        {"action": "download/"},
        name="folder-download",
    ),
    *both_slashes("api/v1/folders/<str:folder_id>", views.FoldersRedirectView.as_view(), name="folder"),
]
