"""Database threads ask whether their connection is sound when there is reason to."""

import pytest

from langflow_site.common import database


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often the connections were looked after, as a list that grows."""
    seen: list[str] = []
    monkeypatch.setattr(database, "close_old_connections", lambda: seen.append("looked"))
    monkeypatch.setattr(database, "_last_use", database._LastUse())
    return seen


def test_a_thread_asks_at_first_and_then_trusts(looks: list[str]) -> None:
    assert [database._on_a_sound_connection(lambda: 3) for _ in range(5)] == [3] * 5
    assert len(looks) == 1


def test_it_asks_again_after_a_pause(looks: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(database.time, "monotonic", lambda: now[0])
    for pause in (0.0, 0.5, database.TRUSTED_SECONDS + 0.1, 0.1):
        now[0] += pause
        database._on_a_sound_connection(lambda: None)
    assert len(looks) == 2


def test_it_looks_after_an_error(looks: list[str]) -> None:
    database._on_a_sound_connection(lambda: None)
    with pytest.raises(ZeroDivisionError):
        database._on_a_sound_connection(lambda: 1 / 0)
    assert len(looks) == 2
