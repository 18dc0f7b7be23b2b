"""Flows of releases 1.0 to 1.7 read as today's."""

import json
from typing import Any

import pytest

from execution.components.older_flows import RENAMINGS, modern
from execution.components.registry import PATHS, find_component
from execution.engine.plan import compile_plan
from execution.engine.request import RunRequest
from execution.engine.runner.tweaks import overlay_of


def node(node_id: str, type_name: str, *outputs: str, **template: Any) -> dict[str, Any]:
    inner = {
        "template": {name: {"name": name, "show": True, **value} for name, value in template.items()},
        "outputs": [{"name": name, "types": ["Message"], "method": "any"} for name in outputs],
    }
    return {"id": node_id, "type": "genericNode", "data": {"id": node_id, "type": type_name, "node": inner}}


def edge(source: str, output: str, target: str, field: str) -> dict[str, Any]:
    start = {"dataType": "x", "id": source, "name": output, "output_types": ["Message"]}
    end = {"fieldName": field, "id": target, "inputTypes": ["Message"], "type": "str"}
    return {"source": source, "target": target, "data": {"sourceHandle": start, "targetHandle": end}}


def text(value: Any = "") -> dict[str, Any]:
    return {"type": "str", "value": value}


@pytest.mark.parametrize("old", RENAMINGS)
def test_every_old_name_leads_to_a_component(old):
    assert RENAMINGS[old].type in PATHS


def test_a_flow_of_today_comes_back_as_it_is():
    data = {"nodes": [node("a", "ChatInput", "message", input_value=text())], "edges": []}
    assert modern(data) is data


@pytest.mark.parametrize(("old", "new"), [("Prompt", "Prompt Template"), ("TextInputComponent", "TextInput")])
def test_an_old_type_gets_its_name_of_today_and_the_document_stays(old, new):
    data = {"nodes": [node("a", old)], "edges": []}
    before = json.dumps(data)
    assert modern(data)["nodes"][0]["data"]["type"] == new
    assert json.dumps(data) == before


def test_an_old_field_and_the_edge_to_it_get_todays_name():
    data = {
        "nodes": [
            node("in", "ChatInput", "message", store_message={"type": "bool", "value": False}),
            node("lm", "OpenAIModelComponent", "text_output", openai_api_key=text("sk-1")),
        ],
        "edges": [edge("in", "message", "lm", "openai_api_key")],
    }
    new = modern(data)
    chat, model = (it["data"]["node"]["template"] for it in new["nodes"])
    assert chat["should_store_message"] == {
        "name": "should_store_message",
        "former_name": "store_message",
        "show": True,
        "type": "bool",
        "value": False,
    }
    assert model["api_key"]["value"] == "sk-1"
    assert new["edges"][0]["data"]["targetHandle"]["fieldName"] == "api_key"


def test_an_old_output_and_the_edge_from_it_get_todays_name():
    handle = "{œdataTypeœ:œPromptœ,œidœ:œsœ,œnameœ:œtextœ,œoutput_typesœ:[œMessageœ]}"
    line = {"source": "s", "target": "p", "sourceHandle": handle, "targetHandle": "{}"}
    new = modern({"nodes": [node("s", "Prompt", "text"), node("p", "ChatOutput")], "edges": [line]})
    assert new["nodes"][0]["data"]["node"]["outputs"][0]["name"] == "prompt"
    assert new["edges"][0]["data"]["sourceHandle"]["name"] == "prompt"


def test_a_connection_to_a_field_that_is_two_now_goes_to_both():
    nodes = [node("in", "ChatInput", "message"), node("if", "ConditionalRouter", "true_result", message=text())]
    new = modern({"nodes": nodes, "edges": [edge("in", "message", "if", "message"), edge("in", "message", "if", "x")]})
    fields = [line["data"]["targetHandle"]["fieldName"] for line in new["edges"]]
    assert fields == ["true_case_message", "false_case_message", "x"]


def test_a_field_that_both_releases_have_is_left_alone():
    data = {"nodes": [node("a", "OpenAIModel", model=text("x"), model_name=text("gpt-4o"))], "edges": []}
    assert modern(data) is data


def test_until_1_3_the_sender_of_message_history_was_a_choice():
    sender = {"type": "str", "value": "User", "options": ["Machine", "User", "Machine and User"]}
    template = modern({"nodes": [node("m", "Memory", sender=sender)]})["nodes"][0]["data"]["node"]["template"]
    assert template["sender_type"]["value"] == "User"
    assert "sender" not in template


def test_until_1_6_if_else_had_one_message_for_both_ways():
    new = modern({"nodes": [node("r", "ConditionalRouter", message=text("pass it on"))]})
    template = new["nodes"][0]["data"]["node"]["template"]
    assert (template["true_case_message"]["value"], template["false_case_message"]["value"]) == ("pass it on",) * 2


def template_after(type_name: str, **template: Any) -> dict[str, Any]:
    return modern({"nodes": [node("n", type_name, **template)]})["nodes"][0]["data"]["node"]["template"]


@pytest.mark.parametrize(
    ("type_name", "old", "new"),
    [
        ("AnthropicModel", "anthropic_api_key", "api_key"),
        ("GroqModel", "groq_api_base", "base_url"),
        ("AmazonBedrockModel", "aws_secret_key", "aws_secret_access_key"),
        ("ToolCallingAgent", "llm", "model"),
        ("StructuredOutput", "llm", "model"),
        ("Listen", "name", "context_key"),
        ("RunFlow", "flow_name", "flow_name_selected"),
        ("FlowTool", "description", "tool_description"),
    ],
)
def test_fields_that_were_called_otherwise_get_todays_names(type_name, old, new):
    assert template_after(type_name, **{old: text("x")})[new]["value"] == "x"


def test_until_1_4_api_request_had_a_list_of_addresses_and_a_switch_for_curl():
    fields = template_after("APIRequest", urls={"value": ["http://a", "http://b"], "list": True}, use_curl=text(True))
    assert (fields["url_input"]["value"], fields["url_input"]["list"]) == ("http://a", False)
    assert fields["mode"]["value"] == "cURL"
    assert template_after("APIRequest", urls=text([]))["url_input"]["value"] == ""


def test_objects_of_headers_are_rows_now():
    fields = template_after("APIRequest", urls=text([]), headers=text({"A": "1"}), body=text([]))
    assert fields["headers"]["value"] == [{"key": "A", "value": "1"}]
    assert fields["body"]["value"] == []


@pytest.mark.parametrize("old", ["data", "df", "message"])
def test_until_1_4_write_file_had_a_field_for_each_kind(old):
    nodes = [node("in", "ChatInput", "message"), node("w", "SaveToFile", "confirmation", input_type=text("Message"))]
    new = modern({"nodes": nodes, "edges": [edge("in", "message", "w", old)]})
    assert new["edges"][0]["data"]["targetHandle"]["fieldName"] == "input"
    assert new["nodes"][1]["data"]["node"]["outputs"][0]["name"] == "message"
    assert "input" in new["nodes"][1]["data"]["node"]["template"]


def test_old_names_inside_a_group_are_read_too():
    group = node("g", "GroupNode")
    group["data"]["node"]["flow"] = {"data": {"nodes": [node("p", "Prompt")], "edges": []}}
    new = modern({"nodes": [group], "edges": []})
    assert new["nodes"][0]["data"]["node"]["flow"]["data"]["nodes"][0]["data"]["type"] == "Prompt Template"


def test_what_a_group_shows_leads_to_todays_names():
    group = node("g", "GroupNode", "p_text", key_m=text("sk") | {"proxy": {"id": "m", "field": "openai_api_key"}})
    group["data"]["node"]["outputs"][0]["proxy"] = {"id": "p", "name": "text"}
    inner = [node("m", "OpenAIModel", openai_api_key=text("")), node("p", "Prompt", "text")]
    group["data"]["node"]["flow"] = {"data": {"nodes": inner, "edges": []}}
    into, out = edge("a", "o", "g", "key_m"), edge("g", "p_text", "z", "f")
    into["data"]["targetHandle"]["proxy"] = {"id": "m", "field": "openai_api_key"}
    out["data"]["sourceHandle"]["proxy"] = {"id": "p", "name": "text"}
    new = modern({"nodes": [group], "edges": [into, out]})
    shown = new["nodes"][0]["data"]["node"]
    assert shown["template"]["key_m"]["proxy"] == new["edges"][0]["data"]["targetHandle"]["proxy"]
    assert shown["template"]["key_m"]["proxy"] == {"id": "m", "field": "api_key"}
    assert shown["outputs"][0]["proxy"] == new["edges"][1]["data"]["sourceHandle"]["proxy"]
    assert shown["outputs"][0]["proxy"] == {"id": "p", "name": "prompt"}


@pytest.mark.parametrize("name", ["openai_api_key", "api_key"])
def test_a_tweak_reaches_a_field_by_either_name(name):
    plan = compile_plan(modern({"nodes": [node("m", "OpenAIModel", openai_api_key=text("old"))]}), find_component)
    for tweaks in ({"m": {name: "new"}}, {name: "new"}):
        overlay = overlay_of(plan, RunRequest(run_id="run", flow_id="flow", tweaks=tweaks))
        assert overlay[0]["api_key"].value == "new"


def test_a_flow_of_1_0_can_be_planned():
    data = {
        "nodes": [
            node("ChatInput-1", "ChatInput", "message", input_value=text("hi"), sender=text("User")),
            node("Prompt-1", "Prompt", "text", template={"type": "prompt", "value": "Say {word}"}, word=text()),
            node("OpenAIModel-1", "OpenAIModel", "text_output", input_value=text(), openai_api_key=text("sk")),
            node("ChatOutput-1", "ChatOutput", "message", input_value=text(), record_template=text("{text}")),
        ],
        "edges": [
            edge("ChatInput-1", "message", "Prompt-1", "word"),
            edge("Prompt-1", "text", "OpenAIModel-1", "input_value"),
            edge("OpenAIModel-1", "text_output", "ChatOutput-1", "input_value"),
        ],
    }
    plan = compile_plan(modern(data), find_component)
    assert [vertex.facts.type for vertex in plan.vertices] == [
        "ChatInput",
        "Prompt Template",
        "OpenAIModel",
        "ChatOutput",
    ]


@pytest.mark.parametrize("data", [{}, {"nodes": None}, {"nodes": ["x", {}, {"data": 1}]}, {"nodes": [{"data": {}}]}])
def test_what_is_no_flow_is_left_to_the_engine_to_refuse(data):
    assert modern(data) is data
