"""Routes of projects, and of the name they had before."""

from django.urls import path

from langflow_site.common.paths import both_slashes
from projects import views

FOLDERS = views.FoldersRedirectView

urlpatterns = [
    *both_slashes("api/v1/projects/", views.ProjectsView.as_view(), name="projects"),
    *both_slashes("api/v1/projects/upload/", views.ProjectUploadView.as_view(), name="project-upload"),
    *both_slashes(
        "api/v1/projects/download/<str:project_id>", views.ProjectDownloadView.as_view(), name="project-download"
    ),
    *both_slashes("api/v1/projects/<str:project_id>", views.ProjectView.as_view(), name="project"),
    path("api/v1/folders/", FOLDERS.as_view(http_method_names=["get", "post"]), name="folders"),
    path(
        "api/v1/folders/upload/",
        FOLDERS.as_view(http_method_names=["post"]),
        {"action": "upload/"},
        name="folder-upload",
    ),
    path(
        "api/v1/folders/download/<str:folder_id>",
        FOLDERS.as_view(http_method_names=["get"]),
        {"action": "download/"},
        name="folder-download",
    ),
    path(
        "api/v1/folders/<str:folder_id>", FOLDERS.as_view(http_method_names=["get", "patch", "delete"]), name="folder"
    ),
]
