"""Every answer carries its length and the security headers; only the admin pays for sessions."""

import pytest
from django.test import Client
from rest_framework.test import APIClient


def test_answers_say_how_long_they_are_and_what_browsers_may_do(client: Client) -> None:
    answer = client.get("/health")
    assert answer.headers["Content-Length"] == str(len(answer.content))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_the_api_sets_no_session(client: Client) -> None:
    assert not client.get("/health").cookies


@pytest.mark.django_db
def test_the_admin_asks_for_a_sign_in(client: Client) -> None:
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_the_admin_refuses_a_form_without_its_token(admin: object) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/admin/login/", {"username": "admin", "password": "correct horse"}).status_code == 403


def test_a_superuser_enters_the_admin(admin: object) -> None:
    client = Client()
    client.post("/admin/login/", {"username": "admin", "password": "correct horse"})
    assert client.get("/admin/").status_code == 200
    assert APIClient().get("/admin/").status_code == 302
