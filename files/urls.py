"""Routes of files."""

from files.views import flow_files, profile_pictures
from files.views.user_files import UserFileViewSet
from langflow_site.common.paths import both_slashes

urlpatterns = [
    *both_slashes(
        "api/v1/files/profile_pictures/list", profile_pictures.ProfilePicturesView.as_view(), name="profile-pictures"
    ),
    *both_slashes(
        "api/v1/files/profile_pictures/<str:folder_name>/<str:file_name>",
        profile_pictures.ProfilePictureView.as_view(),
        name="profile-picture",
    ),
    *both_slashes("api/v1/files/upload/<flow_id>", flow_files.FlowFileUploadView.as_view(), name="upload-flow-file"),
    *both_slashes("api/v1/upload/<flow_id>", flow_files.OldUploadView.as_view(), name="upload-flow-file-old"),
    *both_slashes("api/v1/files/list/<flow_id>", flow_files.FlowFilesView.as_view(), name="flow-files"),
    *both_slashes(
        "api/v1/files/download/<flow_id>/<str:file_name>",
        flow_files.FlowFileDownloadView.as_view(),
        name="download-flow-file",
    ),
    *both_slashes(
        "api/v1/files/images/<flow_id>/<str:file_name>", flow_files.FlowImageView.as_view(), name="flow-image"
    ),
    *both_slashes(
        "api/v1/files/delete/<flow_id>/<str:file_name>",
        flow_files.FlowFileDeleteView.as_view(),
        name="delete-flow-file",
    ),
    *both_slashes(
        "api/v2/files",
        UserFileViewSet.as_view({"get": "list", "post": "create", "delete": "destroy_all"}),
        name="files",
    ),
    *both_slashes(
        "api/v2/files/batch/",
        UserFileViewSet.as_view({"post": "retrieve_batch", "delete": "destroy_batch"}),
        name="file-batch",
    ),
    *both_slashes(
        "api/v2/files/<file_id>",
        UserFileViewSet.as_view({"get": "retrieve", "put": "update", "delete": "destroy"}),
        name="file",
    ),
]
