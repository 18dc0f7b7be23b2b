"""`manage.py sweep_files`."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from files import sweeping
from files.models import UserFile
from files.services import upload_file


@pytest.fixture
def later(monkeypatch: Any) -> None:
    """Let no bytes be too young to be judged."""
    monkeypatch.setattr(sweeping, "GRACE", timedelta(seconds=-60))


def swept(*options: str) -> str:
    output = StringIO()
    call_command("sweep_files", *options, stdout=output)
    return output.getvalue()


def make(user: User, name: str = "notes.txt", **facts: Any) -> UserFile:
    return upload_file(user_id=user.pk, file_name=name, content=ContentFile(b"content"), **facts)


def test_bytes_that_no_file_names_go(alice: User, later: None) -> None:
    kept = make(alice)
    stray = default_storage.save(f"users/{alice.pk}/stray", ContentFile(b"stray"))
    assert stray in swept("--dry-run")
    assert default_storage.exists(stray)
    assert stray in swept()
    assert not default_storage.exists(stray)
    assert default_storage.exists(kept.key)


def test_bytes_of_an_upload_under_way_stay(alice: User) -> None:
    young = default_storage.save(f"users/{alice.pk}/young", ContentFile(b"young"))
    assert young not in swept()
    assert default_storage.exists(young)


def test_files_without_bytes_are_told_and_stay(alice: User) -> None:
    file = make(alice)
    default_storage.delete(file.key)
    assert file.path in swept()
    assert UserFile.objects.filter(pk=file.pk).exists()


def test_files_for_a_single_use_go_after_a_day(alice: User) -> None:
    old, young = (make(alice, f"{age}.txt", is_ephemeral=True) for age in ("old", "young"))
    UserFile.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=2))
    swept()
    assert list(UserFile.objects.all()) == [young]
