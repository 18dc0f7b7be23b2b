"""`/monitor/builds` and `/monitor/transactions`."""

import uuid

import pytest

from monitor import selectors
from monitor.models import Transaction, VertexBuild
from monitor.timestamps import record_clock
from tests.monitor.rows import build, transaction

BUILDS = "/api/v1/monitor/builds"
TRANSACTIONS = "/api/v1/monitor/transactions"


@pytest.fixture
def stored(flow):
    before = build(flow, params="an earlier run's")
    VertexBuild.objects.bulk_create([before, build(flow, "ChatOutput-z"), build(flow)])
    Transaction.objects.bulk_create([transaction(flow), transaction(flow, "ChatOutput-z")])


def test_the_last_build_of_each_vertex_stands_by_its_name(client_of, flow, stored):
    builds = client_of("alice").get(BUILDS, {"flow_id": str(flow.pk)}).json()["vertex_builds"]
    assert {vertex: [row["params"] for row in rows] for vertex, rows in builds.items()} == {
        "ChatOutput-z": ["p"], "ChatInput-a": ["p"],
    }  # fmt: skip
    assert list(builds) == ["ChatOutput-z", "ChatInput-a"], "oldest first"


def test_the_last_of_builds_of_the_same_moment_is_one(client_of, flow):
    moment = record_clock.now()
    VertexBuild.objects.bulk_create([build(flow, timestamp=moment), build(flow, timestamp=moment)])
    builds = client_of("alice").get(BUILDS, {"flow_id": str(flow.pk)}).json()["vertex_builds"]
    assert len(builds["ChatInput-a"]) == 1


def test_so_many_builds_are_told_as_clients_expect(client_of, flow, monkeypatch):
    monkeypatch.setattr(selectors, "MOST_BUILDS", 2)
    VertexBuild.objects.bulk_create([build(flow, f"Prompt-{number}") for number in range(3)])
    builds = client_of("alice").get(BUILDS, {"flow_id": str(flow.pk)}).json()["vertex_builds"]
    assert list(builds) == ["Prompt-0", "Prompt-1"]


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
