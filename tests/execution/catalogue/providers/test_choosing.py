"""`/models/enabled_providers`, `/enabled_models`, `/default_model`, `/model_options/*`: what a user has and wants."""

from typing import Any

import pytest

from execution.models import DefaultModel, ModelSwitch

PROVIDERS = "/api/v1/models/enabled_providers"
ENABLED = "/api/v1/models/enabled_models"
DEFAULT = "/api/v1/models/default_model"
LANGUAGE = "/api/v1/model_options/language"
EMBEDDING = "/api/v1/model_options/embedding"

FIRST = ["gpt-5.2", "gpt-5.1", "gpt-5", "gpt-5-mini", "gpt-5-nano"]
EMBEDDINGS = ["text-embedding-3-small", "text-embedding-3-large", "text-embedding-ada-002"]


@pytest.fixture
def client(client_of):
    return client_of("alice")


@pytest.fixture
def has_openai(alice, give):
    give(alice, OPENAI_API_KEY="k")


def switch(client: Any, *changes: tuple[str, str, bool]) -> Any:
    body = [{"provider": provider, "model_id": model, "enabled": is_on} for provider, model, is_on in changes]
    answer = client.post(ENABLED, body, format="json")
    assert answer.status_code == 200, answer.content
    return answer.json()


def enabled(client: Any, provider: str = "OpenAI") -> list[str]:
    return [name for name, is_on in client.get(ENABLED).json()["enabled_models"][provider].items() if is_on]


def offered(client: Any, path: str = LANGUAGE) -> list[str]:
    return [option["name"] for option in client.get(path).json()]


# --- providers ----------------------------------------------------------------------------------------------


def test_a_provider_is_enabled_once_all_its_variables_are_there(client, alice, give):
    assert client.get(PROVIDERS).json() == {
        "enabled_providers": [],
        "provider_status": {
            "OpenAI": False,
            "Anthropic": False,
            "Google Generative AI": False,
            "Ollama": False,
            "IBM WatsonX": False,
        },
    }
    give(alice, OPENAI_API_KEY="k", WATSONX_APIKEY="k", WATSONX_PROJECT_ID="p")
    assert client.get(PROVIDERS).json()["enabled_providers"] == ["OpenAI"]
    give(alice, WATSONX_URL="https://eu-de.ml.cloud.ibm.com")
    assert client.get(PROVIDERS).json()["enabled_providers"] == ["OpenAI", "IBM WatsonX"]


@pytest.mark.parametrize(
    ("asked", "told"), [("OpenAI", {"OpenAI": True}), (["Nobody", "Ollama"], {"Ollama": False}), ("", {})]
)
def test_named_providers_are_told_alone(client, has_openai, asked, told):
    answer = client.get(PROVIDERS, {"providers": asked}).json()
    assert answer == {"enabled_providers": [name for name in told if told[name]], "provider_status": told}


def test_the_keys_of_others_enable_nothing(client_of, has_openai):
    assert client_of("bob").get(PROVIDERS).json()["enabled_providers"] == []
    assert client_of("admin").get(PROVIDERS).json()["enabled_providers"] == []


# --- models -------------------------------------------------------------------------------------------------


def test_the_first_models_of_each_kind_are_on_by_themselves(client, has_openai):
    assert enabled(client) == [*FIRST, *EMBEDDINGS]
    assert enabled(client, "Anthropic") == []


def test_models_are_switched_on_and_off(client, has_openai):
    assert switch(client, ("OpenAI", "gpt-4o", True), ("OpenAI", "gpt-5", False)) == {
        "disabled_models": ["gpt-5"],
        "enabled_models": ["gpt-4o"],
    }
    assert enabled(client) == ["gpt-5.2", "gpt-5.1", "gpt-5-mini", "gpt-5-nano", "gpt-4o", *EMBEDDINGS]
    assert switch(client, ("OpenAI", "gpt-4o", False), ("OpenAI", "gpt-5", True)) == {
        "disabled_models": ["gpt-4o"],
        "enabled_models": [],
    }
    assert enabled(client) == [*FIRST, *EMBEDDINGS]


def test_of_several_entries_for_a_model_the_last_one_counts(client):
    switch(client, ("OpenAI", "gpt-4o", False), ("OpenAI", "gpt-4o", True))
    assert list(ModelSwitch.objects.values_list("model_name", "is_on")) == [("gpt-4o", True)]


def test_models_of_one_name_are_switched_apart_and_told_once(client):
    told = switch(client, ("OpenAI", "twin", True), ("Ollama", "twin", True))
    assert told["enabled_models"] == ["twin"]
    assert ModelSwitch.objects.count() == 2


def test_nothing_brings_back_what_is_deprecated_or_not_supported(client, has_openai):
    switch(client, ("OpenAI", "o3", True), ("OpenAI", "gpt-3.5-turbo", True))
    assert not {"o3", "gpt-3.5-turbo"} & {*enabled(client), *offered(client)}


def test_switches_outlive_the_key(client, has_openai, alice, give):
    switch(client, ("OpenAI", "gpt-5", False))
    alice.variables.all().delete()
    assert enabled(client) == []
    give(alice, OPENAI_API_KEY="another")
    assert "gpt-5" not in enabled(client)


def test_named_models_are_told_alone(client, has_openai):
    asked = {"model_names": ["gpt-5", "claude-2.0", "nobody's"]}
    assert client.get(ENABLED, asked).json() == {
        "enabled_models": {"Anthropic": {"claude-2.0": False}, "OpenAI": {"gpt-5": True}}
    }
    assert client.get(ENABLED, {"model_names": ""}).json() == {"enabled_models": {}}


@pytest.mark.parametrize(
    ("body", "loc", "kind"),
    [
        ({}, [], "list_type"),
        ([1], [0], "model_attributes_type"),
        ([{"provider": "OpenAI", "enabled": True}], [0, "model_id"], "missing"),
        ([{"provider": " ", "model_id": "x", "enabled": True}], [0, "provider"], "value_error"),
        ([{"provider": "OpenAI", "model_id": "", "enabled": True}], [0, "model_id"], "value_error"),
        ([{"provider": "OpenAI", "model_id": "x" * 256, "enabled": True}], [0, "model_id"], "string_too_long"),
        ([{"provider": "OpenAI", "model_id": "a\x00", "enabled": True}], [0, "model_id"], "string_unstorable"),
        ([{"provider": "OpenAI", "model_id": "x", "enabled": "maybe"}], [0, "enabled"], "bool_parsing"),
        ([{"provider": "OpenAI", "model_id": "x", "enabled": True}] * 1001, [], "too_long"),
    ],
)
def test_wrong_switches_are_422_and_change_nothing(client, body, loc, kind):
    answer = client.post(ENABLED, body, format="json")
    assert answer.status_code == 422
    assert [(problem["loc"], problem["type"]) for problem in answer.json()["detail"]] == [(["body", *loc], kind)]
    assert not ModelSwitch.objects.exists()


def test_what_others_switch_stays_theirs(client, client_of, has_openai):
    switch(client_of("bob"), ("OpenAI", "gpt-5", False))
    assert "gpt-5" in enabled(client)
    assert switch(client) == {"disabled_models": [], "enabled_models": []}


# --- the default --------------------------------------------------------------------------------------------


def choose(client: Any, **body: Any) -> Any:
    return client.post(
        DEFAULT, {"model_name": "gpt-5", "provider": "OpenAI", "model_type": "language", **body}, format="json"
    )


def test_a_default_is_chosen_for_each_kind(client):
    assert client.get(DEFAULT).json() == {"default_model": None}
    chosen = {"default_model": {"model_name": "gpt-4o", "provider": "OpenAI", "model_type": "language"}}
    assert choose(client, model_name=" gpt-4o ").json() == chosen
    assert client.get(DEFAULT).json() == chosen
    assert client.get(DEFAULT, {"model_type": "embedding"}).json() == {"default_model": None}
    choose(client, model_name="gpt-5")
    assert client.get(DEFAULT, {"model_type": "language"}).json()["default_model"]["model_name"] == "gpt-5"
    assert DefaultModel.objects.count() == 1


def test_a_default_can_be_taken_back_more_than_once(client):
    choose(client)
    choose(client, model_type="embedding")
    for _ in range(2):
        answer = client.delete(DEFAULT)
        assert (answer.status_code, answer.json()) == (200, {"default_model": None})
    assert client.get(DEFAULT).json() == {"default_model": None}
    assert client.get(DEFAULT, {"model_type": "embedding"}).json()["default_model"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"model_name": ""}, "Value error, Field cannot be empty"),
        ({"provider": " "}, "Value error, Field cannot be empty"),
        ({"model_type": "smell"}, "Value error, model_type must be 'language' or 'embedding'"),
        ({"model_name": 1}, "Input should be a valid string"),
    ],
)
def test_a_wrong_default_is_refused(client, body, message):
    answer = choose(client, **body)
    assert answer.status_code == 422
    assert [(problem["loc"], problem["msg"]) for problem in answer.json()["detail"]] == [(["body", *body], message)]


@pytest.mark.parametrize("method", ["get", "delete"])
def test_there_are_two_kinds_of_defaults(client, method):
    answer = getattr(client, method)(f"{DEFAULT}?model_type=smell")
    assert answer.json()["detail"][0]["loc"] == ["query", "model_type"]


def test_the_default_of_others_is_not_ones_own(client, client_of):
    choose(client)
    bob = client_of("bob")
    assert bob.get(DEFAULT).json() == {"default_model": None}
    bob.delete(DEFAULT)
    assert client.get(DEFAULT).json()["default_model"]


# --- options ------------------------------------------------------------------------------------------------


def test_whoever_has_no_provider_sees_the_models_of_all(client):
    providers = {option["provider"] for option in client.get(LANGUAGE).json()}
    assert providers == {"Anthropic", "OpenAI", "Google Generative AI", "Ollama", "IBM WatsonX"}
    assert not [name for name in [*offered(client), *offered(client, EMBEDDING)] if name.startswith("__")]


def test_what_can_be_asked_is_offered_and_what_could_be_set_up(client, has_openai):
    invitations = ["Anthropic", "Google Generative AI", "Ollama", "IBM WatsonX"]
    assert offered(client) == [*FIRST, *(f"__enable_provider_{name}__" for name in invitations)]
    assert offered(client, EMBEDDING) == [*EMBEDDINGS, *(f"__enable_provider_{name}__" for name in invitations[1:])]


def test_an_option_says_how_the_model_is_made(client, has_openai):
    assert client.get(LANGUAGE).json()[0] == {
        "name": "gpt-5.2",
        "icon": "OpenAI",
        "category": "OpenAI",
        "provider": "OpenAI",
        "metadata": {
            "context_length": 128000,
            "model_class": "ChatOpenAI",
            "model_name_param": "model",
            "api_key_param": "api_key",
            "max_tokens_field_name": "max_tokens",
            "reasoning_models": ["gpt-5.2"],
        },
    }
    metadata = client.get(EMBEDDING).json()[0]["metadata"]
    assert (metadata["embedding_class"], metadata["model_type"]) == ("OpenAIEmbeddings", "embeddings")
    assert metadata["param_mapping"]["api_base"] == "base_url"


def test_switches_count_for_what_is_offered(client, has_openai):
    switch(client, *(("OpenAI", name, False) for name in FIRST), ("OpenAI", "gpt-4", True))
    assert [name for name in offered(client) if not name.startswith("__")] == ["gpt-4"]


def test_a_provider_without_models_that_are_on_is_configured_and_not_enabled(client, has_openai):
    switch(client, *(("OpenAI", name, False) for name in [*FIRST, *EMBEDDINGS]))
    openai = client.get("/api/v1/models").json()[0]
    assert (openai["provider"], openai["is_configured"], openai["is_enabled"]) == ("OpenAI", True, False)


# --- Ollama -------------------------------------------------------------------------------------------------


def test_the_models_that_an_ollama_has_pulled_take_the_place_of_the_known_ones(client, alice, give, fake_provider):
    fake_provider.models = {
        "mine:7b": ["completion", "tools", "thinking"],
        "vectors:latest": ["embedding"],
        "bge-m3:latest": None,
        "nobody-knows": None,
    }
    give(alice, OLLAMA_BASE_URL=f"{fake_provider.root}/")
    assert [name for name in offered(client) if not name.startswith("__")] == ["mine:7b", "nobody-knows"]
    assert [name for name in offered(client, EMBEDDING) if not name.startswith("__")] == [
        "bge-m3:latest",
        "vectors:latest",
    ]
    models = {model["model_name"]: model["metadata"] for model in client.get("/api/v1/models").json()[0]["models"]}
    assert (models["mine:7b"]["tool_calling"], models["mine:7b"]["reasoning"]) == (True, True)
    assert set(client.get(ENABLED).json()["enabled_models"]["Ollama"]) == set(models)


def test_an_ollama_is_asked_once_for_several_pages(client, alice, give, fake_provider):
    fake_provider.models = {"mine:7b": ["completion"]}
    give(alice, OLLAMA_BASE_URL=fake_provider.root)
    for path in (LANGUAGE, EMBEDDING, ENABLED, "/api/v1/models"):
        client.get(path)
    assert [path for path, _ in fake_provider.asked] == ["/api/tags", "/api/show"]


def test_an_ollama_that_does_not_answer_has_no_models(client, alice, give, fake_provider):
    give(alice, OLLAMA_BASE_URL="http://127.0.0.1:9")
    assert [name for name in offered(client) if not name.startswith("__")] == []
    ollama = client.get("/api/v1/models", {"provider": "Ollama"}).json()
    assert [(entry["provider"], entry["num_models"]) for entry in ollama] == [("Ollama", 0)]
