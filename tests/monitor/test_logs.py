"""`/logs`: the server's latest lines, for superusers, where the operator wants it."""

import json
import logging
from collections.abc import Iterator

import pytest

from monitor.recent_logs import RecentLogs, without_secrets
from monitor.views import logs as log_views


@pytest.fixture
def kept() -> Iterator[RecentLogs]:
    handler = RecentLogs(size=20)
    handler.addFilter(logging.Filter("test"))  # that somebody signed in is no business of these tests
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def told(kept: RecentLogs) -> list[int]:
    """The times of fifteen lines, called line 0 to line 14."""
    for number in range(15):
        kept.handle(logging.LogRecord("test", logging.INFO, "", 0, "line %s", (number,), None))
    return list(kept.since(0))


def lines(client, **query):
    answer = client.get("/logs", query)
    assert answer.status_code == 200, answer.content
    return list(answer.json().values())


def named(*numbers):
    return [f"line {number}" for number in numbers]


def test_without_a_wish_there_are_the_last_ten(client_of, told):
    assert lines(client_of("admin")) == named(*range(5, 15))


def test_a_number_of_lines_before_now(client_of, told):
    assert lines(client_of("admin"), lines_before=2) == named(13, 14)


def test_lines_before_a_moment(client_of, told):
    assert lines(client_of("admin"), timestamp=told[4], lines_before=2) == named(2, 3)
    assert lines(client_of("admin"), timestamp=1) == []


def test_lines_from_a_moment_on(client_of, told):
    assert lines(client_of("admin"), timestamp=told[4], lines_after=2) == named(4, 5)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"lines_after": 3}, "Timestamp is required when requesting logs after the timestamp"),
        ({"lines_before": 3, "lines_after": 3}, "Cannot request logs before and after the timestamp"),
    ],
)
def test_some_wishes_make_no_sense(client_of, kept, query, reason):
    answer = client_of("admin").get("/logs", query)
    assert (answer.status_code, answer.json()) == (400, {"detail": reason})


def test_old_lines_make_room(kept):
    for number in range(50):
        kept.handle(logging.LogRecord("test", logging.INFO, "", 0, "%s", (number,), None))
    assert list(kept.since(0).values()) == [str(number) for number in range(30, 50)]


@pytest.mark.parametrize("path", ["/logs", "/logs-stream"])
def test_ordinary_users_read_no_log(client_of, kept, path):
    assert client_of("alice").get(path).status_code == 403


@pytest.mark.parametrize("path", ["/logs", "/logs-stream"])
def test_the_operator_decides(client_of, path):
    answer = client_of("admin").get(path)
    assert (answer.status_code, answer.json()) == (501, {"detail": "Log retrieval is disabled"})


async def test_the_stream_tells_new_lines_and_that_it_lives(kept, told, monkeypatch):
    monkeypatch.setattr(log_views, "LOOKS_EVERY_SECONDS", 0.001)
    monkeypatch.setattr(log_views, "KEEPS_ALIVE_EVERY_SECONDS", 0.002)
    frames = log_views._frames(kept)
    assert await anext(frames) == "keepalive\n\n"
    kept.handle(logging.LogRecord("test", logging.INFO, "", 0, "news", (), None))
    told_now = next(frame for frame in [await anext(frames), await anext(frames)] if frame != "keepalive\n\n")
    assert list(json.loads(told_now).values()) == ["news"]
    await frames.aclose()


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("GET /api/v1/run?x-api-key=sk-abc&x=1", "GET /api/v1/run?x-api-key=***&x=1"),
        ("Authorization: Bearer abc.def", "Authorization: Bearer ***"),
        ("{'api_key': 'secret', 'n': 1}", "{'api_key': '***', 'n': 1}"),
        ("the key sk-proj-0123456789abcdef was refused", "the key *** was refused"),
        ("postgresql://user:password@host/db", "postgresql://***@host/db"),
        ("token eyJhbGci.eyJzdWIi.c2ln", "token ***"),
        ("User 'alice' signed in; tokens: 5", "User 'alice' signed in; tokens: 5"),
    ],
)
def test_what_looks_like_a_secret_is_masked(line, shown):
    assert without_secrets(line) == shown


def test_a_wish_that_is_none_is_told_before_anything_else(client_of):
    answer = client_of("alice").get("/logs", {"lines_before": "x"})
    assert (answer.status_code, answer.json()["detail"][0]["loc"]) == (422, ["query", "lines_before"])
