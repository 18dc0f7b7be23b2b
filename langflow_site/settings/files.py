"""Where Django keeps files, and how it takes them in."""

from typing import Any

from langflow_site.settings import langflow

# Whoever else has an account on this machine has no business in the users' files.
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

_LOCAL: dict[str, Any] = {
    "BACKEND": "files.storage.ContainedStorage",
    "OPTIONS": {"location": str(langflow.FILES_DIR)},
}
# The account and its region come from where Amazon's tools look: environment, ~/.aws, the machine's role.
_S3: dict[str, Any] = {
    "BACKEND": "files.object_storage.StreamedS3Storage",
    "OPTIONS": {
        "bucket_name": langflow.OBJECT_STORAGE_BUCKET,
        "location": langflow.OBJECT_STORAGE_PREFIX,
        "endpoint_url": langflow.OBJECT_STORAGE_ENDPOINT or None,
    },
}

STORAGES: dict[str, dict[str, Any]] = {
    "default": _S3 if langflow.STORAGE_TYPE == "s3" else _LOCAL,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
