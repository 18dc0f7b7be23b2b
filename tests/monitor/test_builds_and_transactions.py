"""`/monitor/builds` and `/monitor/transactions`."""

import uuid

import pytest

from monitor.models import Transaction, VertexBuild
from tests.monitor.rows import build, transaction

BUILDS = "/api/v1/monitor/builds"
TRANSACTIONS = "/api/v1/monitor/transactions"


@pytest.fixture
def stored(flow):
    VertexBuild.objects.bulk_create([build(flow), build(flow, "ChatOutput-z"), build(flow)])
    Transaction.objects.bulk_create([transaction(flow), transaction(flow, "ChatOutput-z")])


def test_builds_stand_by_vertex(client_of, flow, stored):
    builds = client_of("alice").get(BUILDS, {"flow_id": str(flow.pk)}).json()["vertex_builds"]
    assert {vertex: len(rows) for vertex, rows in builds.items()} == {"ChatInput-a": 2, "ChatOutput-z": 1}


def test_a_build_has_the_recorded_shape(client_of, flow, stored):
    builds = client_of("alice").get(BUILDS, {"flow_id": str(flow.pk)}).json()["vertex_builds"]
    row = builds["ChatOutput-z"][0]
    assert row["timestamp"].endswith("Z")
    assert row["id"] == "ChatOutput-z"
    assert row["data"]["message"] == row["data"]["artifacts"] == row["artifacts"] == {"message": "hi", "type": "object"}
    assert row["job_id"] is None
    assert row["valid"] is True


def test_transactions_come_in_pages_newest_first(client_of, flow, stored):
    page = client_of("alice").get(TRANSACTIONS, {"flow_id": str(flow.pk), "page": 1, "size": 1}).json()
    assert [row["vertex_id"] for row in page["items"]] == ["ChatOutput-z"]
    assert {name: page[name] for name in ("total", "page", "size", "pages")} == {
        "total": 2, "page": 1, "size": 1, "pages": 2,
    }  # fmt: skip


def test_a_page_beyond_the_end_is_empty(client_of, flow, stored):
    page = client_of("alice").get(TRANSACTIONS, {"flow_id": str(flow.pk), "page": 99, "size": 1}).json()
    assert page["items"] == []
    assert page["total"] == 2


def test_a_transaction_time_has_no_zone(client_of, flow, stored):
    row = client_of("alice").get(TRANSACTIONS, {"flow_id": str(flow.pk)}).json()["items"][0]
    assert len(row["timestamp"]) == len("2026-01-01T00:00:00.000000")


@pytest.mark.parametrize("query", [{}, {"flow_id": "zz"}])
@pytest.mark.parametrize("url", [BUILDS, TRANSACTIONS])
def test_a_flow_must_be_named(client_of, db, url, query):
    answer = client_of("alice").get(url, query)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["query", "flow_id"]


@pytest.mark.parametrize("query", [{"page": 0}, {"size": 101}])
def test_pages_have_bounds(client_of, flow, query):
    assert client_of("alice").get(TRANSACTIONS, {"flow_id": str(flow.pk), **query}).status_code == 422


def test_a_stranger_sees_and_deletes_nothing(client_of, flow, stored):
    bob = client_of("bob")
    query = {"flow_id": str(flow.pk)}
    assert bob.get(BUILDS, query).json() == {"vertex_builds": {}}
    assert bob.get(TRANSACTIONS, query).json()["items"] == []
    assert bob.delete(f"{BUILDS}?flow_id={flow.pk}").status_code == 204
    assert VertexBuild.objects.count() == 3


def test_an_unknown_flow_has_nothing(client_of, db):
    assert client_of("alice").get(BUILDS, {"flow_id": str(uuid.uuid4())}).json() == {"vertex_builds": {}}


def test_the_owner_deletes_builds(client_of, flow, stored):
    assert client_of("alice").delete(f"{BUILDS}?flow_id={flow.pk}").status_code == 204
    assert VertexBuild.objects.count() == 0


def test_nobody_reads_without_a_credential(anonymous):
    assert anonymous.get(BUILDS).status_code == 403
    assert anonymous.get(TRANSACTIONS).status_code == 403
