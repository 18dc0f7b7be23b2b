"""`POST /api/v1/flows/expand/`: compact flows become flows that the editor shows and the engine runs."""

from typing import Any

import pytest

from execution.components.registry import find_component
from execution.engine.plan import compile_plan

EXPAND = "/api/v1/flows/expand/"


def chat(**values: Any) -> dict[str, Any]:
    return {
        "nodes": [{"id": "in", "type": "ChatInput", "values": values}, {"id": "out", "type": "ChatOutput"}],
        "edges": [{"source": "in", "source_output": "message", "target": "out", "target_input": "input_value"}],
    }


@pytest.fixture
def expand(client_of):
    def send(body: Any) -> Any:
        return client_of("alice").post(EXPAND, body, format="json")

    return send


def test_a_stranger_is_refused(anonymous):
    assert anonymous.post(EXPAND, chat(), format="json").status_code == 403


def test_nodes_come_whole_from_the_catalogue(client_of, expand):
    catalogue = client_of("alice").get("/api/v1/all").json()
    answer = expand(chat())
    assert answer.status_code == 200
    first = answer.json()["nodes"][0]
    assert (first["id"], first["type"], first["data"]["id"], first["data"]["type"]) == (
        *("in", "genericNode"),
        *("in", "ChatInput"),
    )
    assert first["data"]["node"] == catalogue["input_output"]["ChatInput"]


def test_the_flow_can_be_planned(expand):
    plan = compile_plan(expand(chat()).json(), find_component)
    assert [vertex.id for vertex in plan.vertices] == ["in", "out"]


def test_values_go_into_the_answer_and_nowhere_else(client_of, expand):
    before = client_of("alice").get("/api/v1/all").content
    filled = expand(chat(input_value="hello", no_such_field=1)).json()["nodes"][0]["data"]["node"]["template"]
    assert filled["input_value"]["value"] == "hello"
    assert "no_such_field" not in filled
    assert expand(chat()).json()["nodes"][0]["data"]["node"]["template"]["input_value"]["value"] == ""
    assert client_of("alice").get("/api/v1/all").content == before


@pytest.mark.parametrize(
    ("values", "template"),
    [({}, "Dear {name}, {wish}"), ({"use_double_brackets": True}, "Dear {{name}}, {not} {{wish}}")],
)
def test_the_variables_of_a_prompt_become_fields(expand, values, template):
    values = {**values, "template": template, "name": "Ada"}
    answer = expand({"nodes": [{"id": "p", "type": "Prompt Template", "values": values}], "edges": []})
    node = answer.json()["nodes"][0]["data"]["node"]
    assert node["custom_fields"] == {"template": ["name", "wish"]}
    assert (node["template"]["name"]["value"], node["template"]["wish"]["value"]) == ("Ada", "")


def test_a_prompt_that_cannot_be_read_is_refused(expand):
    values = {"template": "Dear {name"}
    answer = expand({"nodes": [{"id": "p", "type": "Prompt Template", "values": values}], "edges": []})
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("Invalid prompt template: ")


def test_an_edge_back_to_a_loop_ends_at_its_output(expand):
    nodes = [{"id": "loop", "type": "LoopComponent"}, {"id": "parser", "type": "ParserComponent"}]
    edges = [
        {"source": "loop", "source_output": "item", "target": "parser", "target_input": "input_data"},
        {"source": "parser", "source_output": "parsed_text", "target": "loop", "target_input": "item"},
    ]
    end = expand({"nodes": nodes, "edges": edges}).json()["edges"][1]["data"]["targetHandle"]
    assert end["name"] == "item"
    assert "Message" in end["output_types"]


def test_an_edited_component_is_what_the_caller_says(expand):
    own = {"template": {"a": {"value": 1}}, "outputs": [{"name": "o", "types": ["Data"]}]}
    node = {"id": "1", "type": "Mine", "edited": True, "node": own, "values": {"a": 2}}
    answer = expand({"nodes": [node], "edges": []})
    assert answer.json()["nodes"][0]["data"]["node"]["template"] == {"a": {"value": 2}}


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({"nodes": [{"id": "1", "type": "NoSuchThing"}]}, "Component type 'NoSuchThing' not found in component index"),
        ({"nodes": [{"id": "in", "type": "ChatInput"}]}, "Target node 'out' not found"),
        ({"nodes": [{"id": "out", "type": "ChatOutput"}]}, "Source node 'in' not found"),
        ({"nodes": [{"id": "1", "type": "X", "edited": True}]}, "Node 1 is marked as edited but has no node data"),
    ],
)
def test_what_cannot_be_drawn_is_named(expand, changes, detail):
    answer = expand({**chat(), **changes})
    assert (answer.status_code, answer.json()) == (400, {"detail": detail})


@pytest.mark.parametrize("body", [{"edges": []}, {"nodes": "x", "edges": []}, {"nodes": [{"id": 1}], "edges": []}])
def test_another_shape_is_refused_with_all_its_problems(expand, body):
    answer = expand(body)
    assert answer.status_code == 400
    assert "for CompactFlowData" in answer.json()["detail"]


def test_a_list_is_no_flow(expand):
    assert expand([]).status_code == 422


def test_a_flow_with_too_many_components_is_refused(client_of, settings, monkeypatch):
    monkeypatch.setattr(settings.LANGFLOW, "GRAPH_MAX_VERTICES", 2)
    nodes = [{"id": str(number), "type": "TextInput"} for number in range(3)]
    answer = client_of("alice").post("/api/v1/flows/expand/", {"nodes": nodes, "edges": []}, format="json")
    assert answer.status_code == 400
    assert "2 at most" in answer.json()["detail"]


def test_a_wrong_shape_is_told_in_the_words_that_clients_know(expand):
    answer = expand({"edges": []})
    assert answer.status_code == 400
    problem = answer.json()["detail"]
    assert problem.startswith("1 validation error for CompactFlowData\nnodes\n  Field required [type=missing")
    assert problem.endswith("https://errors.pydantic.dev/2.11/v/missing")
