"""Bytes without a row, rows without bytes: what crashes between the two leave behind, and files for a single use."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils import timezone

from files.models import FlowFile, UserFile
from files.storage import all_keys, discard

GRACE = timedelta(hours=1)
"""Bytes are written before their row: younger ones may belong to an upload that is under way."""

EPHEMERAL_LIFE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """What was found. Bytes and files of a single use are gone, unless nothing was to be removed."""

    keys_without_row: list[str]
    ephemeral_files: list[str]
    rows_without_bytes: list[str]
    """Paths of files that are listed and cannot be read. They stay: somebody may bring the bytes back."""


def sweep(*, removes: bool) -> Swept:
    """Compare rows and storage, and remove what nobody can reach any more."""
    known = {row.key: row for row in _rows()}
    keys = set(all_keys())
    outdated = UserFile.objects.filter(Q(is_ephemeral=True) & Q(created_at__lt=timezone.now() - EPHEMERAL_LIFE))
    found = Swept(
        keys_without_row=sorted(key for key in keys - known.keys() if _is_old(key)),
        ephemeral_files=[file.path for file in outdated],
        rows_without_bytes=sorted(row.path for key, row in known.items() if key not in keys),
    )
    if removes:
        for key in found.keys_without_row:
            discard(key)
        outdated.delete()
    return found


def _rows() -> Iterator[UserFile | FlowFile]:
    return chain(UserFile.objects.iterator(), FlowFile.objects.iterator())


def _is_old(key: str) -> bool:
    return default_storage.get_modified_time(key) < timezone.now() - GRACE
