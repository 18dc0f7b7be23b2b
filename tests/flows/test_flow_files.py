"""Upload and download of flows, and the flow files that Langflow 1.8 exported."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from flows import archives
from flows.models import Flow
from projects.services import create_project

FLOWS = "/api/v1/flows/"
EMPTY = {"nodes": [], "edges": []}
EXPORTED = Path(__file__).parents[3] / "shared" / "contract" / "flows"
SECRET = {
    "nodes": [
        {"id": "M", "data": {"type": "M", "node": {"template": {"k": {"password": True, "value": "sk-1"}}}}},
        {"id": "V", "data": {"node": {"template": {"k": {"password": True, "load_from_db": True, "value": "NAME"}}}}},
    ],
    "edges": [],
}


@pytest.fixture
def upload(client_of):
    def post(content, name="flows.json", **query):
        raw = content if isinstance(content, bytes) else json.dumps(content).encode()
        path = f"{FLOWS}upload/" + (f"?folder_id={query['folder_id']}" if query else "")
        return client_of("alice").post(path, {"file": SimpleUploadedFile(name, raw)}, format="multipart")

    return post


def zip_of(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def names(answer):
    assert answer.status_code == 201, answer.content
    return [flow["name"] for flow in answer.json()]


@pytest.mark.parametrize(
    "content",
    [
        {"name": "a", "data": EMPTY},
        [{"name": "a", "data": EMPTY}],
        {"flows": [{"name": "a", "data": EMPTY}]},
        zip_of(**{"x/a.json": '{"name": "a"}', "readme.txt": "no flow", "__MACOSX/._a.json": "\0"}),
        zip_of(**{"../../a.json": '{"name": "a"}'}),
    ],
    ids=["flow", "list", "flows", "archive", "archive with odd names"],  # an archive holds the time of its making
)
def test_every_kind_of_file_brings_its_flows(upload, content):
    assert names(upload(content)) == ["a"]


def test_a_taken_name_gets_a_number(upload, alice, flow_of):
    flow_of(alice, "a")
    assert names(upload([{"name": "a"}, {"name": "a"}])) == ["a (1)", "a (2)"]


def test_an_upload_is_a_new_flow_whatever_id_it_brings(upload, alice, flow_of):
    flow = flow_of(alice, "a")
    assert upload({"name": "b", "id": str(flow.pk)}).json()[0]["id"] != str(flow.pk)


def test_flows_go_to_the_chosen_project(upload, alice):
    project = create_project(user=alice, name="Chosen")
    body = upload({"name": "a", "folder_id": "from elsewhere"}, folder_id=project.pk).json()
    assert body[0]["folder_id"] == str(project.pk)


def test_flows_of_another_server_go_to_the_default_project(upload, alice, bob):
    body = upload({"name": "a", "folder_id": str(bob.projects.get().pk), "user_id": str(bob.pk)}).json()
    assert (body[0]["folder_id"], body[0]["user_id"]) == (str(alice.projects.get().pk), str(alice.pk))


def test_a_strangers_project_takes_nothing(upload, bob):
    assert upload({"name": "a"}, folder_id=bob.projects.get().pk).status_code == 404


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"no json", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        ({"a": 1}, 400),
        ({"name": 1}, 422),
        ([{"name": "good"}, {"data": EMPTY}], 422),
        (zip_of(**{"a.json": "{"}), 400),
        (zip_of(**{"a.json": '{"name": "a"}' * 3})[:-30], 400),
        (zip_of(**{"readme.txt": "no flow"}), 400),
        (zip_of(), 400),
    ],
    ids=range(10),  # a ZIP holds the time, and every process must give the tests the same names
)
def test_a_bad_file_stores_nothing(upload, content, status):
    assert upload(content).status_code == status
    assert not Flow.objects.exists()


def test_an_upload_needs_a_file(client_of):
    answer = client_of("alice").post(FLOWS + "upload/", {}, format="multipart")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", "file"]


def test_an_archive_that_unpacks_to_too_much_is_refused(upload, monkeypatch):
    monkeypatch.setattr(archives, "MAX_UNPACKED_BYTES", 1000)
    assert upload(zip_of(**{"a.json": json.dumps({"name": "a" * 2000})})).status_code == 413


def test_one_flow_is_downloaded_as_json_without_its_secrets(client_of, alice, flow_of):
    flow = flow_of(alice, "a", data=SECRET)
    answer = client_of("alice").post(FLOWS + "download/", [str(flow.pk)], format="json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    body = json.loads(answer.content)
    values = [node["data"]["node"]["template"]["k"]["value"] for node in body["data"]["nodes"]]
    assert values == [None, "NAME"]
    assert (body["name"], body["fs_path"]) == ("a", None)


def test_several_flows_are_downloaded_as_an_archive_with_safe_names(client_of, alice, flow_of):
    ids = [str(flow_of(alice, name).pk) for name in ("a", "b/../x", ".c", "b\\..\\x")]
    answer = client_of("alice").post(FLOWS + "download/", ids, format="json")
    assert answer.headers["Content-Type"] == "application/x-zip-compressed"
    assert re.fullmatch(r"attachment; filename=\d{8}_\d{6}_langflow_flows\.zip", answer.headers["Content-Disposition"])
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.namelist() == ["a.json", "b_.._x.json", "c.json", "b_.._x (1).json"]


def test_what_was_downloaded_can_be_uploaded(client_of, alice, flow_of, upload):
    ids = [str(flow_of(alice, name).pk) for name in ("a", "b")]
    content = client_of("alice").post(FLOWS + "download/", ids, format="json").content
    assert names(upload(content, "flows.zip")) == ["a (1)", "b (1)"]


@pytest.mark.parametrize("person", ["bob", "admin"])
def test_nobody_downloads_a_strangers_flow(client_of, alice, flow_of, person):
    answer = client_of(person).post(FLOWS + "download/", [str(flow_of(alice).pk)], format="json")
    assert (answer.status_code, answer.json()) == (404, {"detail": "No flows found."})


@pytest.mark.skipif(not EXPORTED.is_dir(), reason="the exported flow files are not on this machine")
@pytest.mark.parametrize("route", ["create", "upload"])
def test_exported_flows_read_back_byte_for_byte(client_of, upload, route):
    files = [file for file in sorted(EXPORTED.glob("*.json")) if file.name != "expected.json"]
    client = client_of("alice")
    for file in files:
        document = json.loads(file.read_text())
        answer = client.post(FLOWS, document, format="json") if route == "create" else upload(file.read_bytes())
        body = answer.json() if route == "create" else answer.json()[0]
        read = json.loads(client.get(FLOWS + body["id"]).content)
        assert json.dumps(read["data"]) == json.dumps(document["data"]), file.name
    assert files
