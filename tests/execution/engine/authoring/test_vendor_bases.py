"""Base classes for vendors' components: Composio's apps, Astra's databases, CrewAI's crews."""

import json
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import httpx
import pytest

from execution.engine.authoring import astra, crews
from execution.engine.authoring.astra import AstraDBBaseComponent, AstraNotInstalled
from execution.engine.authoring.composio import ComposioBaseComponent, ComposioFailed
from execution.engine.authoring.crews import BaseCrewComponent, CrewsNotInstalled, SequentialTask, convert_llm
from execution.engine.template import node_of
from tests.execution.components.running import Bench, refreshed

# --- Composio ---------------------------------------------------------------------------------------------------------


class Slack(ComposioBaseComponent):
    app_name = "slack"


SEND = {"slug": "SLACK_SEND", "input_parameters": {"properties": {"text": {"type": "string"}}, "required": ["text"]}}


@pytest.fixture
def composio(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Composio in memory: what it was asked, and what it answers."""
    service: dict[str, Any] = {"asked": [], "done": {"successful": True, "data": [{"id": 1}]}, "status": 200}
    real = httpx.AsyncClient

    def answer(request: httpx.Request) -> httpx.Response:
        service["asked"].append(request)
        if request.url.path.endswith("/tools"):
            return httpx.Response(200, json={"items": [SEND]})
        if request.method == "GET":
            return httpx.Response(200, json=SEND)
        return httpx.Response(service["status"], json=service["done"])

    monkeypatch.setattr(httpx, "AsyncClient", lambda **options: real(transport=httpx.MockTransport(answer), **options))
    return service


async def test_actions_of_the_app_are_offered_and_their_arguments_become_fields(composio: dict[str, Any]):
    offered = await refreshed(Slack, "api_key", "key")
    assert offered["template"]["action_button"]["options"] == ["SLACK_SEND"]
    assert composio["asked"][0].url.params["toolkit_slug"] == "slack"
    chosen = await refreshed(Slack, "action_button", "SLACK_SEND", api_key="key")
    assert chosen["template"]["argument_text"]["required"] is True


async def test_an_action_is_done_with_its_arguments(composio: dict[str, Any]):
    values = {"api_key": "key", "action_button": [{"name": "SLACK_SEND"}], "argument_text": "hi", "entity_id": "me"}
    table = await Bench(Slack, **values).give("dataFrame")
    assert table.to_dict("records") == [{"id": 1}]
    request = composio["asked"][0]
    assert request.url.path.endswith("/tools/execute/SLACK_SEND")
    assert request.headers["x-api-key"] == "key"
    assert json.loads(request.content) == {"user_id": "me", "arguments": {"text": "hi"}}


@pytest.mark.parametrize(
    ("status", "answer", "told"),
    [
        (200, {"successful": False, "error": "no such channel"}, "no such channel"),
        (401, {"error": {"message": "bad key"}}, "bad key"),
        (500, {}, "500"),
    ],
)
async def test_what_composio_refuses_is_told(composio: dict[str, Any], status: int, answer: Any, told: str):
    composio.update(status=status, done=answer)
    with pytest.raises(ComposioFailed, match=told):
        await Bench(Slack, api_key="key", action_button="SLACK_SEND").give("dataFrame")
    with pytest.raises(ComposioFailed, match="no action"):
        await Bench(Slack, api_key="key").give("dataFrame")


# --- Astra ------------------------------------------------------------------------------------------------------------


class Count(AstraDBBaseComponent):
    pass


class Driver(ModuleType):
    """Astrapy with one database and one collection."""

    def __init__(self) -> None:
        super().__init__("astrapy")
        self.opened: list[Any] = []

    def DataAPIClient(self, **options: Any) -> Any:  # noqa: N802  # astrapy's name
        one = SimpleNamespace(name="books", id="0a1b2c3d-0000-4000-8000-000000000000", region="eu")
        collection = SimpleNamespace(estimated_document_count=lambda: 7)

        def database(endpoint: Any, **named: Any) -> Any:
            self.opened.append((endpoint, named))
            return SimpleNamespace(
                list_collection_names=lambda **_where: ["pages"], get_collection=lambda _name: collection
            )

        admin = SimpleNamespace(list_databases=lambda: [one])
        return SimpleNamespace(get_admin=lambda **_account: admin, get_database=database)


async def test_databases_and_collections_are_offered(monkeypatch: pytest.MonkeyPatch):
    driver = Driver()
    monkeypatch.setitem(sys.modules, astra.PACKAGE, driver)
    offered = await refreshed(Count, "token", "AstraCS:x")
    assert offered["template"]["database_name"]["options"] == ["books"]
    chosen = await refreshed(Count, "database_name", "books", token="AstraCS:x")
    assert chosen["template"]["collection_name"]["options"] == ["pages"]
    component: Any = Bench(Count, token="AstraCS:x", database_name="books").component
    endpoint = "https://0a1b2c3d-0000-4000-8000-000000000000-eu.apps.astra.datastax.com"
    assert component.get_api_endpoint() == endpoint
    assert component.get_database_id() == "0a1b2c3d-0000-4000-8000-000000000000"
    assert component.collection_data("pages") == 7
    assert driver.opened[-1] == (endpoint, {"token": "AstraCS:x", "keyspace": "default_keyspace"})


async def test_without_the_driver_its_package_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, astra.PACKAGE, None)
    component: Any = Bench(Count, token="x", database_name="books").component
    with pytest.raises(AstraNotInstalled, match="astrapy"):
        component.get_database_object()


# --- CrewAI -----------------------------------------------------------------------------------------------------------


class CrewAI(ModuleType):
    def __init__(self) -> None:
        super().__init__("crewai")

    class Task(SimpleNamespace):
        pass

    class LLM(SimpleNamespace):
        pass


class Crew(BaseCrewComponent):
    def build_crew(self) -> Any:
        async def kickoff() -> str:
            return "done by " + ", ".join(self.get_tasks_and_agents()[1])

        return SimpleNamespace(kickoff_async=kickoff)


async def test_a_crew_answers(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, crews.PACKAGE, CrewAI())
    task: Any = SequentialTask(description="write", agent="Ann")
    bench = Bench(Crew)
    bench.component.set(tasks=[task])  # type: ignore[attr-defined]  # an author's component
    assert (await bench.give("output")).text == "done by Ann"
    assert bench.component.task_is_valid(task, "sequential")  # type: ignore[attr-defined]  # as above
    assert not bench.component.task_is_valid(task, "hierarchical")  # type: ignore[attr-defined]  # as above
    secret = SimpleNamespace(get_secret_value=lambda: "key")
    model = convert_llm(SimpleNamespace(model_name="gpt-x", temperature=0.5, openai_api_key=secret))
    assert vars(model) == {"model": "gpt-x", "temperature": 0.5, "api_key": "key"}
    assert convert_llm(None) is None
    assert convert_llm(model) is model


async def test_without_crewai_nodes_are_drawn_and_crews_tell_what_is_missing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, crews.PACKAGE, None)
    assert "max_rpm" in node_of(Crew)["template"]
    with pytest.raises(CrewsNotInstalled, match="crewai"):
        SequentialTask(description="write")
