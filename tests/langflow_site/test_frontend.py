"""A build of the editor in a folder of the operator's: its files, and its page for every other address."""

from contextlib import closing
from pathlib import Path

import httpx
import pytest
from django.core.checks import run_checks
from django.http import Http404
from django.test import RequestFactory

from langflow_site.frontend import frontend_file
from langflow_site.settings import langflow
from tests.live_server import running_server

PAGE = "<title>The editor</title>"


@pytest.fixture
def build(tmp_path: Path) -> Path:
    folder = tmp_path / "build"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE)
    (folder / "assets" / "index-1.js").write_text("start()")
    (tmp_path / "secret.txt").write_text("secret")
    return folder


@pytest.fixture
def served(build: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(langflow, "FRONTEND_PATH", build)
    return build


def get(path: str) -> tuple[bytes, str, str]:
    with closing(frontend_file(RequestFactory().get(f"/{path}"), path)) as answer:
        return b"".join(answer), answer["Content-Type"], answer["Cache-Control"]


def test_files_have_their_types_and_stay_in_browsers(served: Path) -> None:
    assert get("assets/index-1.js") == (b"start()", "text/javascript", "public, max-age=31536000, immutable")


@pytest.mark.parametrize("path", ["", "index.html", "flow/1/folder/2", "assets", "assets/index-0.js", "a\0b"])
def test_every_other_address_is_the_page_and_asked_for_again(served: Path, path: str) -> None:
    assert get(path) == (PAGE.encode(), "text/html", "no-cache")


@pytest.mark.parametrize("path", ["../secret.txt", "/etc/passwd", "assets/../../secret.txt", "..%2fsecret.txt"])
def test_nothing_outside_of_the_folder_is_served(served: Path, path: str) -> None:
    assert get(path)[0] == PAGE.encode()


def test_links_that_lead_out_are_not_followed(served: Path) -> None:
    (served / "out.txt").symlink_to(served.parent / "secret.txt")
    assert get("out.txt")[0] == PAGE.encode()


def test_only_reading_is_answered(served: Path) -> None:
    with pytest.raises(Http404):
        frontend_file(RequestFactory().post("/"), "")


def test_a_folder_without_a_page_is_an_error_at_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(langflow, "FRONTEND_PATH", tmp_path)
    assert "langflow.E005" in {message.id for message in run_checks()}


@pytest.mark.live
def test_the_server_shows_the_editor_and_keeps_its_own_addresses(build: Path, tmp_path: Path) -> None:
    folder = tmp_path / "server"
    folder.mkdir()
    with (
        running_server(folder, LANGFLOW_FRONTEND_PATH=str(build)) as server,
        httpx.Client(base_url=server.base, trust_env=False) as client,
    ):
        for path in ("/", "/flows", "/login", "/settings/general", "/admin"):
            assert client.get(path).text == PAGE
        assert client.get("/assets/index-1.js").text == "start()"
        assert client.get("/health").json() == {"status": "ok"}
        assert client.get("/api/v1/version").json()["version"]
        assert "Log in" in client.get("/admin/login/").text
        unknown = client.get("/api/v1/nowhere")
        assert (unknown.status_code, unknown.json()) == (404, {"detail": "Not Found"})
        assert client.post("/flows").status_code == 404
