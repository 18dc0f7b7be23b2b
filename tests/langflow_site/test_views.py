"""What the server says about itself."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient


def test_health_needs_nobody_and_nothing(client: APIClient) -> None:
    assert client.get("/health").json() == {"status": "ok"}


@pytest.mark.django_db
def test_the_health_check_asks_the_parts(client: APIClient) -> None:
    assert client.get("/health_check").json() == {"status": "ok", "chat": "ok", "db": "ok"}


@pytest.mark.django_db
def test_a_part_that_fails_is_named(client: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "get", lambda *_: None)
    answer = client.get("/health_check")
    assert answer.status_code == 500
    assert answer.json() == {"status": "nok", "chat": "error", "db": "ok"}


def test_the_version_is_the_one_whose_api_is_served(client: APIClient) -> None:
    answer = client.get("/api/v1/version").json()
    assert answer["version"] == answer["main_version"] == "1.8.4"


def test_a_stranger_sees_the_public_part_of_the_config(anonymous: APIClient) -> None:
    config = anonymous.get("/api/v1/config").json()
    assert config["type"] == "public"
    assert "auto_saving" not in config


def test_a_wrong_credential_leaves_the_config_public(anonymous: APIClient) -> None:
    assert anonymous.get("/api/v1/config", HTTP_AUTHORIZATION="Bearer nonsense").json()["type"] == "public"


def test_who_is_signed_in_sees_the_whole_config(client_of: Callable[[str], APIClient]) -> None:
    config = client_of("alice").get("/api/v1/config").json()
    assert config["type"] == "full"
    assert config["default_folder_name"] == "Starter Project"


@pytest.mark.parametrize("path", ["/nowhere", "/api/nowhere", "/api/v1/nothing/here"])
def test_unknown_paths_get_json(client: APIClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json() == {"detail": "Not Found"}


@pytest.mark.parametrize("path", ["/nowhere", "/api/v1/nothing/here"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_unknown_paths_take_no_other_method(client: APIClient, path: str, method: str) -> None:
    answer = getattr(client, method)(path)
    assert answer.status_code == 405
    assert answer.json() == {"detail": "Method Not Allowed"}


@pytest.mark.parametrize("path", ["/api/v1/validate/code", "/api/v1/responses", "/api/v1/run/echo"])
def test_who_reads_where_only_writing_is_possible_finds_nothing(
    client_of: Callable[[str], APIClient], path: str
) -> None:
    alice = client_of("alice")
    answer = alice.get(path)
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not Found"})
    assert alice.head(path).status_code == 404
    assert alice.put(path).status_code == 405


def test_the_documentation_is_only_read(client: APIClient) -> None:
    assert client.get("/docs").status_code == 200
    assert client.options("/docs").status_code == 405


@pytest.mark.parametrize("path", ["login", "refresh", "logout", "flows/batch/", "flows/upload/"])
def test_who_reads_where_nothing_can_be_read_finds_nothing(client_of: Callable[[str], APIClient], path: str) -> None:
    answer = client_of("alice").get(f"/api/v1/{path}")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not Found"})


def test_the_openapi_document_needs_nobody(client: APIClient) -> None:
    document = client.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert "/api/v1/run/{flow_id_or_name}" in document["paths"]


def test_the_docs_page_loads_nothing_from_elsewhere(client: APIClient) -> None:
    page = client.get("/docs").content.decode()
    assert "swagger-ui" in page
    assert "//" not in page.replace("<!--", "").split("<body")[0].replace("http://testserver", "")
