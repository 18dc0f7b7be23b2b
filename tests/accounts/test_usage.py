from concurrent.futures import ThreadPoolExecutor

import pytest

from accounts import usage
from accounts.authentication import caller_of
from accounts.credentials import Credentials
from accounts.models import ApiKey


@pytest.fixture
def credentials(alices_key):
    return Credentials(api_key=alices_key)


def test_uses_wait_in_memory(credentials, django_assert_num_queries):
    with django_assert_num_queries(3):
        for _ in range(3):
            caller_of(credentials)
    assert ApiKey.objects.get().total_uses == 0


def test_a_flush_writes_them_in_one_go(credentials):
    for _ in range(3):
        caller_of(credentials)
    usage.flush()
    usage.flush()
    key = ApiKey.objects.get()
    assert key.total_uses == 3
    assert key.last_used_at is not None


def test_a_flush_comes_by_itself_when_it_is_due(credentials, monkeypatch):
    monkeypatch.setattr(usage, "FLUSH_SECONDS", 0.0)
    caller_of(credentials)
    assert ApiKey.objects.get().total_uses == 1


def test_the_list_is_up_to_date(client_of, credentials):
    caller_of(credentials)
    key = client_of("alice").get("/api/v1/api_key/").json()["api_keys"][0]
    assert key["total_uses"] == 1
    assert len(key["last_used_at"]) == len("2026-01-31T12:00:00.000000")


def test_uses_of_a_key_that_was_removed_are_forgotten(credentials):
    caller_of(credentials)
    ApiKey.objects.all().delete()
    usage.flush()


def test_no_use_is_lost_between_threads(alice):
    key_id = alice.pk
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: usage.counter.count(key_id), range(1000)))
    assert usage.counter.take()[key_id].count == 1000
