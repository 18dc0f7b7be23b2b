"""/api/v2/files: a user's collection."""

import io
import uuid
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.core.files.storage import default_storage
from rest_framework.test import APIClient

from accounts.models import User
from files.models import UserFile
from files.serializers import UserFileSerializer
from files.storage import all_keys

FILES = "/api/v2/files"
BATCH = "/api/v2/files/batch/"

ClientOf = Callable[[str], APIClient]
Upload = Callable[..., Any]


@pytest.fixture
def client(client_of: ClientOf) -> APIClient:
    return client_of("alice")


@pytest.fixture
def notes(client: APIClient, upload: Upload) -> dict[str, Any]:
    return upload(client, FILES, "notes.txt", b"hello file").json()


def names(client: APIClient) -> list[str]:
    return [file["name"] for file in client.get(FILES).json()]


@pytest.mark.parametrize("address", [FILES, f"{FILES}/"])
def test_an_upload_is_told_with_its_path(client: APIClient, alice: User, upload: Upload, address: str) -> None:
    answer = upload(client, address, "notes.txt", b"hello file")
    assert answer.status_code == 201
    told = answer.json()
    assert told == {
        "id": told["id"],
        "name": "notes",
        "path": f"{alice.pk}/notes.txt",
        "size": 10,
        "provider": None,
    }


def test_the_bytes_lie_under_a_key_that_no_name_decides(notes: dict[str, Any], alice: User) -> None:
    row = UserFile.objects.get(pk=notes["id"])
    folder, owner, name = row.key.split("/")
    assert (folder, owner) == ("users", str(alice.pk))
    assert uuid.UUID(name)
    with default_storage.open(row.key) as content:
        assert content.read() == b"hello file"


@pytest.mark.parametrize("address", [FILES, f"{FILES}/"])
def test_the_list_shows_ones_own(client: APIClient, client_of: ClientOf, notes: dict[str, Any], address: str) -> None:
    (file,) = client.get(address).json()
    assert file["id"] == notes["id"]
    assert file["user_id"] == notes["path"].split("/")[0]
    assert file == {**UserFileSerializer(UserFile.objects.get()).data, "id": file["id"], "user_id": file["user_id"]}
    assert client_of("bob").get(address).json() == []


def test_a_name_that_is_taken_gets_a_number_whatever_the_ending(client: APIClient, upload: Upload) -> None:
    told = [upload(client, FILES, name).json() for name in ("notes.txt", "notes.txt", "notes.csv")]
    assert [file["name"] for file in told] == ["notes", "notes (1)", "notes (2)"]
    assert [file["path"].split("/")[1] for file in told] == ["notes.txt", "notes (1).txt", "notes (2).csv"]


def test_the_path_of_a_renamed_file_stays_taken(client: APIClient, notes: dict[str, Any], upload: Upload) -> None:
    client.put(f"{FILES}/{notes['id']}?name=renamed")
    assert upload(client, FILES, "notes.txt").json()["path"].endswith("/notes (1).txt")
    assert client.get(f"{FILES}/{notes['id']}?return_content=true").json() == "hello file"


@pytest.mark.parametrize(
    ("sent", "name", "file_name"),
    [
        ("README", "README", "README"),
        ("a.tar.gz", "a.tar", "a.tar.gz"),
        (".env", ".env", ".env"),
        ("файл 😀.txt", "файл 😀", "файл 😀.txt"),
        ("../../evil.txt", "evil", "evil.txt"),
        ("C:\\folder\\win.txt", "win", "win.txt"),
    ],
)
def test_of_what_is_sent_as_a_name_the_last_part_counts(
    client: APIClient, alice: User, upload: Upload, sent: str, name: str, file_name: str
) -> None:
    told = upload(client, FILES, sent).json()
    assert (told["name"], told["path"]) == (name, f"{alice.pk}/{file_name}")


def test_a_name_that_no_file_system_takes_is_refused(client: APIClient, upload: Upload) -> None:
    answer = upload(client, FILES, "ä" * 130 + ".txt")
    assert answer.status_code == 400
    assert "longer than 255 bytes" in answer.json()["detail"]
    assert not UserFile.objects.exists()


def test_a_body_without_a_file_is_refused(client: APIClient) -> None:
    assert client.post(FILES).json()["detail"] == [
        {"type": "missing", "loc": ["body", "file"], "msg": "Field required", "input": None}
    ]
    answer = client.post(FILES, {"other": io.BytesIO(b"x")}, format="multipart")
    assert answer.status_code == 422
    answer = client.post(FILES, "file=x", content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, answer.json()["detail"][0]["loc"]) == (422, ["body", "file"])


@pytest.mark.parametrize("address", [FILES, "/api/v1/flows/upload/", "/api/v1/projects/upload/"])
def test_a_text_in_the_place_of_a_file_is_told(client: APIClient, address: str) -> None:
    problem = client.post(address, {"file": "some text"}, format="multipart").json()["detail"][0]
    assert (problem["type"], problem["loc"], problem["input"]) == ("value_error", ["body", "file"], "some text")
    assert "UploadFile" in problem["msg"]


def test_a_body_that_is_no_multipart_is_refused(client: APIClient) -> None:
    answer = client.post(FILES, b"--x\r\nbroken", content_type="multipart/form-data; boundary=")
    assert answer.status_code == 400
    answer = client.post(FILES, b"x", content_type="multipart/form-data")
    assert (answer.status_code, answer.json()) == (400, {"detail": "Missing boundary in multipart."})


def test_too_large_a_file_is_refused(client: APIClient, upload: Upload, settings: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(settings.LANGFLOW, "UPLOAD_MAX_BYTES", 3)
    answer = upload(client, FILES, "large.txt", b"four")
    assert answer.status_code == 413
    assert "LANGFLOW_MAX_FILE_SIZE_UPLOAD" in answer.json()["detail"]


def test_what_is_appended_stands_behind_the_rest(client: APIClient, notes: dict[str, Any], upload: Upload) -> None:
    told = upload(client, f"{FILES}?append=true", "notes.txt", b" appended").json()
    assert told == {**notes, "size": 19}
    assert client.get(f"{FILES}/{notes['id']}?return_content=true").json() == "hello file appended"


def test_the_bytes_from_before_an_append_go(
    client: APIClient, notes: dict[str, Any], upload: Upload, django_capture_on_commit_callbacks: Any
) -> None:
    before = UserFile.objects.get().key
    with django_capture_on_commit_callbacks(execute=True):
        upload(client, f"{FILES}?append=true", "notes.txt", b"!")
    assert not default_storage.exists(before)
    assert default_storage.exists(UserFile.objects.get().key)


def test_appending_to_nothing_makes_a_file(client: APIClient, upload: Upload) -> None:
    assert upload(client, f"{FILES}?append=true", "fresh.txt", b"new").json()["size"] == 3


def test_an_append_that_is_neither_yes_nor_no_is_refused(client: APIClient, upload: Upload) -> None:
    answer = upload(client, f"{FILES}?append=maybe", "notes.txt")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["query", "append"]


def test_ephemeral_files_are_not_listed(client: APIClient, upload: Upload) -> None:
    told = upload(client, f"{FILES}?ephemeral=true", "once.txt").json()
    assert names(client) == []
    assert client.get(f"{FILES}/{told['id']}").status_code == 404
    assert client.delete(FILES).json() == {"message": "All 0 files deleted successfully"}


def test_a_download_is_an_attachment_of_no_kind(client: APIClient, upload: Upload) -> None:
    page = upload(client, FILES, "page.html", b"<script>alert(1)</script>").json()
    client.put(f"{FILES}/{page['id']}?name=renamed")
    answer = client.get(f"{FILES}/{page['id']}")
    assert answer.getvalue() == b"<script>alert(1)</script>"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="renamed.html"'
    assert answer.headers["Content-Length"] == "25"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_download_comes_in_pieces(async_client_of: Any, upload: Upload, client: APIClient) -> None:
    content = bytes(range(256)) * 4096
    told = (await sync_to_async(upload)(client, FILES, "large.bin", content)).json()
    answer = await (await async_client_of("alice")).get(f"{FILES}/{told['id']}")
    pieces = [piece async for piece in answer]
    assert len(pieces) == 4
    assert b"".join(pieces) == content
    await sync_to_async(answer.close)()


def test_content_that_is_no_text_is_not_returned_as_one(client: APIClient, upload: Upload) -> None:
    told = upload(client, FILES, "image.png", b"\x89PNG\xff").json()
    answer = client.get(f"{FILES}/{told['id']}?return_content=true")
    assert answer.status_code == 400
    assert "no text" in answer.json()["detail"]


def test_content_that_is_too_long_is_not_returned_as_text(
    client: APIClient, notes: dict[str, Any], settings: Any
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 5
    assert client.get(f"{FILES}/{notes['id']}?return_content=true").status_code == 413


def test_bytes_that_somebody_took_away_are_told(client: APIClient, notes: dict[str, Any]) -> None:
    default_storage.delete(UserFile.objects.get().key)
    answer = client.get(f"{FILES}/{notes['id']}")
    assert answer.status_code == 404
    assert "Upload the file again" in answer.json()["detail"]


def test_renaming_keeps_the_path(client: APIClient, notes: dict[str, Any]) -> None:
    answer = client.put(f"{FILES}/{notes['id']}?name=renamed")
    assert answer.json() == {**notes, "name": "renamed"}


@pytest.mark.parametrize(("name", "status"), [("", 400), ("../up", 400), ("a\\b", 400), ("n" * 300, 400), ("..", 400)])
def test_a_name_that_is_none_is_refused(client: APIClient, notes: dict[str, Any], name: str, status: int) -> None:
    assert client.put(f"{FILES}/{notes['id']}?name={name}").status_code == status
    assert names(client) == ["notes"]


def test_renaming_needs_a_name(client: APIClient, notes: dict[str, Any]) -> None:
    answer = client.put(f"{FILES}/{notes['id']}")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["query", "name"]


def test_a_name_of_another_file_is_refused(client: APIClient, notes: dict[str, Any], upload: Upload) -> None:
    other = upload(client, FILES, "other.txt").json()
    assert client.put(f"{FILES}/{other['id']}?name=notes").status_code == 409
    assert client.put(f"{FILES}/{other['id']}?name=other").status_code == 200


def test_a_deleted_file_is_gone_with_its_bytes(
    client: APIClient, notes: dict[str, Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.delete(f"{FILES}/{notes['id']}")
    assert answer.json() == {"detail": "File notes deleted successfully"}
    assert not list(all_keys_of(notes))
    assert client.delete(f"{FILES}/{notes['id']}").status_code == 404


def test_a_delete_that_is_taken_back_keeps_the_bytes(notes: dict[str, Any], alice: User) -> None:
    """Nothing is removed before the commit, which a test never reaches."""
    alice.files.all().delete()
    assert list(all_keys_of(notes))


def test_several_come_as_one_archive(client: APIClient, notes: dict[str, Any], upload: Upload) -> None:
    table = upload(client, FILES, "table.csv", b"a,b\n1,2\n").json()
    answer = client.post(BATCH, [notes["id"], table["id"], str(uuid.uuid4())], format="json")
    assert answer.headers["Content-Type"] == "application/x-zip-compressed"
    assert "_langflow_files.zip" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "notes.txt": b"hello file",
            "table.csv": b"a,b\n1,2\n",
        }


def test_several_are_deleted_at_once(client: APIClient, notes: dict[str, Any], upload: Upload) -> None:
    kept = upload(client, FILES, "kept.txt").json()
    answer = client.delete(BATCH, [notes["id"], str(uuid.uuid4())], format="json")
    assert answer.json() == {"message": "1 files deleted successfully"}
    assert names(client) == [kept["name"]]


@pytest.mark.parametrize("method", ["post", "delete"])
@pytest.mark.parametrize(("body", "status"), [([], 404), ([str(uuid.uuid4())], 404), (["zz"], 422), ({"ids": []}, 422)])
def test_ids_that_name_nothing_are_refused(client: APIClient, method: str, body: Any, status: int) -> None:
    assert getattr(client, method)(BATCH, body, format="json").status_code == status


@pytest.mark.parametrize("method", ["post", "delete"])
def test_a_batch_of_somebody_elses_files_is_empty(client_of: ClientOf, notes: dict[str, Any], method: str) -> None:
    assert getattr(client_of("bob"), method)(BATCH, [notes["id"]], format="json").status_code == 404
    assert UserFile.objects.filter(pk=notes["id"]).exists()


@pytest.mark.parametrize("address", [FILES, f"{FILES}/"])
def test_all_files_of_a_user_can_go(client: APIClient, client_of: ClientOf, upload: Upload, address: str) -> None:
    upload(client_of("bob"), FILES, "bobs.txt")
    for _ in range(2):
        upload(client, FILES, "notes.txt")
    assert client.delete(address).json() == {"message": "All 2 files deleted successfully"}
    assert names(client_of("bob")) == ["bobs"]


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_a_bad_id_is_told(client: APIClient, method: str) -> None:
    answer = getattr(client, method)(f"{FILES}/zz?name=x")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["path", "file_id"]


@pytest.mark.parametrize("name", ["bob", "admin"])
def test_nobody_else_reaches_a_file(client_of: ClientOf, notes: dict[str, Any], name: str) -> None:
    client = client_of(name)
    address = f"{FILES}/{notes['id']}"
    assert [client.get(address).status_code, client.delete(address).status_code] == [404, 404]
    assert client.put(f"{address}?name=stolen").status_code == 404
    assert UserFile.objects.get().name == "notes"


def test_bytes_of_a_row_that_cannot_be_stored_are_taken_away(
    client: APIClient, alice: User, upload: Upload, monkeypatch: Any
) -> None:
    monkeypatch.setattr(UserFile.objects, "create", _fails, raising=False)
    client.raise_request_exception = False
    assert upload(client, FILES, "notes.txt").status_code == 500
    assert not [key for key in all_keys() if str(alice.pk) in key]


def test_the_files_of_a_deleted_user_go(
    notes: dict[str, Any], alice: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        alice.delete()
    assert not UserFile.objects.exists()
    assert not list(all_keys_of(notes))


def all_keys_of(file: dict[str, Any]) -> list[str]:
    """Return the keys of what the file's owner has in the storage."""
    return [key for key in all_keys() if file["path"].split("/")[0] in key]


def _fails(**fields: Any) -> None:
    raise RuntimeError
