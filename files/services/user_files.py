"""Keep, lengthen, rename and remove the files of a user's collection."""

import uuid
from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from files.errors import FileChangedMeanwhile, FileNameTaken
from files.joining import JoinedFile
from files.models import UserFile
from files.names import checked_name, split_name
from files.selectors import files_of, own_file, own_files
from files.storage import USERS, discard, new_key, opened, stored
from langflow_site.common.names import numbered
from projects.services import lock_names

if TYPE_CHECKING:
    from accounts.models import User


def upload_file(*, user_id: uuid.UUID, file_name: str, content: "File[Any]", is_ephemeral: bool = False) -> UserFile:
    """Keep a new file; a name that the user has already gets a number."""
    stem, ending = split_name(checked_name(file_name))
    size = content.size
    with stored(new_key(USERS, user_id), content) as key, transaction.atomic():
        lock_names(user_id)
        name = numbered(stem, _names_in_use(user_id))
        return UserFile.objects.create(
            user_id=user_id, name=name, file_name=name + ending, key=key, size=size, is_ephemeral=is_ephemeral
        )


def append_to_file(*, user_id: uuid.UUID, file_name: str, content: "File[Any]") -> UserFile:
    """Put the content behind the user's file of that name; without one it becomes a new file.

    The whole is written anew: no storage but the local one can lengthen a file, and a reader never meets half of it.
    """
    stem, ending = split_name(checked_name(file_name))
    known = UserFile.objects.filter(user_id=user_id, name=stem, file_name__endswith=ending).first()
    if known is None:
        return upload_file(user_id=user_id, file_name=file_name, content=content)
    added = content.size
    with (
        opened(known.key, name=known.file_name) as before,
        stored(new_key(USERS, user_id), JoinedFile(before, content)) as key,
        transaction.atomic(),
    ):
        return _replace_bytes(known, key=key, size=known.size + added)


def replace_file(*, user_id: uuid.UUID, file_name: str, content: "File[Any]") -> UserFile:
    """Put the content in the place of what the user's file of that path holds; without one it becomes a new file."""
    known = UserFile.objects.filter(user_id=user_id, file_name=checked_name(file_name)).first()
    if known is None:
        return upload_file(user_id=user_id, file_name=file_name, content=content)
    size = content.size
    with stored(new_key(USERS, user_id), content) as key, transaction.atomic():
        return _replace_bytes(known, key=key, size=size)


def rename_file(*, user: "User", file_id: uuid.UUID, name: str) -> UserFile:
    """Call the file something else; its path, which flows know, stays."""
    checked_name(name)
    with transaction.atomic():
        lock_names(user.pk)
        file = own_file(user, file_id)
        if UserFile.objects.owned_by(user).filter(name=name).exclude(pk=file.pk).exists():
            raise FileNameTaken(name=name)
        file.name = name
        file.save(update_fields=["name", "updated_at"])
    return file


def delete_file(*, user: "User", file_id: uuid.UUID) -> UserFile:
    """Remove the file and return what it was."""
    file = own_file(user, file_id)
    UserFile.objects.filter(pk=file.pk).delete()
    return file


@transaction.atomic
def delete_files(*, user: "User", ids: Collection[uuid.UUID]) -> int:
    """Remove those of the files that are the user's own; return how many. Raises NoFilesFound if none is."""
    return _removed(UserFile.objects.filter(pk__in=[file.pk for file in own_files(user, ids)]).delete())


@transaction.atomic
def delete_all_files(*, user: "User") -> int:
    return _removed(files_of(user).delete())


def _removed(deleted: tuple[int, dict[str, int]]) -> int:
    return deleted[1].get("files.UserFile", 0)


def _replace_bytes(file: UserFile, *, key: str, size: int) -> UserFile:
    """Let the row name the new bytes, unless somebody else has changed them meanwhile."""
    changed = UserFile.objects.filter(pk=file.pk, key=file.key).update(key=key, size=size, updated_at=timezone.now())
    if not changed:
        raise FileChangedMeanwhile(name=file.file_name)
    transaction.on_commit(partial(discard, file.key), robust=True)
    file.refresh_from_db()
    return file


def _names_in_use(user_id: uuid.UUID) -> set[str]:
    """Return what new files must not be called: the names, and what the paths of renamed files still say."""
    rows = UserFile.objects.filter(user_id=user_id).values_list("name", "file_name")
    return {name for row in rows for name in (row[0], split_name(row[1])[0])}
