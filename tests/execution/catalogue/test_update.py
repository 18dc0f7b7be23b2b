"""`POST /api/v1/custom_component/update`: a node after somebody changed one of its fields in the editor."""

from typing import Any

import pytest

from accounts.services.variables import create_variable
from execution.catalogue import sources
from execution.engine.component import Component
from execution.engine.fields import Output, SecretStrInput, StrInput
from execution.engine.values import Message

UPDATE = "/api/v1/custom_component/update"


class Keyed(Component):
    inputs = [SecretStrInput(name="key"), StrInput(name="text", real_time_refresh=True)]
    outputs = [Output(name="said", method="say")]

    async def update_build_config(
        self, build_config: dict[str, Any], field_value: Any, field_name: str | None = None
    ) -> dict[str, Any]:
        if field_value == "fail":
            raise ConnectionError("the provider is away")
        build_config["text"]["info"] = self.key
        return build_config

    def say(self) -> Message:
        return Message(text="")


@pytest.fixture
def catalogue(client_of):
    nodes = client_of("alice").get("/api/v1/all").json()
    return {name: node for types in nodes.values() for name, node in types.items()}


@pytest.fixture
def body_for(catalogue):
    def make(type_name: str, field: str, value: Any = None, **more: Any) -> dict[str, Any]:
        template = catalogue[type_name]["template"]
        return {
            "code": template["code"]["value"],
            "template": template,
            "field": field,
            "field_value": value,
            **more,
        }

    return make


@pytest.fixture
def keyed(monkeypatch):
    source = sources.OwnComponent(Keyed)
    monkeypatch.setattr("execution.catalogue.views.component_for", lambda _code: source)
    template = {
        "key": {"name": "key", "type": "str", "value": "MY_KEY", "load_from_db": True, "show": True},
        "text": {"name": "text", "type": "str", "value": "", "show": True},
    }
    return {"code": "", "template": template, "field": "text", "field_value": "x"}


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_stranger_is_refused(anonymous, slash):
    answer = anonymous.post(UPDATE + slash, {}, format="json")
    assert answer.status_code == 403
    assert answer.json()["detail"] == "No authentication credentials provided"


def test_the_answer_is_the_whole_node_with_the_value_in_it(client_of, catalogue, body_for):
    body = body_for("ChatInput", "input_value", "hello")
    body["template"]["sender_name"]["value"] = "Ada"
    node = client_of("alice").post(UPDATE, body, format="json").json()
    assert node["template"]["input_value"]["value"] == "hello"
    assert node["template"]["sender_name"]["value"] == "Ada"
    expected = catalogue["ChatInput"]
    assert {key: value for key, value in node.items() if key != "template"} == {
        key: value for key, value in expected.items() if key != "template"
    }


def test_an_unknown_field_changes_nothing(client_of, body_for):
    body = body_for("ChatInput", "zzz", 1)
    assert client_of("alice").post(UPDATE, body, format="json").json()["template"] == body["template"]


def test_tool_mode_changes_outputs_and_back(client_of, catalogue, body_for):
    alice = client_of("alice")
    on = alice.post(UPDATE, body_for("CombineText", "tool_mode", True, tool_mode=True), format="json").json()
    assert [output["name"] for output in on["outputs"]] == ["component_as_tool"]
    assert [row["name"] for row in on["template"]["tools_metadata"]["value"]] == ["combine_texts"]
    body = body_for("CombineText", "tool_mode", False) | {"template": on["template"]}
    assert alice.post(UPDATE, body, format="json").json() == catalogue["CombineText"]


def test_code_of_the_reference_is_answered_by_our_component(client_of, body_for, monkeypatch):
    sources._types_by_digest.cache_clear()
    digest = sources.code_digest("# released")
    monkeypatch.setattr(
        sources, "RELEASED_CODE", {"CombineText": frozenset({digest}), "Elsewhere": frozenset({digest})}
    )
    body = body_for("CombineText", "text1", "x") | {"code": "# released"}
    node = client_of("alice").post(UPDATE, body, format="json").json()
    sources._types_by_digest.cache_clear()
    assert node["template"]["text1"]["value"] == "x"


@pytest.mark.parametrize("code", ["", "x = (", "class Mine: ..."])
def test_code_of_somebody_is_refused_and_not_run(client_of, body_for, code):
    answer = client_of("alice").post(UPDATE, body_for("ChatInput", "input_value", "x") | {"code": code}, format="json")
    assert answer.status_code == 400
    assert isinstance(answer.json()["detail"], str)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"template": None}, ("dict_type", ["body", "template"])),
        ({"code": 5}, ("string_type", ["body", "code"])),
        ({"code": "x" * 200_001}, ("string_too_long", ["body", "code"])),
        ({"field": None}, ("string_type", ["body", "field"])),
    ],
)
def test_a_malformed_body_is_told_where_it_is_wrong(client_of, body_for, change, problem):
    answer = client_of("alice").post(UPDATE, body_for("ChatInput", "input_value") | change, format="json")
    assert answer.status_code == 422
    assert [(entry["type"], entry["loc"]) for entry in answer.json()["detail"]] == [problem]


def test_missing_parts_are_named(client_of):
    answer = client_of("alice").post(UPDATE, {}, format="json")
    assert [entry["loc"][-1] for entry in answer.json()["detail"]] == ["code", "field", "template"]


def test_hooks_see_the_callers_variables_only(client_of, alice, keyed):
    create_variable(user=alice, name="MY_KEY", value="sk-alice", kind="Credential", default_fields=None)
    seen = [client_of(name).post(UPDATE, keyed, format="json").json() for name in ("alice", "bob")]
    assert [node["template"]["text"]["info"] for node in seen] == ["sk-alice", None]


def test_a_hook_that_fails_is_told_in_its_own_words(client_of, keyed):
    answer = client_of("alice").post(UPDATE, keyed | {"field_value": "fail"}, format="json")
    assert (answer.status_code, answer.json()["detail"]) == (400, "the provider is away")


@pytest.mark.parametrize(
    ("type_name", "first"),
    [
        ("LanguageModelComponent", "gpt-5.2"),
        ("Agent", "gpt-5.2"),
        ("Smart Transform", "gpt-5.2"),
        ("EmbeddingModel", "text-embedding-3-small"),
    ],
)
def test_a_model_field_offers_the_users_models_and_begins_with_the_first(client_of, alice, body_for, type_name, first):
    create_variable(user=alice, name="OPENAI_API_KEY", value="k", kind=None, default_fields=[])
    field = client_of("alice").post(UPDATE, body_for(type_name, "model", ""), format="json").json()["template"]["model"]
    assert [option["name"] for option in field["options"]][:1] == [first]
    assert [(chosen["provider"], chosen["name"]) for chosen in field["value"]] == [("OpenAI", first)]
    assert {option["provider"] for option in field["options"] if not option["name"].startswith("__")} == {"OpenAI"}


@pytest.mark.parametrize("type_name", ["SmartRouter", "GuardrailValidator"])
def test_the_choice_of_a_model_leaves_the_text_to_look_at_alone(client_of, body_for, type_name):
    answer = client_of("alice").post(UPDATE, body_for(type_name, "model", "gpt-4o"), format="json")
    assert answer.json()["template"]["input_text"]["show"] is True


def test_a_model_field_begins_with_the_users_default_if_it_may_be_chosen(client_of, alice, body_for):
    client = client_of("alice")
    create_variable(user=alice, name="OPENAI_API_KEY", value="k", kind=None, default_fields=[])
    begins_with = []
    for name in ("gpt-5-nano", "gpt-4o"):
        default = {"model_name": name, "provider": "OpenAI", "model_type": "language"}
        assert client.post("/api/v1/models/default_model", default, format="json").status_code == 200
        template = client.post(UPDATE, body_for("Agent", "model", ""), format="json").json()["template"]
        begins_with.append(template["model"]["value"][0]["name"])
    assert begins_with == ["gpt-5-nano", "gpt-5.2"]  # gpt-4o is not switched on


def test_any_change_brings_the_options_and_leaves_the_choice(client_of, body_for):
    client = client_of("alice")
    chosen = [{"name": "gpt-4o", "provider": "OpenAI"}]
    template = client.post(UPDATE, body_for("Agent", "model", chosen), format="json").json()["template"]
    assert template["model"]["value"] == chosen
    template = client.post(UPDATE, body_for("Agent", "add_current_date_tool", False), format="json").json()["template"]
    assert (len(template["model"]["options"]), template["model"]["value"]) == (23, "")


def test_the_key_of_the_last_provider_does_not_stay_in_the_node(client_of, body_for):
    body = body_for("LanguageModelComponent", "model", [{"name": "claude-opus-4-6", "provider": "Anthropic"}])
    template = client_of("alice").post(UPDATE, body, format="json").json()["template"]
    assert not template["api_key"]["value"]
