"""Where flows may keep vectors."""

from pathlib import Path

import pytest

from execution.components.vector_search.errors import StoreRefused
from execution.runtime.vector_places import GuardedPlaces


@pytest.fixture
def config(settings, tmp_path):
    settings.LANGFLOW.CONFIG_DIR = tmp_path
    return tmp_path


@pytest.mark.parametrize("name", ["rivers", "/tmp/rivers", "//tmp/rivers", "~/rivers", "a/../rivers"])
def test_a_folder_is_below_the_users_own(config, name):
    folder = GuardedPlaces().folder("alice", name)
    assert Path(config, "vector_stores", "alice").resolve() in folder.parents


@pytest.mark.parametrize("name", ["..", "../bob", "rivers/../../bob", "/..", "", "."])
def test_a_way_out_is_refused(config, name):
    with pytest.raises(StoreRefused):
        GuardedPlaces().folder("alice", name)


def test_a_link_is_not_followed_out(config):
    own = config / "vector_stores" / "alice"
    own.mkdir(parents=True)
    (own / "link").symlink_to(config)
    with pytest.raises(StoreRefused):
        GuardedPlaces().folder("alice", "link")


async def test_a_server_must_pass_the_guard():
    await GuardedPlaces().check("127.0.0.1", 5432)
    with pytest.raises(StoreRefused):
        await GuardedPlaces().check("169.254.169.254", 80)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_the_servers_own_redis_is_refused(monkeypatch, settings, host):
    monkeypatch.setattr(settings.LANGFLOW, "REDIS_URL", "redis://127.0.0.1:6399/0")
    with pytest.raises(StoreRefused, match="own events"):
        await GuardedPlaces().check(host, 6399)
    await GuardedPlaces().check(host, 6379)
