"""Documents that only a program would write: they are stored as they are, or refused with a reason, never a failure."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

JSON = "application/json"


def nested(depth):
    return '{"name": "deep", "data": {"nodes": [], "edges": [], "x": ' + "[" * depth + "]" * depth + "}}"


@pytest.mark.parametrize("depth", [100, 300, 800])
def test_a_deep_document_comes_back_as_it_was(client_of, depth):
    alice = client_of("alice")
    stored = alice.post("/api/v1/flows/", nested(depth), content_type=JSON)
    assert stored.status_code == 201
    read = alice.get(f"/api/v1/flows/{stored.json()['id']}")
    assert read.json()["data"] == json.loads(nested(depth))["data"]


@pytest.mark.parametrize("depth", [*range(900, 1000, 10), 100_000])
def test_a_document_without_end_is_refused(client_of, depth):
    answer = client_of("alice").post("/api/v1/flows/", nested(depth), content_type=JSON)
    assert answer.status_code in {201, 400, 422}  # where the end is depends on how deep the caller's stack is


def test_a_number_without_end_is_refused(client_of):
    body = '{"name": "n", "data": {"nodes": [], "edges": [], "x": ' + "9" * 5000 + "}}"
    assert client_of("alice").post("/api/v1/flows/", body, content_type=JSON).status_code == 422


@pytest.mark.parametrize("comment", [b"[" * 60_000, b"{", b"\xff", b"5"])
def test_what_an_archive_says_of_its_project_may_be_anything(client_of, comment):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.json", json.dumps({"name": "a", "data": {"nodes": [], "edges": []}}))
        archive.comment = comment
    file = SimpleUploadedFile("exported.zip", buffer.getvalue())
    answer = client_of("alice").post("/api/v1/projects/upload/", {"file": file}, format="multipart")
    assert answer.status_code == 201
    assert answer.json()[0]["name"] == "a"


def test_an_upload_beyond_the_limit_is_refused(client_of, settings, monkeypatch):
    monkeypatch.setattr(settings.LANGFLOW, "UPLOAD_MAX_BYTES", 1000)
    file = SimpleUploadedFile("large.json", b"[" + b" " * 2000 + b"]")
    answer = client_of("alice").post("/api/v1/flows/upload/", {"file": file}, format="multipart")
    assert answer.status_code == 413
