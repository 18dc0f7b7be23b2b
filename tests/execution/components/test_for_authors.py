"""Our components and lists of models, as custom code knows them."""

from typing import Any

import pytest

from execution.components import author_models
from execution.components.for_authors import component_for_authors, parse_context
from execution.engine.authoring.component import AuthorComponent
from execution.engine.authoring.model_choice import ModelNotAvailable
from execution.engine.values import Message
from tests.execution.components.running import Bench


async def test_a_component_is_found_by_the_name_of_its_class_and_works_as_a_tool():
    current_date = component_for_authors("CurrentDateComponent")
    assert issubclass(current_date, AuthorComponent)
    parent: Any = Bench(AuthorComponent).component
    (tool,) = await current_date(**parent.get_base_args()).to_toolkit()
    assert "UTC" in await tool.ainvoke({"timezone": "UTC"})


async def test_the_history_is_read_through_another_component():
    bench = Bench(AuthorComponent)
    for text in ("one", "two"):
        await bench.history.add(Message(text=text, session_id="s", sender="User", sender_name="Ann"))
    memory: Any = component_for_authors("MemoryComponent")(**bench.component.get_base_args())  # type: ignore[attr-defined]  # an author's component
    found = await memory.set(session_id="s", order="Ascending", n_messages=10).retrieve_messages()
    assert [message.get_text() for message in found] == ["one", "two"]
    assert {field.name for field in memory.inputs} >= {"n_messages", "order"}


async def test_authors_build_on_our_components():
    class Shout(component_for_authors("TextInputComponent")):  # type: ignore[misc]  # made by name
        def text_response(self) -> Message:
            return Message(text=str(self.input_value).upper())

    assert (await Bench(Shout, input_value="hi").give("text")).text == "HI"


def test_what_is_no_component_is_not_found():
    with pytest.raises(LookupError):
        component_for_authors("NoSuchThing")


def test_providers_have_fields_and_a_component_that_makes_their_model():
    provider = author_models.MODEL_PROVIDERS_DICT["OpenAI"]
    assert [field.name for field in provider["inputs"]] == list(provider["fields"])
    component = provider["component_class"].set(model_name="gpt-x", api_key="key", temperature=0.2)
    model = component.build_model()
    assert (model.model_name, model.temperature) == ("gpt-x", 0.2)
    other = author_models.MODEL_PROVIDERS_DICT["Groq"]["component_class"].set(model_name="llama")
    with pytest.raises(ModelNotAvailable, match="langchain_groq"):
        other.build_model()


def test_fields_of_one_provider_show_and_those_of_others_hide():
    template: dict[str, Any] = {name: {"show": True} for name in ("api_key", "ollama_base_url", "base_url_ibm_watsonx")}
    shown = author_models.apply_provider_variable_config_to_build_config(template, "Ollama")
    assert {name for name, field in shown.items() if field["show"]} == {"api_key", "ollama_base_url"}


def test_models_are_known_by_their_providers():
    name = author_models.MODEL_PROVIDERS_DICT["Anthropic"]["fields"]["model_name"].value
    assert author_models.get_provider_for_model_name(name) == "Anthropic"
    assert author_models.get_provider_for_model_name("nobody's") == ""
    assert author_models.get_model_provider_variable_mapping()["OpenAI"] == "OPENAI_API_KEY"
    (told,) = author_models.get_unified_models_detailed(["OpenAI"])
    assert told["num_models"] == len(told["models"]) > 0
    assert author_models.get_provider_all_variables("OpenAI")[0]["variable_key"] == "OPENAI_API_KEY"


def test_a_curl_command_is_read():
    found = parse_context("curl -X POST https://example.com -H 'A: b' -d '{\"x\": 1}'")
    assert (found.method, found.url, found.headers["A"], found.data) == ("post", "https://example.com", "b", '{"x": 1}')
