"""/api/v1/files/profile_pictures: drawings of our own, for anybody."""

from xml.etree import ElementTree as ET

import pytest
from rest_framework.test import APIClient

from files.profile_pictures import names

PICTURES = "/api/v1/files/profile_pictures"


def test_there_are_pictures_in_two_folders(anonymous: APIClient) -> None:
    files = anonymous.get(f"{PICTURES}/list").json()["files"]
    assert len(files) > 10
    assert {file.split("/")[0] for file in files} == {"People", "Space"}


@pytest.mark.parametrize("name", names())
def test_a_picture_is_a_drawing_that_runs_nothing(anonymous: APIClient, name: str) -> None:
    answer = anonymous.get(f"{PICTURES}/{name}")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    kinds = {element.tag.rpartition("}")[2] for element in ET.fromstring(answer.getvalue()).iter()}
    assert kinds <= {"svg", "g", "path", "circle", "ellipse", "rect"}


def test_an_unknown_picture_is_not_found(anonymous: APIClient) -> None:
    answer = anonymous.get(f"{PICTURES}/Space/nope.svg")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Profile picture Space/nope.svg not found"})


@pytest.mark.parametrize("path", ["Nope/046-rocket.svg", "../secret_key", "%2e%2e/secret_key", "..%5c/secret_key"])
def test_other_folders_are_refused(anonymous: APIClient, path: str) -> None:
    assert anonymous.get(f"{PICTURES}/{path}").status_code in {400, 404}


def test_a_name_is_never_followed_as_a_path(anonymous: APIClient) -> None:
    assert anonymous.get(f"{PICTURES}/Space/..%2fPeople%2fcap.svg").status_code == 404
