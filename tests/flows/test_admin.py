"""Flows and projects in the admin."""

import pytest
from django.test import Client

from monitor.models import Trace
from tests.monitor.rows import trace

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


def test_a_flow_that_is_given_to_somebody_else_takes_its_history_along(signed_in, client_of, alice, bob, flow_of):
    flow = flow_of(alice)
    Trace.objects.bulk_create([trace(flow)])
    form = {"name": "Echo", "access_type": "PRIVATE", "user": str(bob.pk), "project": str(bob.projects.get().pk)}
    assert signed_in.post(f"/admin/flows/flow/{flow.pk}/change/", form).status_code == 302
    totals = {name: client_of(name).get("/api/v1/monitor/traces").json()["total"] for name in ("alice", "bob")}
    assert totals == {"alice": 0, "bob": 1}
