"""Which databases components may reach."""

from dataclasses import replace
from pathlib import Path

import pytest

from execution.components.sql_databases import DatabaseAddress, DatabaseRefused
from execution.runtime.databases import GuardedDatabases
from execution.runtime.services import HOST_SERVICES

FILE = DatabaseAddress(kind="sqlite", host=None, port=None, path=None, options=frozenset())
REMOTE = replace(FILE, kind="postgresql", host="127.0.0.1")


def check(address: DatabaseAddress) -> None:
    GuardedDatabases().check(address)


def test_components_get_them_as_a_service() -> None:
    assert isinstance(HOST_SERVICES["databases"], GuardedDatabases)


def test_files_of_others_and_memory_may_be_used(tmp_path: Path) -> None:
    for path in (None, ":memory:", str(tmp_path / "mine.db")):
        check(replace(FILE, path=path))


def test_the_servers_own_files_may_not(settings, tmp_path: Path) -> None:
    own = tmp_path / "config"
    own.mkdir()
    (tmp_path / "link.db").symlink_to(own / "langflow.db")
    settings.LANGFLOW.CONFIG_DIR, before = own, settings.LANGFLOW.CONFIG_DIR
    try:
        for path in (own / "langflow.db", own / "deep" / "x.db", tmp_path / "link.db", own / ".." / "config" / "x.db"):
            with pytest.raises(DatabaseRefused, match="belongs to the server"):
                check(replace(FILE, path=str(path)))
    finally:
        settings.LANGFLOW.CONFIG_DIR = before
    with pytest.raises(DatabaseRefused, match="file:"):
        check(replace(FILE, path=f"file:{own}/langflow.db"))


def test_addresses_obey_the_guard() -> None:
    check(REMOTE)  # the server of the tests listens on loopback only
    with pytest.raises(DatabaseRefused, match="169"):
        check(replace(REMOTE, host="169.254.169.254"))
    with pytest.raises(DatabaseRefused, match="cannot be found"):
        check(replace(REMOTE, host="nowhere.invalid"))


@pytest.mark.parametrize(
    "address",
    [
        replace(REMOTE, host=None),
        replace(REMOTE, kind="duckdb"),
        replace(REMOTE, options=frozenset({"hostaddr"})),
        replace(REMOTE, kind="mysql", options=frozenset({"unix_socket"})),
    ],
)
def test_ways_around_the_check_are_refused(address: DatabaseAddress) -> None:
    with pytest.raises(DatabaseRefused):
        check(address)


OWN = {"ENGINE": "django.db.backends.postgresql", "NAME": "langflow", "USER": "lf", "HOST": "127.0.0.1", "PORT": ""}


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.0.0.2", "::ffff:127.0.0.1", "0.0.0.0", "2130706433"])
@pytest.mark.parametrize("own_host", ["127.0.0.1", "localhost", "", "/var/run/postgresql"])
def test_the_servers_own_database_may_not_be_asked_however_it_is_spelt(monkeypatch, host: str, own_host: str) -> None:
    monkeypatch.setattr("django.conf.settings.DATABASES", {"default": {**OWN, "HOST": own_host}})
    for name, port in (("langflow", None), ("lang%66low", 5432)):
        with pytest.raises(DatabaseRefused):
            check(replace(REMOTE, host=host, port=port, name=name))


def test_other_databases_of_that_machine_may_be_asked(monkeypatch) -> None:
    monkeypatch.setattr("django.conf.settings.DATABASES", {"default": OWN})
    check(replace(REMOTE, name="shop"))
    check(replace(REMOTE, name="langflow", port=5433))


def test_the_name_of_the_database_cannot_be_given_behind_the_check() -> None:
    with pytest.raises(DatabaseRefused):
        check(replace(REMOTE, name="shop", options=frozenset({"dbname"})))
