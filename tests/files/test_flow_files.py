"""/api/v1/files: files of single flows."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from rest_framework.test import APIClient

from files.models import FlowFile
from files.services import flow_files
from files.storage import all_keys
from flows.models import Flow
from flows.services import delete_flow

V1 = "/api/v1/files"
NOWHERE = "00000000-0000-4000-8000-000000000000"
PNG = b"\x89PNG\r\n\x1a\n"

ClientOf = Callable[[str], APIClient]
Upload = Callable[..., Any]


@pytest.fixture
def client(client_of: ClientOf) -> APIClient:
    return client_of("alice")


@pytest.fixture
def notes(client: APIClient, flow: Flow, upload: Upload) -> str:
    return _name_of(upload(client, f"{V1}/upload/{flow.pk}", "notes.txt", b"hello"))


@pytest.fixture
def dot(client: APIClient, flow: Flow, upload: Upload) -> str:
    return _name_of(upload(client, f"{V1}/upload/{flow.pk}", "dot.png", PNG))


def _name_of(answer: Any) -> str:
    return answer.json()["file_path"].split("/")[1]


@pytest.mark.parametrize("address", ["/api/v1/files/upload", "/api/v1/upload"])
def test_an_upload_is_told_with_its_moment(client: APIClient, flow: Flow, upload: Upload, address: str) -> None:
    answer = upload(client, f"{address}/{flow.pk}", "nam e ä.txt")
    assert answer.status_code == 201
    told = answer.json()
    assert told["flowId"] == str(flow.pk)
    assert re.fullmatch(rf"{flow.pk}/\d{{4}}-\d\d-\d\d_\d\d-\d\d-\d\d_nam e ä\.txt", told["file_path"])


def test_two_files_of_one_name_within_a_second_are_two(
    client: APIClient, flow: Flow, upload: Upload, monkeypatch: Any
) -> None:
    class Noon(flow_files.datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return cls(2026, 1, 1, 12, tzinfo=tz)

    monkeypatch.setattr(flow_files, "datetime", Noon)
    told = [_name_of(upload(client, f"{V1}/upload/{flow.pk}", "notes.txt")) for _ in range(2)]
    assert told == ["2026-01-01_12-00-00_notes.txt", "2026-01-01_12-00-00_notes (1).txt"]


@pytest.mark.parametrize("name", ["../../../evil.txt", "a\\b.txt", "n" * 300 + ".txt"])
def test_a_name_that_leads_elsewhere_or_is_too_long_is_refused(
    client: APIClient, flow: Flow, upload: Upload, name: str
) -> None:
    assert upload(client, f"{V1}/upload/{flow.pk}", name).status_code == 400
    assert not FlowFile.objects.exists()


def test_a_body_without_a_file_is_refused(client: APIClient, flow: Flow) -> None:
    answer = client.post(f"{V1}/upload/{flow.pk}")
    assert answer.status_code == 422
    assert "multipart/form-data" in answer.json()["detail"]


def test_a_form_that_does_not_say_where_its_parts_end_is_refused(client: APIClient, flow: Flow) -> None:
    answer = client.post(f"{V1}/upload/{flow.pk}", b"x", content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "boundary" in answer.json()["detail"]


@pytest.mark.parametrize(("flow_id", "status"), [(NOWHERE, 404), ("zz", 422)])
def test_files_belong_to_a_flow_that_exists(client: APIClient, upload: Upload, flow_id: str, status: int) -> None:
    assert upload(client, f"{V1}/upload/{flow_id}", "notes.txt").status_code == status
    assert client.get(f"{V1}/list/{flow_id}").status_code == status
    assert client.get(f"{V1}/download/{flow_id}/notes.txt").status_code == status


def test_the_list_holds_names(client: APIClient, flow: Flow, notes: str, dot: str) -> None:
    assert client.get(f"{V1}/list/{flow.pk}").json() == {"files": [notes, dot]}


def test_a_download_is_an_attachment(client: APIClient, flow: Flow, notes: str) -> None:
    answer = client.get(f"{V1}/download/{flow.pk}/{notes}")
    assert answer.getvalue() == b"hello"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{notes}"'
    assert answer.headers["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize("name", ["nope.txt", "nope", "..%2f..%2fsecret_key", "..%5csecret_key.txt"])
def test_what_is_not_there_is_not_found(client: APIClient, flow: Flow, name: str) -> None:
    assert client.get(f"{V1}/download/{flow.pk}/{name}").status_code == 404


def test_an_image_is_shown_and_may_run_nothing(client: APIClient, flow: Flow, dot: str) -> None:
    answer = client.get(f"{V1}/images/{flow.pk}/{dot}")
    assert answer.getvalue() == PNG
    assert answer.headers["Content-Type"] == "image/png"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("inline")


def test_only_images_are_shown(client: APIClient, flow: Flow, notes: str) -> None:
    answer = client.get(f"{V1}/images/{flow.pk}/{notes}")
    assert answer.status_code == 400
    assert answer.json()["detail"] == "Content type text/plain is not an image"


def test_a_stranger_sees_no_images(anonymous: APIClient, flow: Flow, dot: str) -> None:
    assert anonymous.get(f"{V1}/images/{flow.pk}/{dot}").status_code == 403


def test_a_deleted_file_is_gone_with_its_bytes(
    client: APIClient, flow: Flow, notes: str, django_capture_on_commit_callbacks: Any
) -> None:
    key = FlowFile.objects.get().key
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.delete(f"{V1}/delete/{flow.pk}/{notes}")
    assert answer.json() == {"message": f"File {notes} deleted successfully"}
    assert not default_storage.exists(key)
    assert client.delete(f"{V1}/delete/{flow.pk}/{notes}").status_code == 404


def test_nobody_else_reaches_a_file(client_of: ClientOf, flow: Flow, upload: Upload, notes: str) -> None:
    bob = client_of("bob")
    assert upload(bob, f"{V1}/upload/{flow.pk}", "x.txt").json() == {"detail": "Flow not found"}
    assert bob.get(f"{V1}/list/{flow.pk}").status_code == 404
    assert bob.get(f"{V1}/download/{flow.pk}/{notes}").status_code == 404
    assert bob.delete(f"{V1}/delete/{flow.pk}/{notes}").status_code == 404
    assert FlowFile.objects.filter(name=notes).exists()


def test_the_files_of_a_deleted_flow_go(flow: Flow, notes: str, django_capture_on_commit_callbacks: Any) -> None:
    assert [key for key in all_keys() if str(flow.pk) in key]
    with django_capture_on_commit_callbacks(execute=True):
        delete_flow(user=flow.user, flow_id=flow.pk)
    assert not FlowFile.objects.exists()
    assert not [key for key in all_keys() if str(flow.pk) in key]
