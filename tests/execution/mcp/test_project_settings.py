"""`/api/v1/mcp/project/{id}`: what a project offers as tools, and which programs of this machine use it."""

import json
import uuid
from pathlib import Path

import pytest

from accounts.encryption import decrypt
from accounts.models import ApiKey
from flows.models import Flow
from projects.models import Project

URL = "/api/v1/mcp/project"


@pytest.fixture
def project(alice):
    return Project.objects.create(user=alice, name="Tools", auth_settings={"auth_type": "apikey"})


@pytest.fixture
def flow(alice, project):
    return Flow.objects.create(user=alice, project=project, name="My flow", mcp_enabled=True)


@pytest.fixture
def off(alice, project):
    return Flow.objects.create(user=alice, project=project, name="Off")


@pytest.fixture
def alices(client_of):
    return client_of("alice")


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    return tmp_path


def patch(client, project, **body):
    return client.patch(f"{URL}/{project.pk}", body, format="json")


def test_flows_that_are_tools_are_listed_under_their_names(alices, project, flow, off):
    found = alices.get(f"{URL}/{project.pk}").json()
    assert found["tools"] == [
        {
            "id": str(flow.pk),
            "mcp_enabled": True,
            "action_name": "my_flow",
            "action_description": "Runs the flow 'My flow'.",
            "name": "My flow",
            "description": "",
        }
    ]
    assert found["auth_settings"]["auth_type"] == "apikey"
    assert found["auth_settings"]["oauth_host"] is None


def test_all_flows_are_listed_on_demand(alices, project, flow, off):
    found = alices.get(f"{URL}/{project.pk}", {"mcp_enabled": "false"}).json()
    assert [tool["name"] for tool in found["tools"]] == ["My flow", "Off"]


def updated(count):
    return {"message": f"Updated MCP settings for {count} flows and project auth settings"}


def test_flows_become_tools_under_other_names(alices, project, off):
    setting = {"id": str(off.pk), "mcp_enabled": True, "action_name": "now_on", "action_description": "text"}
    assert patch(alices, project, settings=[setting]).json() == updated(1)
    (tool,) = alices.get(f"{URL}/{project.pk}").json()["tools"]
    assert (tool["action_name"], tool["action_description"]) == ("now_on", "text")


def test_flows_of_others_and_of_other_projects_stay_as_they_are(alices, alice, bob, project):
    others = [Flow.objects.create(user=user, name="other") for user in (alice, bob)]
    settings = [{"id": str(other.pk), "mcp_enabled": True} for other in others]
    assert patch(alices, project, settings=settings).json() == updated(0)
    assert not Flow.objects.filter(mcp_enabled=True).exists()


def test_the_sign_in_changes_where_it_is_named(alices, project):
    patch(alices, project, settings=[], auth_settings={"auth_type": "none"})
    patch(alices, project, settings=[])
    patch(alices, project, settings=[], auth_settings=None)
    project.refresh_from_db()
    assert project.auth_settings == {"auth_type": "none"}


def test_secrets_of_the_sign_in_are_kept_encrypted_and_masked(alices, project):
    auth = {"auth_type": "oauth", "oauth_client_secret": "hidden"}
    patch(alices, project, settings=[], auth_settings=auth)
    shown = alices.get(f"{URL}/{project.pk}").json()["auth_settings"]
    assert shown["oauth_client_secret"] == "*******"
    patch(alices, project, settings=[], auth_settings={**auth, "oauth_client_secret": "*******"})
    project.refresh_from_db()
    assert decrypt(project.auth_settings["oauth_client_secret"]) == "hidden"


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({}, ["body", "settings"]),
        ({"settings": [{}]}, ["body", "settings", 0, "id"]),
        ({"settings": [], "auth_settings": {"auth_type": "magic"}}, ["body", "auth_settings", "auth_type"]),
    ],
)
def test_settings_of_the_wrong_form_are_refused(alices, project, body, where):
    answer = patch(alices, project, **body)
    assert (answer.status_code, answer.json()["detail"][0]["loc"]) == (422, where)


@pytest.mark.parametrize("path", ["", "/installed", "/composer-url"])
def test_other_projects_do_not_exist(client_of, anonymous, project, path):
    assert client_of("bob").get(f"{URL}/{project.pk}{path}").status_code == 404
    assert client_of("alice").get(f"{URL}/{uuid.uuid4()}{path}").status_code == 404
    assert anonymous.get(f"{URL}/{project.pk}{path}").status_code == 403


def test_the_addresses_are_told_to_older_editors(alices, project):
    found = alices.get(f"{URL}/{project.pk}/composer-url").json()
    assert found["uses_composer"] is False
    assert found["streamable_http_url"].endswith(f"/api/v1/mcp/project/{project.pk}/streamable")


# --- programs of this machine ---------------------------------------------------------------------------------------


def install(caller, project, **body):
    return caller.post(f"{URL}/{project.pk}/install", body, format="json")


def programs(client, project):
    return {found["name"]: found for found in client.get(f"{URL}/{project.pk}/installed").json()}


def test_programs_are_found_by_their_folders(alices, project, home):
    (home / ".cursor").mkdir()
    found = programs(alices, project)
    assert found["cursor"] == {"name": "cursor", "installed": False, "available": True}
    assert found["windsurf"] == {"name": "windsurf", "installed": False, "available": False}


def test_a_project_is_added_to_the_settings_of_a_program(alices, anonymous, alice, project, home):
    path = home / ".cursor" / "mcp.json"
    path.parent.mkdir()
    path.write_text('{"mcpServers": {"other": {"url": "http://other"}}, "theme": "dark"}')
    assert install(alices, project, client="cursor").status_code == 200
    written = json.loads(path.read_text())
    assert written["theme"] == "dark"
    assert written["mcpServers"]["other"] == {"url": "http://other"}
    entry = written["mcpServers"]["lf-tools"]
    assert entry["url"].endswith(f"{project.pk}/streamable")
    whoami = anonymous.get("/api/v1/users/whoami", HTTP_X_API_KEY=entry["headers"]["x-api-key"])
    assert whoami.json()["username"] == "alice"
    assert ApiKey.objects.get(user=alice).hint == entry["headers"]["x-api-key"][:8]
    assert path.stat().st_mode & 0o777 == 0o600
    assert programs(alices, project)["cursor"]["installed"]


def test_an_open_project_needs_no_key_and_claude_a_proxy(alices, project, home):
    Project.objects.update(auth_settings={"auth_type": "none"})
    folder = home / ".config" / "Claude"
    folder.mkdir(parents=True)
    assert install(alices, project, client="claude", transport="sse").status_code == 200
    entry = json.loads((folder / "claude_desktop_config.json").read_text())["mcpServers"]["lf-tools"]
    assert (entry["command"], entry["args"][0]) == ("uvx", "mcp-proxy")
    assert entry["args"][-1].endswith("/sse")
    assert not ApiKey.objects.exists()


def test_what_cannot_be_installed_is_told(alices, project, home, langflow):
    unknown = install(alices, project, client="notepad")
    assert (unknown.status_code, unknown.json()["detail"]) == (400, "Unsupported client")
    assert unknown.json()["clients"] == ["cursor", "windsurf", "claude"]
    assert install(alices, project, client="cursor").status_code == 400
    assert install(alices, project).status_code == 422
    assert install(alices, project, client="cursor", transport="pigeon").status_code == 422
    langflow(LISTENS_ON_LOOPBACK_ONLY=False)
    assert install(alices, project, client="cursor").status_code == 403
    assert not programs(alices, project)["cursor"]["available"]


def test_settings_that_are_not_json_stay_as_they_are(alices, project, home):
    path = home / ".cursor" / "mcp.json"
    path.parent.mkdir()
    path.write_text("// mine")
    assert install(alices, project, client="cursor").status_code == 400
    assert path.read_text() == "// mine"
