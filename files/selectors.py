"""Reads of files. Who may see what is decided in `querysets.py`."""

import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING

from files.errors import FlowFileNotFound, NoFilesFound, StoredFileNotFound
from files.models import FlowFile, UserFile
from files.querysets import FlowFileQuerySet, UserFileQuerySet
from flows.selectors import own_flow

if TYPE_CHECKING:
    from accounts.models import User


def files_of(user: "User") -> UserFileQuerySet:
    return UserFile.objects.owned_by(user).lasting().oldest_first()


def own_file(user: "User", file_id: uuid.UUID) -> UserFile:
    file: UserFile | None = files_of(user).filter(pk=file_id).first()
    if file is None:
        raise StoredFileNotFound
    return file


def own_files(user: "User", ids: Collection[uuid.UUID]) -> list[UserFile]:
    """Return those of the files that are the user's own; raise NoFilesFound if none is."""
    files = list(files_of(user).filter(pk__in=ids))
    if not files:
        raise NoFilesFound
    return files


def files_of_flow(user: "User", flow_id: uuid.UUID) -> FlowFileQuerySet:
    """Return the files of a flow of the user's; raise FlowNotFound for any other."""
    return FlowFile.objects.filter(flow=own_flow(user, flow_id)).oldest_first()


def file_of_flow(user: "User", flow_id: uuid.UUID, name: str) -> FlowFile:
    file: FlowFile | None = files_of_flow(user, flow_id).filter(name=name).first()
    if file is None:
        raise FlowFileNotFound(name=name, flow_id=flow_id)
    return file


def file_at(user_id: uuid.UUID, path: str) -> UserFile | FlowFile:
    """Return the file that a flow names: `<own user id>/<name>` or `<id of an own flow>/<name>`.

    Whatever else the path says is just no file of theirs: StoredFileNotFound.
    """
    owner, _, name = path.partition("/")
    try:
        owner_id = uuid.UUID(owner)
    except ValueError:
        raise StoredFileNotFound from None
    found: UserFile | FlowFile | None = (
        UserFile.objects.filter(user_id=user_id, file_name=name).first()
        if owner_id == user_id
        else FlowFile.objects.filter(flow_id=owner_id, flow__user_id=user_id, name=name).first()
    )
    if found is None:
        raise StoredFileNotFound
    return found
