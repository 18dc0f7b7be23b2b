"""`/api/v2/registration/`: a user leaves an address, and reads it again."""

import pytest

REGISTRATION = "/api/v2/registration/"


def test_an_address_is_kept(client_of):
    alice = client_of("alice")
    answer = alice.post(REGISTRATION, {"email": " Alice@Example.COM "}, format="json")
    assert (answer.status_code, answer.json()) == (200, {"email": "Alice@example.com"})
    kept = alice.get(REGISTRATION).json()
    assert kept["email"] == "Alice@example.com"
    assert kept["registered_at"].endswith("+00:00")


def test_the_latest_address_counts(client_of):
    alice = client_of("alice")
    for email in ("a@example.com", "b@example.com"):
        alice.post(REGISTRATION, {"email": email}, format="json")
    assert alice.get(REGISTRATION).json()["email"] == "b@example.com"


def test_nobody_changes_or_reads_anothers(client_of):
    client_of("alice").post(REGISTRATION, {"email": "a@example.com"}, format="json")
    assert client_of("bob").get(REGISTRATION).json() == {"message": "No user registered"}


@pytest.mark.parametrize("email", ["x", "a@b@c", "", None, 5, "a@" + "b" * 300 + ".com", "a\x00@example.com"])
def test_an_address_must_be_one(client_of, email):
    answer = client_of("alice").post(REGISTRATION, {"email": email}, format="json")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", "email"]
