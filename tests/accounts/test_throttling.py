import pytest

from tests.accounts.conftest import log_in


@pytest.fixture(autouse=True)
def _three_attempts(option):
    option("LOGIN_ATTEMPTS_PER_MINUTE", 3)


def test_too_many_failures_lock_the_name_for_a_while(anonymous, alice):
    for number in range(3):
        assert log_in(anonymous, "alice", "wrong", REMOTE_ADDR=f"10.0.0.{number}").status_code == 401
    answer = log_in(anonymous, "alice", REMOTE_ADDR="10.0.0.9")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"


def test_too_many_failures_lock_the_address(anonymous, alice):
    for name in ("a", "b", "c"):
        log_in(anonymous, name, "wrong", REMOTE_ADDR="10.0.0.1")
    assert log_in(anonymous, "alice", REMOTE_ADDR="10.0.0.1").status_code == 429
    assert log_in(anonymous, "alice", REMOTE_ADDR="10.0.0.2").status_code == 200


def test_good_sign_ins_are_free(anonymous, alice):
    assert [log_in(anonymous, "alice").status_code for _ in range(5)] == [200] * 5
