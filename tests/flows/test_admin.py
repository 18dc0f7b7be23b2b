"""Flows and projects in the admin."""

import pytest
from django.test import Client

DATA = {
    "nodes": [{"id": "M-1", "data": {"node": {"template": {"k": {"password": True, "value": "sk-secret"}}}}}],
    "edges": [],
}


@pytest.fixture
def signed_in(admin):
    client = Client()
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("path", ["flows/flow/", "flows/flow/?owner=server&q=echo", "projects/project/?q=starter"])
def test_lists_open(signed_in, alice, flow_of, path):
    flow_of(alice)
    assert signed_in.get(f"/admin/{path}").status_code == 200


def test_a_flow_is_shown_without_its_secrets(signed_in, alice, flow_of):
    page = signed_in.get(f"/admin/flows/flow/{flow_of(alice, data=DATA).pk}/change/").content.decode()
    assert "M-1" in page
    assert "sk-secret" not in page


def test_a_project_is_shown_without_its_secrets(signed_in, alice):
    project = alice.projects.get()
    project.auth_settings = {"auth_type": "apikey", "api_key": "stored-secret"}
    project.save()
    page = signed_in.get(f"/admin/projects/project/{project.pk}/change/").content.decode()
    assert "stored-secret" not in page


def test_endpoint_names_fit_into_addresses(signed_in, alice, flow_of):
    form = {"name": "x", "endpoint_name": "no/such", "access_type": "PRIVATE"}
    page = signed_in.post(f"/admin/flows/flow/{flow_of(alice).pk}/change/", form)
    assert "Enter a valid value" in page.content.decode()
