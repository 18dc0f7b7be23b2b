"""`/api/v1/projects/` and its older name."""

import io
import json
import uuid
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from flows.models import Flow
from flows.services import create_flow
from projects.models import Project

PROJECTS = "/api/v1/projects/"
EMPTY = {"nodes": [], "edges": []}


@pytest.fixture
def flow_in():
    def make(project, name="f", **fields):
        return create_flow(user=project.user, fields={"name": name, "data": EMPTY, "folder_id": project.pk, **fields})

    return make


@pytest.fixture
def project(alice):
    return Project.objects.create(user=alice, name="Mine", description="d")


def upload(client, content, name="project.json"):
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return client.post(PROJECTS + "upload/", {"file": SimpleUploadedFile(name, raw)}, format="multipart")


def test_a_new_user_has_the_default_project(alice):
    assert alice.projects.get().name == "Starter Project"


def test_a_project_is_made(client_of):
    answer = client_of("alice").post(PROJECTS, {"name": "New", "description": "d"})
    body = answer.json()
    assert answer.status_code == 201
    assert uuid.UUID(body.pop("id"))
    assert body == {"name": "New", "description": "d", "auth_settings": {"auth_type": "apikey"}, "parent_id": None}


def test_a_taken_name_gets_a_number(client_of, project, bob):
    assert client_of("alice").post(PROJECTS, {"name": "Mine"}).json()["name"] == "Mine (1)"
    assert client_of("bob").post(PROJECTS, {"name": "Mine"}).json()["name"] == "Mine"


@pytest.mark.parametrize(
    ("body", "loc"),
    [
        ({}, ["name"]),
        ({"name": 5}, ["name"]),
        ({"name": ""}, ["name"]),
        ({"name": "a", "flows_list": ["z"]}, ["flows_list", 0]),
    ],
)
def test_a_wrong_field_is_named(client_of, body, loc):
    answer = client_of("alice").post(PROJECTS, body, format="json")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", *loc]


def test_a_new_project_takes_the_owners_flows_and_nobody_elses(client_of, alice, bob, flow_in):
    own, foreign = flow_in(alice.projects.get()), flow_in(bob.projects.get())
    ids = [str(own.pk), str(foreign.pk), str(uuid.uuid4())]
    body = client_of("alice").post(PROJECTS, {"name": "New", "flows_list": ids}, format="json").json()
    assert [str(flow.pk) for flow in Flow.objects.filter(project_id=body["id"])] == [str(own.pk)]


def test_the_default_project_stands_first(client_of, alice, project):
    Project.objects.create(user=alice, name="A")
    listed = client_of("alice").get(PROJECTS).json()
    assert [item["name"] for item in listed] == ["Starter Project", "A", "Mine"]


def test_a_plain_read_gives_all_flows(client_of, project, flow_in):
    flow_in(project, "f")
    flow_in(project, "c", is_component=True)
    body = client_of("alice").get(f"{PROJECTS}{project.pk}", {"page": 1}).json()
    assert (body["name"], [flow["name"] for flow in body["flows"]]) == ("Mine", ["c", "f"])


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["c", "Beta", "alpha"]),
        ({"is_flow": "true"}, ["Beta", "alpha"]),
        ({"is_component": "true"}, ["c"]),
        ({"search": "beta"}, ["Beta"]),
        ({"search": "%"}, []),
        ({"page": 2, "size": 2}, ["alpha"]),
    ],
)
def test_pages_are_filtered_and_newest_first(client_of, project, flow_in, query, names):
    for name in ("alpha", "Beta"):
        flow_in(project, name)
    flow_in(project, "c", is_component=True)
    body = client_of("alice").get(f"{PROJECTS}{project.pk}", {"page": 1, "size": 10, **query}).json()
    assert [flow["name"] for flow in body["flows"]["items"]] == names
    assert body["folder"]["id"] == str(project.pk)


@pytest.mark.parametrize("text", ["übersetzer", "ÜBERSETZER (2", "перевод", "ю."])
def test_a_search_knows_capitals_of_every_script(client_of, project, flow_in, text):
    flow_in(project, "Übersetzer (2) Перевод Ю.")
    flow_in(project, "Uebersetzer ЮX")
    body = client_of("alice").get(f"{PROJECTS}{project.pk}", {"page": 1, "size": 10, "search": text}).json()
    assert [flow["name"] for flow in body["flows"]["items"]] == ["Übersetzer (2) Перевод Ю."]


@pytest.mark.parametrize("query", [{"page": 0, "size": 1}, {"page": 1, "size": 1000}, {"page": "x", "size": 1}])
def test_a_wrong_page_is_refused(client_of, project, query):
    assert client_of("alice").get(f"{PROJECTS}{project.pk}", query).status_code == 422


def test_a_page_costs_the_same_number_of_queries_for_any_length(client_of, project, flow_in, django_assert_num_queries):
    for number in range(20):
        flow_in(project, f"f{number}")
    client = client_of("alice")
    with django_assert_num_queries(5):  # who calls, the project, ids, rows, their count
        client.get(f"{PROJECTS}{project.pk}", {"page": 1, "size": 19})
    with django_assert_num_queries(4):  # the last page tells the count
        client.get(f"{PROJECTS}{project.pk}", {"page": 1, "size": 20})
    with django_assert_num_queries(3):
        client.get(f"{PROJECTS}{project.pk}")
    with django_assert_num_queries(2):
        client.get(PROJECTS)


@pytest.mark.parametrize("method", ["get", "patch", "delete"])
def test_a_strangers_project_is_not_found(client_of, project, method):
    for person, project_id in (("bob", project.pk), ("admin", project.pk), ("alice", uuid.uuid4())):
        answer = getattr(client_of(person), method)(f"{PROJECTS}{project_id}", {"name": "stolen"})
        assert (answer.status_code, answer.json()) == (404, {"detail": "Project not found"})
    assert client_of("bob").get(f"{PROJECTS}download/{project.pk}").status_code == 404


@pytest.mark.parametrize(
    "path", ["", "00000000-0000-4000-8000-000000000000", "download/00000000-0000-4000-8000-000000000000"]
)
def test_strangers_are_refused(anonymous, path):
    assert anonymous.get(PROJECTS + path).status_code == 403


def test_only_what_is_sent_changes(client_of, project):
    body = client_of("alice").patch(f"{PROJECTS}{project.pk}", {"name": "Other"}).json()
    assert (body["name"], body["description"]) == ("Other", "d")


def test_null_leaves_the_description_and_an_empty_text_clears_it(client_of, project):
    client, path = client_of("alice"), f"{PROJECTS}{project.pk}"
    assert client.patch(path, {"name": None, "description": None}, format="json").json()["description"] == "d"
    assert client.patch(path, {"description": ""}, format="json").json()["description"] == ""


def test_a_taken_name_is_refused_on_rename(client_of, project):
    answer = client_of("alice").patch(f"{PROJECTS}{project.pk}", {"name": "Starter Project"})
    assert answer.status_code == 409


def test_flows_move_in_and_the_others_of_their_kind_move_home(client_of, alice, bob, project, flow_in):
    home = alice.projects.get(name="Starter Project")
    new, old, component = flow_in(home, "new"), flow_in(project, "old"), flow_in(project, "c", is_component=True)
    foreign = flow_in(bob.projects.get())
    ids = [str(new.pk), str(foreign.pk)]
    client_of("alice").patch(f"{PROJECTS}{project.pk}", {"flows": ids}, format="json")
    places = dict(Flow.objects.values_list("pk", "project__name"))
    assert places[new.pk] == places[component.pk] == "Mine"
    assert places[old.pk] == places[foreign.pk] == "Starter Project"


def test_a_project_lies_in_another_of_its_owner_and_not_in_itself(client_of, alice, bob, project):
    inner = Project.objects.create(user=alice, name="Inner")
    client = client_of("alice")
    assert client.patch(f"{PROJECTS}{inner.pk}", {"parent_id": str(project.pk)}).json()["parent_id"] == str(project.pk)
    for parent in (inner.pk, project.pk, bob.projects.get().pk, uuid.uuid4()):
        assert client.patch(f"{PROJECTS}{project.pk}", {"parent_id": str(parent)}).status_code == 400


@pytest.mark.parametrize("given", [{}, {"auth_settings": None}, {"auth_settings": {}}])
def test_where_users_sign_in_mcp_clients_do_unless_the_project_says_how(client_of, settings, monkeypatch, given):
    monkeypatch.setattr(settings.LANGFLOW, "AUTO_LOGIN", False)
    answer = client_of("alice").post(PROJECTS, {"name": "p", **given}, format="json")
    assert answer.json()["auth_settings"] == {"auth_type": "apikey"}


def test_secrets_of_its_auth_settings_stay_on_the_server(client_of, project):
    client = client_of("alice")
    path = f"{PROJECTS}{project.pk}"
    sent = {"auth_type": "oauth", "oauth_client_secret": "s3cret"}
    shown = client.patch(path, {"auth_settings": sent}, format="json").json()["auth_settings"]
    assert shown == {"auth_type": "oauth", "oauth_client_secret": "*******"}
    stored = Project.objects.get(pk=project.pk).auth_settings
    assert "s3cret" not in json.dumps(stored)
    client.patch(path, {"auth_settings": shown}, format="json")
    assert Project.objects.get(pk=project.pk).auth_settings == stored


def test_deleting_a_project_deletes_its_flows(client_of, project, flow_in):
    flow_in(project)
    assert client_of("alice").delete(f"{PROJECTS}{project.pk}").status_code == 204
    assert not Flow.objects.exists()


def test_a_deleted_default_project_comes_back_when_it_is_needed(client_of, alice):
    client = client_of("alice")
    client.delete(f"{PROJECTS}{alice.projects.get().pk}")
    assert client.post("/api/v1/flows/", {"name": "f"}).json()["folder_id"] == str(alice.projects.get().pk)


def test_an_exported_project_can_be_imported(client_of, project, flow_in):
    for name in ("one", "two"):
        flow_in(project, name)
    answer = client_of("alice").get(f"{PROJECTS}download/{project.pk}")
    assert sorted(zipfile.ZipFile(io.BytesIO(answer.content)).namelist()) == ["one.json", "two.json"]
    flows = upload(client_of("bob"), answer.content, "any name.zip").json()
    assert sorted(flow["name"] for flow in flows) == ["one", "two"]
    imported = Project.objects.get(pk=flows[0]["folder_id"])
    assert (imported.user.username, imported.name, imported.description) == ("bob", "Mine", "d")


def test_an_empty_project_has_nothing_to_download(client_of, project):
    answer = client_of("alice").get(f"{PROJECTS}download/{project.pk}")
    assert (answer.status_code, answer.json()) == (404, {"detail": "No flows found in project"})


def test_a_project_is_imported_from_json(client_of):
    client = client_of("alice")
    document = {"folder_name": "In", "folder_description": "d", "flows": [{"name": "x"}, {"name": "y"}]}
    assert [flow["name"] for flow in upload(client, document).json()] == ["x", "y"]
    assert [flow["name"] for flow in upload(client, document).json()] == ["x (1)", "y (1)"]
    assert Project.objects.filter(name__in=["In", "In (1)"]).count() == 2


@pytest.mark.parametrize("content", [{}, {"a": 1}, b"garbage", {"folder_name": 5, "flows": []}])
def test_a_bad_project_file_stores_nothing(client_of, alice, content):
    assert upload(client_of("alice"), content).status_code in {400, 422}
    assert Project.objects.count() == 1


@pytest.mark.parametrize(
    ("method", "path", "target"),
    [
        ("get", "", ""),
        ("post", "", ""),
        ("get", "?x=1", "?x=1"),
        ("patch", "{id}", "{id}"),
        ("delete", "{id}", "{id}"),
        ("get", "download/{id}", "download/{id}"),
        ("post", "upload/", "upload/"),
    ],
)
def test_the_older_routes_send_callers_on(anonymous, method, path, target):
    project_id = uuid.uuid4()
    answer = getattr(anonymous, method)("/api/v1/folders/" + path.format(id=project_id))
    assert (answer.status_code, answer.content) == (307, b"")
    assert answer.headers["Location"] == PROJECTS + target.format(id=project_id)


def test_the_older_routes_know_a_wrong_id(anonymous):
    answer = anonymous.get("/api/v1/folders/zz")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["path", "folder_id"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("get", "", 404), ("get", "/upload/", 404), ("post", "/download/zz", 405), ("put", "/zz", 405)],
)
def test_the_older_routes_take_what_they_took(anonymous, method, path, status):
    assert getattr(anonymous, method)("/api/v1/folders" + path).status_code == status
