"""`POST /api/v1/validate/prompt`: the variables of a prompt, and its node with a field for each."""

from typing import Any

import pytest

CHECK = "/api/v1/validate/prompt"


@pytest.fixture
def node(client_of) -> dict[str, Any]:
    return client_of("alice").get("/api/v1/all").json()["models_and_agents"]["Prompt Template"]


@pytest.fixture
def check(client_of, node):
    def send(text: Any, **more: Any) -> Any:
        body = {"name": "template", "template": text, "frontend_node": node, **more}
        return client_of("alice").post(CHECK, body, format="json")

    return send


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_stranger_is_refused(anonymous, slash):
    assert anonymous.post(CHECK + slash, {}, format="json").status_code == 403


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        ("Hi {who}, it is {day}", ["who", "day"]),
        ("{x} {x}", ["x"]),
        ("{{not}} {yes}", ["yes"]),
        ("plain", []),
        ("", []),
        ("{a!r:>10} {élan} {a-b} {tool_placeholder}", ["a", "élan", "a-b", "tool_placeholder"]),
    ],
)
def test_each_name_in_braces_is_a_variable(check, text, variables):
    answer = check(text)
    assert answer.status_code == 200
    assert answer.json()["input_variables"] == variables
    found = answer.json()["frontend_node"]
    assert found["custom_fields"] == {"template": variables}
    assert set(found["template"]) >= set(variables)


def test_json_is_no_variable(check):
    answer = check('{"key": "{value}"}')
    assert answer.status_code == 400
    assert "{{ and }}" in answer.json()["detail"]


def test_the_node_of_the_answer_has_a_name(check):
    assert check("{a}").json()["frontend_node"]["name"] == ""
    assert (
        check("{a}", frontend_node={"name": "n", "template": {}, "base_classes": []}).json()["frontend_node"]["name"]
        == "n"
    )


def test_in_mustache_only_double_braces_count(check):
    assert check("{{b}} {not} {{a}}", mustache=True).json()["input_variables"] == ["b", "a"]


def test_the_field_of_a_variable_takes_texts_from_edges(check):
    field = check("{who}").json()["frontend_node"]["template"]["who"]
    assert (field["type"], field["multiline"], field["input_types"]) == ("str", True, ["Message"])


def test_the_rest_of_the_node_stays(check, node):
    found = check("{who}").json()["frontend_node"]
    del found["template"]["who"]
    assert found == {**node, "name": "", "custom_fields": {"template": ["who"]}}


def test_fields_of_removed_variables_go_and_values_of_the_others_stay(check):
    edited = check("Hi {who} {day}").json()["frontend_node"]
    edited["template"]["who"]["value"] = "Ann"
    found = check("Hi {who} {when}", frontend_node=edited).json()["frontend_node"]
    assert "day" not in found["template"]
    assert found["template"]["who"]["value"] == "Ann"
    assert found["template"]["when"]["value"] == ""
    assert found["custom_fields"] == {"template": ["who", "when"]}


def test_a_field_of_the_components_own_is_never_removed(check):
    edited = check("{tool_placeholder}").json()["frontend_node"]
    assert "tool_placeholder" in check("", frontend_node=edited).json()["frontend_node"]["template"]


@pytest.mark.parametrize(
    "text",
    ["{oops", "oops}", "{two words}", "{1abc}", "{}", "{0}", "{a.b}", "{a[0]}", "{name,other}", "{template}", "{code}"],
)
def test_what_cannot_be_filled_is_refused_with_a_reason(check, text):
    answer = check(text)
    assert answer.status_code == 400
    assert isinstance(answer.json()["detail"], str)


@pytest.mark.parametrize("text", ["{{#x}}y{{/x}}", "{{ a }}", "{{a b}}", "{{{a}}}", "{{>part}}"])
def test_mustache_beyond_variables_is_refused(check, text):
    assert check(text, mustache=True).status_code == 400


def test_without_a_node_there_is_nothing_to_change(check):
    assert check("{x}", frontend_node=None).json() == {"input_variables": [], "frontend_node": None}


@pytest.mark.parametrize("missing", ["name", "template"])
def test_missing_parts_are_named(client_of, missing):
    body = {"name": "template", "template": "{x}"}
    del body[missing]
    detail = client_of("alice").post(CHECK, body, format="json").json()["detail"]
    assert detail == [{"type": "missing", "loc": ["body", missing], "msg": "Field required", "input": body}]


def test_a_node_that_is_none_is_refused(check):
    answer = check("{x}", frontend_node={})
    assert answer.status_code == 422
    assert [entry["loc"] for entry in answer.json()["detail"]] == [
        ["body", "frontend_node", "template"],
        ["body", "frontend_node", "base_classes"],
    ]
