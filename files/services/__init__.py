"""Writes of files: first the bytes, then the row; a row that goes takes its bytes along (`signals.py`)."""

from files.services.flow_files import delete_flow_file, upload_to_flow
from files.services.user_files import (
    append_to_file,
    delete_all_files,
    delete_file,
    delete_files,
    rename_file,
    replace_file,
    upload_file,
)

__all__ = [
    "append_to_file",
    "delete_all_files",
    "delete_file",
    "delete_files",
    "delete_flow_file",
    "rename_file",
    "replace_file",
    "upload_file",
    "upload_to_flow",
]
