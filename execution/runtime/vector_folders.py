"""Where a user's vector stores lie on the disk: a folder for each user below the configuration folder."""

import shutil
import uuid
from pathlib import Path

from django.conf import settings

FOLDER = "vector_stores"
NOBODY = "nobody"


def folder_of(owner: str | uuid.UUID | None) -> Path:
    return (Path(settings.LANGFLOW.CONFIG_DIR) / FOLDER / str(owner or NOBODY)).resolve()


def discard_folder_of(owner: uuid.UUID) -> None:
    """Delete all of the user's stores; none is fine."""
    shutil.rmtree(folder_of(owner), ignore_errors=True)
