"""`GET /api/v1/models`, `/models/providers`, `/models/provider-variable-mapping`: what there is."""

import subprocess
import sys
from typing import Any

import pytest

from execution.components.embedding_models.providers import MAKERS
from execution.components.language_models.providers import PROVIDERS
from execution.components.model_catalogue.known_models import KNOWN_MODELS, ModelKind
from execution.components.model_catalogue.providers import CATALOGUE_PROVIDERS
from execution.components.registry import component_named

MODELS = "/api/v1/models"


def names(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 200, answer.content
    return {provider["provider"]: [model["model_name"] for model in provider["models"]] for provider in answer.json()}


def firsts(answer: Any) -> dict[str, list[str]]:
    return {
        provider["provider"]: [model["model_name"] for model in provider["models"] if model["metadata"]["default"]]
        for provider in answer.json()
    }


@pytest.fixture
def listed(client_of):
    def ask(**query: Any) -> Any:
        return client_of("alice").get(MODELS, query)

    return ask


def test_each_provider_is_told_with_its_models_and_variables(listed):
    answer = listed(provider="OpenAI").json()
    models = answer[0].pop("models")
    variables = answer[0].pop("variables")
    assert answer == [
        {
            "provider": "OpenAI",
            "num_models": 19,
            "icon": "OpenAI",
            "max_tokens_field_name": "max_tokens",
            "api_docs_url": "https://platform.openai.com/docs/overview",
            "mapping": {"model_class": "ChatOpenAI", "model_param": "model"},
            "is_configured": False,
            "is_enabled": False,
        }
    ]
    assert models[0] == {
        "model_name": "gpt-5.2",
        "metadata": {
            "icon": "OpenAI",
            "tool_calling": True,
            "reasoning": True,
            "search": False,
            "preview": False,
            "not_supported": False,
            "deprecated": False,
            "default": True,
            "model_type": "llm",
        },
    }
    assert [variable["variable_key"] for variable in variables] == ["OPENAI_API_KEY"]


def test_providers_come_by_name_and_those_first_that_can_be_asked(listed, alice, give):
    by_name = ["Anthropic", "Google Generative AI", "IBM WatsonX", "Ollama", "OpenAI"]
    assert list(names(listed())) == by_name
    give(alice, OPENAI_API_KEY="k", WATSONX_APIKEY="k")
    answer = listed()
    assert list(names(answer)) == ["OpenAI", *by_name[:-1]]
    assert [provider["is_configured"] for provider in answer.json()] == [True, False, False, False, False]
    assert answer.json()[0]["is_enabled"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            {"provider": ["Ollama", "Nobody"], "model_type": "embeddings", "model_name": "bge-m3"},
            {"Ollama": ["bge-m3"]},
        ),
        ({"provider": "openai"}, {}),
        ({"provider": ""}, {}),
        ({"model_name": "gpt-4o"}, {"OpenAI": ["gpt-4o"]}),
        ({"model_name": "o3"}, {}),
        ({"model_name": "o3", "include_unsupported": "true"}, {"OpenAI": ["o3"]}),
        ({"model_type": "smell"}, {}),
        ({"search": "true"}, {"OpenAI": ["gpt-4o-mini-search-preview", "gpt-4o-search-preview"]}),
        ({"reasoning": "true", "tool_calling": "false"}, {"OpenAI": ["gpt-5-chat-latest", "o1"]}),
        ({"deprecated": "true"}, {}),
        (
            {"deprecated": "true", "include_deprecated": "1", "provider": "OpenAI"},
            {"OpenAI": ["gpt-4.5-preview", "gpt-4-turbo-preview", "gpt-3.5-turbo"]},
        ),
        ({"not_supported": "true"}, {}),
        (
            {"not_supported": "true", "include_unsupported": "yes", "preview": "false"},
            {"OpenAI": ["o1-pro", "o3-mini", "o3", "o3-pro", "o4-mini"]},
        ),
    ],
)
def test_every_part_of_the_query_narrows_the_list(listed, query, expected):
    assert names(listed(**query)) == expected


def test_deprecated_and_unsupported_models_come_on_demand_only(listed):
    counts = [
        len(names(listed(provider="OpenAI", include_deprecated=deprecated, include_unsupported=unsupported))["OpenAI"])
        for deprecated, unsupported in (("false", "false"), ("true", "false"), ("false", "true"), ("true", "true"))
    ]
    assert counts == [19, 22, 29, 33]


def test_the_first_five_of_the_list_are_marked(listed):
    assert firsts(listed(provider="OpenAI", model_type="embeddings")) == {
        "OpenAI": ["text-embedding-3-small", "text-embedding-3-large", "text-embedding-ada-002"]
    }
    assert len(firsts(listed(provider="Ollama"))["Ollama"]) == 5


@pytest.mark.parametrize("name", ["tool_calling", "include_deprecated", "not_supported"])
def test_what_is_no_boolean_is_told(listed, name):
    answer = listed(**{name: "maybe"})
    assert answer.status_code == 422
    assert answer.json()["detail"] == [
        {
            "type": "bool_parsing",
            "loc": ["query", name],
            "msg": "Input should be a valid boolean, unable to interpret input",
            "input": "maybe",
        }
    ]


def test_a_users_list_costs_four_queries(client_of, django_assert_num_queries):
    client = client_of("alice")
    with django_assert_num_queries(4):  # who it is, variables, switches, defaults
        client.get(MODELS)


def test_the_names_of_the_providers(client_of):
    answer = client_of("alice").get(f"{MODELS}/providers")
    assert answer.json() == ["Anthropic", "Google Generative AI", "IBM WatsonX", "Ollama", "OpenAI"]


def test_anybody_may_know_which_variables_providers_need(anonymous):
    answer = anonymous.get(f"{MODELS}/provider-variable-mapping")
    assert answer.status_code == 200
    assert answer.json()["OpenAI"] == [
        {
            "variable_name": "OpenAI API Key",
            "variable_key": "OPENAI_API_KEY",
            "required": True,
            "is_secret": True,
            "is_list": False,
            "options": [],
            "langchain_param": "api_key",
            "component_metadata": {
                "mapping_field": "api_key",
                "required": False,
                "advanced": True,
                "info": "Left empty, the variable OPENAI_API_KEY is used.",
            },
        }
    ]
    url = answer.json()["IBM WatsonX"][2]
    assert (url["variable_key"], url["is_secret"], url["combobox"]) == ("WATSONX_URL", False, True)
    assert url["options"][0] == "https://us-south.ml.cloud.ibm.com"


def test_the_catalogue_and_the_components_mean_the_same_variables_and_fields():
    for name, provider in CATALOGUE_PROVIDERS.items():
        fields = component_named("LanguageModelComponent").input_by_name
        assert {variable.field for variable in provider.variables} <= set(fields)
        if name in PROVIDERS:
            asked = PROVIDERS[name]
            assert provider.variables[0].key in {asked.key_variable, asked.address_variable}


def test_who_lists_embeddings_can_make_them():
    with_embeddings = {
        name for name, models in KNOWN_MODELS.items() if any(model.kind is ModelKind.EMBEDDING for model in models)
    }
    assert with_embeddings == {name for name, provider in CATALOGUE_PROVIDERS.items() if provider.embeddings}
    assert with_embeddings - {"IBM WatsonX"} <= set(MAKERS)


def test_no_library_of_a_provider_is_needed_to_list_models():
    code = (
        "import django, sys; django.setup(); import execution.catalogue.urls, accounts.urls; "
        "print([name for name in ('langchain_core', 'langchain_openai', 'openai', 'anthropic', 'ollama', 'pandas')"
        " if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert shown.strip() == "[]"
