"""A project that is exported here and imported elsewhere is the same project."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from tests.flows.round_trips import Json, by_name, differences
from tests.flows.varied import varied_flows

PROJECTS = "/api/v1/projects/"
FLOWS = "/api/v1/flows/"


@pytest.fixture
def exporter(client_of: Callable[[str], APIClient]) -> APIClient:
    return client_of("alice")


@pytest.fixture
def importer(client_of: Callable[[str], APIClient]) -> APIClient:
    return client_of("bob")


@pytest.fixture
def project(exporter: APIClient) -> str:
    """A project of some flows, the starters among them."""
    return stored_project(exporter, 30)


def stored_project(client: APIClient, count: int) -> str:
    project_id = client.post(PROJECTS, {"name": "Travels", "description": "far, and back"}).json()["id"]
    flows = varied_flows(client.get("/api/v1/all").json(), count)
    stored = client.post(f"{FLOWS}batch/", {"flows": [{**flow, "folder_id": project_id} for flow in flows]})
    assert stored.status_code == 201, stored.content
    return project_id


def exported(client: APIClient, project_id: str) -> bytes:
    answer = client.get(f"{PROJECTS}download/{project_id}")
    assert answer.status_code == 200
    return answer.getvalue()


def imported(client: APIClient, archive: bytes) -> str:
    """Return the id of the new project."""
    answer = client.post(f"{PROJECTS}upload/", {"file": SimpleUploadedFile("travels.zip", archive)}, format="multipart")
    assert answer.status_code == 201, answer.content
    (project_id,) = {flow["folder_id"] for flow in answer.json()}
    return project_id


def read(client: APIClient, project_id: str) -> Json:
    return json.loads(client.get(f"{PROJECTS}{project_id}").getvalue())


def documents(archive: bytes) -> list[Json]:
    with zipfile.ZipFile(io.BytesIO(archive)) as entries:
        return [json.loads(entries.read(name)) for name in entries.namelist()]


def secrets_in(value: Any) -> Iterator[tuple[Any, bool]]:
    """Give the value of each secret field that was filled by the tests' flows, and whether it names a variable."""
    match value:
        case {"password": True, "value": found, "load_from_db": bool(names_a_variable)} if found != "":
            yield found, names_a_variable
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from secrets_in(inner)


def renamed(flows: list[Json]) -> dict[str, Json]:
    """Return the flows by their first names, without those that a second import numbers."""
    return {
        name.removesuffix(" (1)"): {**flow, "name": "", "endpoint_name": ""} for name, flow in by_name(flows).items()
    }


def test_a_project_of_a_hundred_flows_arrives_as_it_left(exporter: APIClient, importer: APIClient) -> None:
    project = stored_project(exporter, 100)
    archive = exported(exporter, project)
    arrived = imported(importer, archive)
    before, after = read(exporter, project), read(importer, arrived)
    assert (after["name"], after["description"]) == (before["name"], before["description"])
    assert not differences(by_name(after["flows"]), by_name(before["flows"]))
    assert len(after["flows"]) == 100
    assert not {flow["id"] for flow in before["flows"]} & {flow["id"] for flow in after["flows"]}


def test_what_is_exported_again_is_what_was_exported(exporter: APIClient, importer: APIClient, project: str) -> None:
    first = exported(exporter, project)
    second = exported(importer, imported(importer, first))
    assert not differences(by_name(documents(second)), by_name(documents(first)))


def test_no_secret_leaves_and_names_of_variables_do(exporter: APIClient, project: str) -> None:
    fields = {
        "key": {"password": True, "value": "sk-secret", "load_from_db": False},
        "named": {"password": True, "value": "OPENAI_API_KEY", "load_from_db": True},
    }
    data = {"nodes": [{"id": "M-1", "data": {"type": "M", "node": {"template": fields}}}], "edges": []}
    exporter.post(FLOWS, {"name": "with secrets", "data": data, "folder_id": project})
    before = json.loads(exporter.get(f"{PROJECTS}{project}").getvalue())
    assert {("sk-secret", False), ("OPENAI_API_KEY", True)} <= set(secrets_in(before))
    left = set(secrets_in(documents(exported(exporter, project))))
    assert ("OPENAI_API_KEY", True) in left
    assert {value for value, names_a_variable in left if not names_a_variable} == {None}


def test_importing_twice_numbers_what_is_taken_and_nothing_else(
    exporter: APIClient, importer: APIClient, project: str
) -> None:
    archive = exported(exporter, project)
    first, second = (read(importer, imported(importer, archive)) for _ in range(2))
    assert second["name"] == f"{first['name']} (1)"
    names = {flow["name"] for flow in first["flows"]}
    endpoints = {flow["endpoint_name"] for flow in first["flows"]} - {None}
    assert {flow["name"].removesuffix(" (1)") for flow in second["flows"]} == names
    assert {flow["endpoint_name"] for flow in second["flows"]} == {None, *(f"{name}-1" for name in endpoints)}
    assert not differences(renamed(second["flows"]), renamed(first["flows"]))


@pytest.mark.parametrize("kind", ["one", "several"])
def test_flows_that_are_downloaded_and_uploaded_are_the_same(
    exporter: APIClient, importer: APIClient, project: str, kind: str
) -> None:
    flows = read(exporter, project)["flows"][: 1 if kind == "one" else 20]
    file: Any = exporter.post(f"{FLOWS}download/", [flow["id"] for flow in flows]).getvalue()
    name = "flow.json" if kind == "one" else "flows.zip"
    answer = importer.post(f"{FLOWS}upload/", {"file": SimpleUploadedFile(name, file)}, format="multipart")
    assert answer.status_code == 201, answer.content
    assert not differences(by_name(answer.json()), by_name(flows))
