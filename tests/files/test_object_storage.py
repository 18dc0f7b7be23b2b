"""Files on S3, against a server that speaks its protocol."""

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from rest_framework.test import APIClient

from accounts.models import User
from files.models import UserFile
from files.services import append_to_file, upload_file
from files.storage import all_keys, opened, pieces_of

boto3 = pytest.importorskip("boto3")
moto_server = pytest.importorskip("moto.server")

FILES = "/api/v2/files"
BUCKET = "langflow-files"
LARGE = bytes(range(256)) * 40_000  # above the size from which uploads come in parts


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(autouse=True)
def _on_s3(endpoint: str, settings: Any, monkeypatch: Any) -> Iterator[None]:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "NO_PROXY": "127.0.0.1",
    }.items():
        monkeypatch.setenv(name, value)
    boto3.client("s3", endpoint_url=endpoint).create_bucket(Bucket=BUCKET)
    options = {"bucket_name": BUCKET, "location": "files", "endpoint_url": endpoint}
    backend = {"BACKEND": "files.object_storage.StreamedS3Storage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    yield
    storages["default"].bucket.objects.delete()


@pytest.mark.parametrize("content", [b"", b"hello", LARGE], ids=["nothing", "little", "much"])
def test_what_is_uploaded_comes_back(alice: User, content: bytes) -> None:
    file = upload_file(user_id=alice.pk, file_name="f.bin", content=ContentFile(content))
    assert b"".join(pieces_of(opened(file.key, name="f"))) == content
    assert list(all_keys()) == [file.key]


def test_a_file_can_be_lengthened(alice: User) -> None:
    upload_file(user_id=alice.pk, file_name="notes.txt", content=ContentFile(LARGE))
    file = append_to_file(user_id=alice.pk, file_name="notes.txt", content=ContentFile(b"!"))
    assert b"".join(pieces_of(opened(file.key, name="f"))) == LARGE + b"!"


def test_the_api_serves_from_there(client_of: Callable[[str], APIClient], upload: Callable[..., Any]) -> None:
    client = client_of("alice")
    told = upload(client, FILES, "notes.txt", b"hello").json()
    assert client.get(f"{FILES}/{told['id']}").getvalue() == b"hello"
    assert client.get(f"{FILES}/{told['id']}?return_content=true").json() == "hello"
    archive = client.post(f"{FILES}/batch/", [told["id"]], format="json").getvalue()
    assert zipfile.ZipFile(io.BytesIO(archive)).read("notes.txt") == b"hello"


def test_a_deleted_file_takes_its_object_along(alice: User, django_capture_on_commit_callbacks: Any) -> None:
    file = upload_file(user_id=alice.pk, file_name="notes.txt", content=ContentFile(b"x"))
    with django_capture_on_commit_callbacks(execute=True):
        file.delete()
    assert not default_storage.exists(file.key)


def test_an_object_that_somebody_took_away_is_told(
    client_of: Callable[[str], APIClient], upload: Callable[..., Any]
) -> None:
    client = client_of("alice")
    told = upload(client, FILES, "notes.txt").json()
    default_storage.delete(UserFile.objects.get().key)
    assert client.get(f"{FILES}/{told['id']}").status_code == 404


def test_a_storage_that_refuses_is_told_and_leaves_no_row(
    client_of: Callable[[str], APIClient], upload: Callable[..., Any], settings: Any
) -> None:
    backend = settings.STORAGES["default"]
    client = client_of("alice")
    told = upload(client, FILES, "notes.txt").json()
    elsewhere = {**backend, "OPTIONS": {**backend["OPTIONS"], "bucket_name": "no-such-bucket"}}
    settings.STORAGES = {**settings.STORAGES, "default": elsewhere}
    refused = [upload(client, FILES, "more.txt"), client.get(f"{FILES}/{told['id']}")]
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    assert [answer.status_code for answer in refused] == [503, 503]
    assert UserFile.objects.count() == 1
