"""`GET /api/v1/all`."""

import gzip
import json
import subprocess
import sys

import pytest
from django.core.management import call_command

from execution.catalogue import prebuilt
from execution.components.registry import COMPONENTS

ALL = "/api/v1/all"

NODE_KEYS = {
    "base_classes",
    "beta",
    "conditional_paths",
    "custom_fields",
    "display_name",
    "documentation",
    "edited",
    "field_order",
    "frozen",
    "icon",
    "legacy",
    "metadata",
    "minimized",
    "output_types",
    "outputs",
    "pinned",
    "template",
    "tool_mode",
}


def test_a_stranger_does_not_get_the_catalogue(anonymous):
    assert anonymous.get(ALL).status_code == 403


@pytest.mark.parametrize("path", [ALL, f"{ALL}/", f"{ALL}?force_refresh=true"])
def test_every_registered_type_is_listed_once(client_of, path):
    answer = client_of("alice").get(path)
    assert answer.status_code == 200
    listed = [name for types in answer.json().values() for name in types]
    assert sorted(listed) == sorted(name for types in COMPONENTS.values() for name in types)


def test_a_node_is_complete(client_of):
    for types in client_of("alice").get(ALL).json().values():
        for node in types.values():
            assert node.keys() >= NODE_KEYS
            assert node["template"].keys() == {"_type", "code", *node["field_order"]}
            assert node["template"]["code"]["value"]


def test_it_is_compressed_for_those_who_understand_that(client_of):
    alice = client_of("alice")
    plain = alice.get(ALL)
    small = alice.get(ALL, headers={"Accept-Encoding": "gzip, deflate, br"})
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(small.content)) == plain.json()
    assert "Accept-Encoding" in small.headers["Vary"]


def test_gzip_can_be_declined(client_of):
    assert "Content-Encoding" not in client_of("alice").get(ALL, headers={"Accept-Encoding": "gzip;q=0"}).headers


def test_who_has_it_already_gets_no_second_copy(client_of):
    alice = client_of("alice")
    etag = alice.get(ALL).headers["ETag"]
    again = alice.get(ALL, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert alice.get(ALL, headers={"If-None-Match": '"other"'}).status_code == 200


def test_building_it_imports_no_provider_and_no_pandas():
    script = (
        "import sys, django; django.setup(); "
        "from execution.catalogue.selectors import catalogue; catalogue(); "
        "heavy = {'langchain_core', 'langchain_openai', 'openai', 'pandas', 'numpy', 'tiktoken'} & set(sys.modules); "
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


class TestIndex:
    """Nodes that are drawn beforehand."""

    def test_it_is_as_the_components_are_today(self):
        stored = json.loads(gzip.decompress(prebuilt.NODES.read_bytes()))
        assert stored == prebuilt.drawn_nodes(), "Run `manage.py components --rebuild`."
        assert prebuilt.FINGERPRINT.read_text() == prebuilt.fingerprint(), "Run `manage.py components --rebuild`."

    @pytest.fixture
    def folder(self, tmp_path, monkeypatch):
        """An index elsewhere, and nothing remembered of the other one."""
        for name in ("NODES", "FINGERPRINT"):
            monkeypatch.setattr(prebuilt, name, tmp_path / getattr(prebuilt, name).name)
        monkeypatch.setattr(prebuilt, "FOLDER", tmp_path)
        prebuilt.prebuilt.cache_clear()
        yield tmp_path
        prebuilt.prebuilt.cache_clear()

    def test_one_that_is_missing_or_old_is_not_used(self, folder):
        current = prebuilt.prebuilt()
        prebuilt.NODES.write_bytes(prebuilt.compressed({"old": {}}))
        prebuilt.FINGERPRINT.write_text("of older sources")
        prebuilt.prebuilt.cache_clear()
        assert prebuilt.prebuilt() == current

    def test_a_command_writes_it(self, folder, capsys):
        call_command("components", "--rebuild")
        assert "The index of the catalogue has" in capsys.readouterr().out
        assert prebuilt.prebuilt() == prebuilt.NODES.read_bytes()
