"""The local folder: keys of ours, nothing through links."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile

from files.joining import JoinedFile
from files.storage import ContainedStorage


@pytest.fixture
def storage(tmp_path: Path) -> ContainedStorage:
    return ContainedStorage(location=tmp_path / "files", file_permissions_mode=0o600, directory_permissions_mode=0o700)


def test_what_is_saved_can_be_read(storage: ContainedStorage) -> None:
    key = storage.save("users/a/b", ContentFile(b"content"))
    with storage.open(key) as content:
        assert content.read() == b"content"


def test_only_the_server_may_read_what_it_keeps(storage: ContainedStorage) -> None:
    path = Path(storage.path(storage.save("users/a/b", ContentFile(b"content"))))
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("key", ["../outside", "users/../../outside", "/etc/passwd"])
@pytest.mark.parametrize("method", ["open", "delete", "size", "exists"])
def test_no_key_leads_out(storage: ContainedStorage, method: str, key: str) -> None:
    with pytest.raises(SuspiciousFileOperation):
        getattr(storage, method)(key)


@pytest.mark.parametrize("method", ["open", "delete", "size", "exists"])
def test_no_link_is_followed(storage: ContainedStorage, tmp_path: Path, method: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret", encoding="utf-8")
    storage.save("users/a/b", ContentFile(b""))
    Path(storage.location, "users", "a", "link").symlink_to(secret)
    Path(storage.location, "users", "linked").symlink_to(tmp_path)
    for key in ("users/a/link", "users/linked/secret"):
        with pytest.raises(SuspiciousFileOperation):
            getattr(storage, method)(key)
    assert secret.exists()


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    storage = ContainedStorage(location=tmp_path / "link")
    assert storage.exists(storage.save("users/a/b", ContentFile(b"")))


@pytest.mark.parametrize("sizes", [(0, 0), (5, 0), (0, 5), (300_000, 70_000), (1, 1, 1)])
def test_joined_files_read_as_one(storage: ContainedStorage, sizes: Any) -> None:
    parts = [bytes([65 + place]) * size for place, size in enumerate(sizes)]
    key = storage.save("users/a/b", JoinedFile(*map(ContentFile, parts)))
    with storage.open(key) as content:
        assert content.read() == b"".join(parts)
