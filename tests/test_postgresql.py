"""The main job on PostgreSQL: sign in, store a flow, run it, read what it left, all at once and one by one.

Runs where PostgreSQL is reachable; `TEST_POSTGRESQL_URL` names another than 127.0.0.1:5432.
"""

import json
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.contract.lfkit import echo_flow
from tests.live_server import LiveServer, running_server
from tests.services import own_database, postgresql_is_needed

pytestmark = [pytest.mark.live, pytest.mark.postgresql, pytest.mark.xdist_group("postgresql"), postgresql_is_needed]


@pytest.fixture(scope="module")
def database_url() -> Iterator[str]:
    """A database of our own, dropped at the end."""
    with own_database() as url:
        yield url


@pytest.fixture(scope="module")
def server(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    folder = tmp_path_factory.mktemp("postgresql")
    with running_server(folder, LANGFLOW_AUTO_LOGIN="false", LANGFLOW_DATABASE_URL=database_url) as started:
        yield started


@pytest.fixture(scope="module")
def client(server: LiveServer) -> Iterator[httpx.Client]:
    headers = {"x-api-key": server.api_key()}
    with httpx.Client(base_url=server.base, headers=headers, timeout=60, trust_env=False) as client:
        yield client


@pytest.fixture(scope="module")
def flow_id(client: httpx.Client) -> str:
    document = echo_flow(client.get("/api/v1/all").json(), "echo")
    answer = client.post("/api/v1/flows/", json=document)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def _run(client: httpx.Client, flow_id: str, text: str, session_id: str) -> str:
    answer = client.post(f"/api/v1/run/{flow_id}", json={"input_value": text, "session_id": session_id})
    assert answer.status_code == 200, answer.text
    return answer.json()["outputs"][0]["outputs"][0]["results"]["message"]["text"]


def test_sessions_are_those_that_have_messages_while_runs_store_and_users_delete(
    client: httpx.Client, flow_id: str
) -> None:
    def runs(number: int) -> None:
        for _ in range(15):
            _run(client, flow_id, "hello", f"contested {number % 2}")

    def deletions(number: int) -> None:
        for _ in range(60):
            client.delete(f"/api/v1/monitor/messages/session/contested {number % 2}").raise_for_status()

    with ThreadPoolExecutor(6) as threads:
        working = [threads.submit(work, number) for number in range(2) for work in (runs, runs, deletions)]
    for work in working:
        work.result()
    query = {"flow_id": flow_id}
    stored = {row["session_id"] for row in client.get("/api/v1/monitor/messages", params=query).json()}
    assert set(client.get("/api/v1/monitor/messages/sessions", params=query).json()) == stored


def test_a_flow_runs_and_leaves_its_history(client: httpx.Client, flow_id: str) -> None:
    assert _run(client, flow_id, "hello", "first") == "hello"
    messages = client.get("/api/v1/monitor/messages", params={"session_id": "first"}).json()
    assert [(message["sender"], message["text"]) for message in messages] == [("User", "hello"), ("Machine", "hello")]
    assert client.get("/api/v1/monitor/builds", params={"flow_id": flow_id}).json()["vertex_builds"]
    assert client.get("/api/v1/monitor/transactions", params={"flow_id": flow_id}).json()["items"]


def test_runs_at_the_same_time_store_every_message_once(client: httpx.Client, flow_id: str) -> None:
    texts = [f"message {number}" for number in range(40)]
    with ThreadPoolExecutor(10) as callers:
        answers = list(callers.map(lambda text: _run(client, flow_id, text, "many"), texts))
    assert answers == texts
    messages = client.get("/api/v1/monitor/messages", params={"session_id": "many"}).json()
    assert sorted(message["text"] for message in messages) == sorted(texts * 2)


def test_a_flow_reads_back_with_its_keys_in_order(client: httpx.Client) -> None:
    data = {"nodes": [], "edges": [], "viewport": {"zoom": 1, "y": 0, "x": 0}, "b": 1, "a": [1, 2.50, None]}
    stored = client.post("/api/v1/flows/", json={"name": "ordered", "data": data}).json()
    read = client.get(f"/api/v1/flows/{stored['id']}").json()
    assert list(read["data"]) == list(data)
    assert read["data"] == data


def test_variables_and_users_are_stored(client: httpx.Client) -> None:
    variable = {"name": "CITY", "value": "Paris", "type": "Generic", "default_fields": []}
    assert client.post("/api/v1/variables/", json=variable).status_code == 201
    assert client.post("/api/v1/variables/", json=variable).status_code == 400
    assert client.post("/api/v1/users/", json={"username": "ann", "password": "Passw0rd!x"}).status_code == 201
    assert client.get("/api/v1/users/").json()["total_count"] == 2


GRAPH = {"nodes": [], "edges": []}

CREATIONS = [
    ("/api/v1/flows/", {"name": "twin", "data": GRAPH}, {201}),
    ("/api/v1/flows/", {"name": "named", "endpoint_name": "twin", "data": GRAPH}, {201}),
    ("/api/v1/flows/batch/", {"flows": [{"name": "twins", "data": GRAPH}]}, {201, 409}),
    ("/api/v1/projects/", {"name": "twin"}, {201}),
    ("/api/v1/variables/", {"name": "TWIN", "value": "v", "default_fields": []}, {201, 400}),
    ("/api/v1/users/", {"username": "twin", "password": "Passw0rd!x"}, {201, 400}),
]


@pytest.mark.parametrize(("path", "body", "statuses"), CREATIONS)
def test_equal_names_at_the_same_time_are_numbered_or_refused(
    client: httpx.Client, path: str, body: dict[str, object], statuses: set[int]
) -> None:
    with ThreadPoolExecutor(10) as callers:
        answers = list(callers.map(lambda _: client.post(path, json=body), range(20)))
    assert {answer.status_code for answer in answers} == statuses
    created = [answer.json() for answer in answers if answer.status_code == 201]
    if len(statuses) > 1:
        assert len(created) == 1
    else:
        assert len({(row["name"], row.get("endpoint_name")) for row in created}) == 20


def test_one_id_put_by_many_is_one_flow(client: httpx.Client) -> None:
    path = f"/api/v1/flows/{uuid.uuid4()}"
    with ThreadPoolExecutor(10) as callers:
        answers = list(callers.map(lambda _: client.put(path, json={"name": "put", "data": GRAPH}), range(20)))
    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [201]


def test_a_message_with_a_nul_is_answered_as_it_is_and_stored_without_it(client: httpx.Client, flow_id: str) -> None:
    assert _run(client, flow_id, "a\0b", "nul") == "a\0b"
    messages = client.get("/api/v1/monitor/messages", params={"session_id": "nul"}).json()
    assert {message["text"] for message in messages} == {"a\ufffdb"}


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "".join(map(chr, range(0x4E00, 0x4E00 + 3000)))])
def test_a_name_that_cannot_be_stored_is_the_callers_mistake(client: httpx.Client, name: str) -> None:
    content = json.dumps({"name": name, "data": GRAPH})
    answer = client.post("/api/v1/flows/", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422


def test_a_lookup_by_what_cannot_be_stored_finds_nothing(client: httpx.Client) -> None:
    assert client.get("/api/v1/monitor/messages", params={"session_id": "never\0"}).json() == []
    assert client.post("/api/v1/run/a%00b", json={}).status_code in {404, 422}


def test_two_superusers_who_demote_each_other_leave_one(server: LiveServer, client: httpx.Client) -> None:
    def demote(by: httpx.Client, user_id: str) -> None:
        by.patch(f"/api/v1/users/{user_id}", json={"is_superuser": False})

    other_id = client.post("/api/v1/users/", json={"username": "sue", "password": "Passw0rd!x"}).json()["id"]
    client.patch(f"/api/v1/users/{other_id}", json={"is_active": True, "is_superuser": True})
    token = httpx.post(f"{server.base}/api/v1/login", data={"username": "sue", "password": "Passw0rd!x"}).json()
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    with httpx.Client(base_url=server.base, headers=headers, trust_env=False) as other, ThreadPoolExecutor(2) as both:
        own_id = client.get("/api/v1/users/whoami").json()["id"]
        for _ in range(5):
            list(both.map(demote, (client, other), (other_id, own_id)))
            left = [who for who in (client, other) if who.get("/api/v1/users/whoami").json()["is_superuser"]]
            assert left
            for user_id in (own_id, other_id):
                left[0].patch(f"/api/v1/users/{user_id}", json={"is_superuser": True})
    assert client.delete(f"/api/v1/users/{other_id}").status_code == 200
