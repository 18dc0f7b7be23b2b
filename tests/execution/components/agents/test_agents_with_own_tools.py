"""Agents with one thing to work on: a table, a document, an API, a database."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from execution.components.agents.own_tools import AgentWithOwnTools
from execution.components.files import NoFiles
from execution.components.langchain_utilities.csv_agent import CodeNotAllowed, CSVAgent
from execution.components.langchain_utilities.json_agent import JsonAgent
from execution.components.langchain_utilities.openapi_agent import OpenAPIAgent, RequestsNotAllowed
from execution.components.langchain_utilities.sql_agent import SQLAgent
from execution.components.nested_documents import NoDocument
from execution.components.openapi_documents import NoApiDescription
from execution.components.python_code import CodeOutcome
from execution.components.sql_databases import SqlDatabase
from tests.execution.components.agents.conftest import Scripted, Shouter
from tests.execution.components.running import Bench
from tests.execution.components.web_pages import PagesInMemory

API = {
    "openapi": "3.0.0",
    "info": {"title": "Shop"},
    "servers": [{"url": "https://shop.example/v1/"}],
    "paths": {
        "/items/{id}": {
            "parameters": [{"$ref": "#/components/parameters/Id"}],
            "get": {"summary": "One item", "responses": {"200": {"$ref": "#/components/schemas/Item"}}},
        }
    },
    "components": {
        "parameters": {"Id": {"name": "id", "in": "path"}},
        "schemas": {"Item": {"parent": {"$ref": "#/components/schemas/Item"}}},
    },
}


class OneFile:
    """In the place of the host's service `files`."""

    def __init__(self, text: str) -> None:
        self.text = text

    async def read_text(self, path: str) -> str:
        return self.text


class Echo:
    """In the place of the host's service `code`: says what it would run, with which names."""

    async def run(self, source: str, **options: Any) -> CodeOutcome:
        return CodeOutcome(printed=f"{source}\n{options['names']}", result=None, error=None)


class AllowsAll:
    """In the place of the host's service `databases`."""

    def check(self, address: object) -> None:
        pass


def agent_bench(agent: type[AgentWithOwnTools], *, turns: list[Any], file: str = "", **values: Any) -> Any:
    """Return an agent with a scripted model, and that model."""
    model = Scripted(turns=turns, asked=[], offered=[])
    field = "llm" if agent is JsonAgent else "model"
    bench = Bench(agent, **{"input_value": "Question", field: model, **values})
    web = PagesInMemory({"https://shop.example/v1/items/a%2Fb?full=1": httpx.Response(200, json={"price": 7})})
    bench.context.services = {"files": OneFile(file), "code": Echo(), "databases": AllowsAll(), "web": web}
    return bench, model


def call(name: str, **arguments: Any) -> list[tuple[str, str]]:
    return [(name, json.dumps(arguments))]


def observed(model: Scripted) -> list[str]:
    """Return what its tools told the model, in order."""
    return [message.content for message in model.asked[-1] if message.type == "tool"]


async def test_a_table_is_asked_by_python_in_a_confined_process():
    turns = [call("run_python", code="```python\nprint(df.a.sum())\n```"), "Six"]
    values = {"path": "t.csv", "allow_dangerous_code": True, "pandas_kwargs": {"sep": ";"}}
    bench, model = agent_bench(CSVAgent, turns=turns, file="a;b\n1;2\n5;6\n", **values)
    assert (await bench.give("response")).text == "Six "
    (seen,) = observed(model)
    assert "df = pd.read_csv(io.StringIO(csv), **options)\nprint(df.a.sum())" in seen
    assert "{'sep': ';'}" in seen
    assert "1;2" in model.asked[0][0].content
    assert not bench.events


async def test_a_model_writes_no_code_where_nobody_allowed_it():
    bench, model = agent_bench(CSVAgent, turns=["x"], file="a\n1\n", path="t.csv")
    with pytest.raises(CodeNotAllowed):
        await bench.give("response")
    assert not model.asked


async def test_a_document_is_looked_through():
    turns = [
        [*call("list_keys"), *call("list_keys", path=["items"]), *call("get_value", path=["items", 1, "name"])],
        [*call("get_value", path=["items", 5]), *call("list_keys", path=["items", 0, "name"])],
        "Done",
    ]
    bench, model = agent_bench(JsonAgent, turns=turns, file="items:\n- name: a\n- name: ü\n", path="d.yaml")
    assert (await bench.give("response")).text == "Done "
    keys, length, value, missing, leaf = observed(model)
    assert (json.loads(keys), value) == (["items"], '"ü"')
    assert "2 items" in length
    assert "no 5" in missing
    assert "single value" in leaf


async def test_a_long_value_is_cut():
    turns = [call("get_value"), "Done"]
    bench, model = agent_bench(JsonAgent, turns=turns, file=json.dumps(["x" * 10_000]), path="d.json")
    await bench.give("response")
    assert "cut; 10004 characters" in observed(model)[0]


async def test_what_is_no_document_is_told():
    bench, _ = agent_bench(JsonAgent, turns=["x"], file="a: [", path="d.json")
    with pytest.raises(NoDocument):
        await bench.give("response")


async def test_an_api_is_called_where_its_document_says():
    turns = [
        [*call("list_operations"), *call("describe_operation", method="get", path="/items/{id}")],
        call("send_request", method="GET", path="/items/{id}", path_values={"id": "a/b"}, query={"full": 1}),
        [*call("send_request", method="GET", path="/items/{id}"), *call("send_request", method="GET", path="/else")],
        "Seven",
    ]
    values = {"path": "api.json", "allow_dangerous_requests": True}
    bench, model = agent_bench(OpenAPIAgent, turns=turns, file=json.dumps(API), **values)
    assert (await bench.give("response")).text == "Seven "
    listed, details, answered, unfilled, unknown = observed(model)
    assert listed == "GET /items/{id}: One item"
    assert json.loads(details)["parameters"] == [{"name": "id", "in": "path"}]
    assert answered.replace(" ", "") == '200{"price":7}'
    assert "path_values" in unfilled
    assert "no operation GET /else" in unknown
    assert "Shop" in model.asked[0][0].content


@pytest.mark.parametrize(
    ("file", "allowed", "problem"),
    [
        (json.dumps(API), False, RequestsNotAllowed),
        ("{}", True, NoApiDescription),
        (json.dumps({"paths": {}, "servers": [{"url": "/v1"}]}), True, NoApiDescription),
    ],
)
async def test_an_api_that_cannot_be_called_is_told(file, allowed, problem):
    bench, _ = agent_bench(OpenAPIAgent, turns=["x"], file=file, path="api.json", allow_dangerous_requests=allowed)
    with pytest.raises(problem):
        await bench.give("response")


async def test_a_database_is_looked_at_and_asked(tmp_path: Path):
    turns = [
        [*call("list_tables"), *call("describe_tables", tables=["t"])],
        [*call("run_query", query="select * from t"), *call("run_query", query="select * from nope")],
        "One",
    ]
    bench, model = agent_bench(SQLAgent, turns=turns, database_uri=f"sqlite:///{tmp_path}/t.db")
    SqlDatabase(run=bench.context, url=f"sqlite:///{tmp_path}/t.db").rows("create table t (a int primary key)")
    SqlDatabase(run=bench.context, url=f"sqlite:///{tmp_path}/t.db").rows("insert into t values (1)")
    assert (await bench.give("response")).text == "One "
    tables, described, rows, failed = observed(model)
    assert (json.loads(tables), rows) == (["t"], '{"a": 1}')
    assert "a INTEGER primary key" in described
    assert "no such table: nope" in failed
    assert "sqlite" in model.asked[0][0].content


async def test_further_tools_stand_beside_those_for_the_database(tmp_path: Path):
    bench, model = agent_bench(SQLAgent, turns=["Hi"], database_uri=f"sqlite:///{tmp_path}/t.db")
    bench.component.extra_tools = await Bench(Shouter).component.to_toolkit()
    await bench.give("response")
    assert model.offered == ["list_tables", "describe_tables", "run_query", "shout"]


async def test_without_files_there_is_nothing_to_ask_about():
    bench, _ = agent_bench(CSVAgent, turns=["x"], path="t.csv", allow_dangerous_code=True)
    bench.context.services = {}
    with pytest.raises(NoFiles):
        await bench.give("response")


async def test_an_agent_that_is_handed_on_knows_its_instructions_and_takes_input():
    bench, model = agent_bench(JsonAgent, turns=["Done"], file="{}", path="d.json")
    runnable = await bench.give("agent")
    ended = await runnable.ainvoke({"input": "What?"})
    assert ended["output"] == "Done "
    assert [message.type for message in model.asked[0]] == ["system", "human"]
