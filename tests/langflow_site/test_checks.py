"""`manage.py check` complains about options that are unwise together, and only then."""

from collections.abc import Callable

import pytest
from django.core.checks import run_checks

from langflow_site.settings import langflow


@pytest.fixture
def option(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, object], None]:
    return lambda name, value: monkeypatch.setattr(langflow, name, value)


def _ids(*, deploy: bool = False) -> set[str]:
    return {str(message.id) for message in run_checks(include_deployment_checks=deploy)}


def _ours(*, deploy: bool = False) -> set[str]:
    return {name for name in _ids(deploy=deploy) if name.startswith("langflow.")}


def test_nothing_is_said_about_one_process_on_loopback() -> None:
    assert _ours() == set()
    assert _ours(deploy=True) == set()


def test_several_processes_are_told_what_they_do_not_share(option: Callable[[str, object], None]) -> None:
    option("WORKERS", 2)
    option("DATABASE_URL", "sqlite:///langflow.db")
    assert _ours() == {"langflow.E003", "langflow.W002"}


def test_several_processes_on_postgresql_may_write_together(option: Callable[[str, object], None]) -> None:
    option("WORKERS", 2)
    option("DATABASE_URL", "postgresql://somewhere/langflow")
    assert _ours() == {"langflow.E003"}


def test_trusted_code_beyond_loopback_is_always_an_error(option: Callable[[str, object], None]) -> None:
    option("CUSTOM_CODE", "trusted")
    assert _ours() == set()
    option("LISTENS_ON_LOOPBACK_ONLY", False)
    assert _ours() == {"langflow.E002"}


def test_auto_login_beyond_loopback_is_an_error_on_deployment(option: Callable[[str, object], None]) -> None:
    option("AUTO_LOGIN", True)
    option("LISTENS_ON_LOOPBACK_ONLY", False)
    option("ACCESS_COOKIE_SECURE", True)
    assert _ours() == set()
    assert _ours(deploy=True) == {"langflow.E001"}


def test_an_open_outbound_guard_and_plain_cookies_are_warnings_on_deployment(
    option: Callable[[str, object], None],
) -> None:
    option("OUTBOUND_GUARD", False)
    option("LISTENS_ON_LOOPBACK_ONLY", False)
    assert _ours(deploy=True) == {"langflow.W003", "langflow.W004"}
