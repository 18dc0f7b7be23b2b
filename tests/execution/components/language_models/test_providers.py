"""Each provider's component asks in the provider's protocol, at the address of its fields, with its own parameters."""

import sys
from typing import Any

import pytest

from execution.components.amazon.bedrock_converse_model import AmazonBedrockConverseModel
from execution.components.amazon.bedrock_model import AmazonBedrockModel
from execution.components.anthropic.anthropic_model import AnthropicModel
from execution.components.azure.azure_openai_model import AzureOpenAIModel
from execution.components.cohere.cohere_model import CohereModel
from execution.components.deepseek.deepseek_model import DeepSeekModelComponent
from execution.components.google.google_generative_ai_model import GoogleGenerativeAIModel
from execution.components.groq.groq_model import GroqModel
from execution.components.huggingface.huggingface_model import HuggingFaceModel
from execution.components.language_models import errors, providers
from execution.components.litellm.litellm_proxy_model import LiteLLMProxyModel
from execution.components.lmstudio.lmstudio_model import LMStudioModel
from execution.components.mistral.mistral_model import MistralModel
from execution.components.models_and_agents.language_model import LanguageModelComponent
from execution.components.nvidia.nvidia_model import NVIDIAModelComponent
from execution.components.ollama.ollama_model import OllamaModel
from execution.components.openrouter.openrouter_model import OpenRouterComponent
from execution.components.perplexity.perplexity_model import PerplexityModel
from execution.components.vllm.vllm_model import VLLMModel
from execution.components.xai.xai_model import XAIModel
from execution.engine.component import Component
from execution.engine.values import Message

KEY = "sk-of-the-test"
SYSTEM = {"role": "system", "content": "Be brief."}
QUESTION = {"role": "user", "content": "Hi"}


async def text_of(component: Component) -> Message:
    return await component.result_of(component.output_by_name["text_output"])


# Component, the field of its address, what stands there below the server's root, the path that is asked, more fields.
OPENAI_PROTOCOL = [
    (DeepSeekModelComponent, "api_base", "", "/chat/completions", {}),
    (XAIModel, "base_url", "/v1", "/v1/chat/completions", {}),
    (LMStudioModel, "base_url", "/v1", "/v1/chat/completions", {"model_name": "local"}),
    (VLLMModel, "api_base", "/v1", "/v1/chat/completions", {}),
    (LiteLLMProxyModel, "api_base", "/v1", "/v1/chat/completions", {"model_name": "any"}),
    (GroqModel, "base_url", "", "/openai/v1/chat/completions", {}),
    (MistralModel, "mistral_api_base", "/v1", "/v1/chat/completions", {}),
    (NVIDIAModelComponent, "base_url", "/v1", "/v1/chat/completions", {"model_name": "meta/llama"}),
    (HuggingFaceModel, "inference_endpoint", "/tgi", "/tgi/v1/chat/completions", {}),
]


@pytest.mark.parametrize(("component", "field", "below", "path", "more"), OPENAI_PROTOCOL)
async def test_the_component_asks_at_the_address_of_its_field(bound, provider, component, field, below, path, more):
    fields = {component.key_field: KEY, field: provider.root + below, "input_value": "Hi", **more}
    made = bound(component, max_tokens=7, max_new_tokens=7, system_message="Be brief.", **fields)
    message = await text_of(made)
    body = provider.bodies[0]
    assert (message.text, message.properties.usage.total_tokens) == ("Echo: Hi", 5)
    assert (provider.paths, provider.keys) == ([path], [KEY])
    assert body["messages"] == [SYSTEM, QUESTION]
    assert body["max_tokens"] == 7
    assert body["model"] == message.properties.source.source == made.source_name


USUAL_ADDRESSES = [
    (OpenRouterComponent, "https://openrouter.ai/api/v1", {"model_name": "a/b", "api_key": KEY}),
    (PerplexityModel, "https://api.perplexity.ai", {"api_key": KEY}),
    (GoogleGenerativeAIModel, "https://generativelanguage.googleapis.com/v1beta/openai", {"api_key": KEY}),
    (CohereModel, "https://api.cohere.ai/compatibility/v1", {"cohere_api_key": KEY}),
    (HuggingFaceModel, "https://router.huggingface.co/v1", {"huggingfacehub_api_token": KEY}),
    (DeepSeekModelComponent, "https://api.deepseek.com", {"api_key": KEY}),
    (MistralModel, "https://api.mistral.ai/v1", {"api_key": KEY}),
    (GroqModel, "https://api.groq.com/openai/v1", {"api_key": KEY}),
    (AnthropicModel, "https://api.anthropic.com", {"api_key": KEY}),
]


@pytest.mark.parametrize(("component", "address", "fields"), USUAL_ADDRESSES)
async def test_without_another_address_the_provider_itself_is_asked(bound, monkeypatch, component, address, fields):
    monkeypatch.delenv("ANTHROPIC_BASE_URL", raising=False)
    settings = await bound(component, **fields).chat_settings()
    assert (settings.base_url, settings.api_key) == (address, KEY)


async def sent_by(bound, provider, component: type[Component], **fields: Any) -> dict[str, Any]:
    await text_of(bound(component, input_value="Hi", **fields))
    return provider.bodies[0]


async def test_mistral_knows_the_seed_by_another_name(bound, provider):
    fields = {"mistral_api_base": provider.url, "api_key": KEY, "safe_mode": True}
    body = await sent_by(bound, provider, MistralModel, **fields)
    assert (body["random_seed"], body["safe_prompt"], body["top_p"]) == (1, True, 1.0)
    assert "seed" not in body


async def test_a_number_below_zero_leaves_the_setting_to_vllm(bound, provider):
    body = await sent_by(bound, provider, VLLMModel, api_base=provider.url)
    assert body.keys() == {"model", "messages", "temperature", "stream"}
    assert provider.keys == ["none"]


async def test_nemotron_is_told_to_think_aloud(bound, provider):
    body = await sent_by(
        bound,
        provider,
        NVIDIAModelComponent,
        base_url=provider.url,
        model_name="m",
        api_key=KEY,
        detailed_thinking=True,
    )
    assert body["messages"][0] == {"role": "system", "content": "detailed thinking on"}


async def test_openrouter_learns_who_asks(bound):
    component = bound(OpenRouterComponent, api_key=KEY, model_name="m", site_url="https://me.example", app_name="Mine")
    settings = await component.chat_settings()
    assert settings.headers == {"HTTP-Referer": "https://me.example", "X-Title": "Mine"}


async def test_an_azure_deployment_is_part_of_the_path(bound, provider):
    fields = {"azure_endpoint": provider.root, "azure_deployment": "mine", "api_key": KEY}
    await sent_by(bound, provider, AzureOpenAIModel, **fields)
    assert provider.paths == ["/openai/deployments/mine/chat/completions?api-version=2024-06-01"]
    assert provider.keys == [KEY]


async def test_a_model_of_ones_own_at_the_hub_needs_a_name(bound):
    fields = {"huggingfacehub_api_token": KEY, "model_id": "custom"}
    assert bound(HuggingFaceModel, custom_model="me/mine", **fields).chosen_model() == "me/mine"
    with pytest.raises(errors.ModelNotChosen):
        bound(HuggingFaceModel, **fields).chosen_model()


# --- Anthropic ---------------------------------------------------------------------------------


def anthropic(bound, provider, **fields: Any) -> Component:
    return bound(AnthropicModel, **{"base_url": provider.root, "api_key": KEY, "input_value": "Hi", **fields})


async def test_anthropic_is_asked_in_its_own_protocol(bound, provider):
    message = await text_of(anthropic(bound, provider, system_message="Be brief.", max_tokens=0))
    assert (message.text, message.properties.usage.total_tokens) == ("Echo: Hi", 5)
    body = provider.bodies[0]
    assert (provider.paths, provider.keys) == (["/v1/messages"], [KEY])
    assert (body["system"], body["messages"], body["max_tokens"]) == ("Be brief.", [QUESTION], 4096)


async def test_anthropics_refusal_keeps_its_words_but_not_the_key(bound, provider):
    with pytest.raises(errors.ProviderRefusedKey, match="Error code: 401") as raised:
        await text_of(anthropic(bound, provider, input_value="error 401"))
    assert KEY not in str(raised.value)
    assert raised.value.where.endswith(provider.root)


async def test_the_guard_keeps_anthropics_library_off_private_networks(bound):
    component = bound(AnthropicModel, base_url="http://10.0.0.1", api_key=KEY, input_value="Hi")
    with pytest.raises(errors.ProviderAddressRefused):
        await text_of(component)


async def test_a_language_model_asks_anthropic_where_the_environment_says(bound, provider, monkeypatch):
    monkeypatch.setenv("ANTHROPIC_BASE_URL", provider.root)
    choice = [{"name": "claude-opus-4-6", "provider": "Anthropic"}]
    component = bound(LanguageModelComponent, model=choice, api_key=KEY, input_value="Hi")
    assert (await text_of(component)).text == "Echo: Hi"
    assert provider.paths == ["/v1/messages"]


# --- Ollama ---------------------------------------------------------------------------------


def ollama(bound, provider, **fields: Any) -> Component:
    return bound(OllamaModel, **{"base_url": provider.url, "model_name": "llama3", "input_value": "Hi", **fields})


async def test_ollama_is_asked_in_its_own_protocol_with_its_options(bound, provider):
    fields = {
        "system": "Be brief.",
        "num_ctx": 99,
        "mirostat": "Mirostat 2.0",
        "mirostat_eta": 0.2,
        "stop_tokens": "x, y",
    }
    message = await text_of(ollama(bound, provider, **fields))
    assert (message.text, message.properties.usage.total_tokens) == ("Echo: Hi", 5)
    body = provider.bodies[0]
    assert provider.paths == ["/api/chat"]
    assert [turn["content"] for turn in body["messages"]] == ["Be brief.", "Hi"]
    expected = {"num_ctx": 99, "mirostat": 2, "mirostat_eta": 0.2, "stop": ["x", "y"], "temperature": 0.1}
    assert body["options"] == expected


async def test_ollama_answers_as_a_record_with_the_fields_of_the_table(bound, provider):
    rows = [{"name": "city", "description": "a city", "type": "str", "multiple": "False"}]
    component = ollama(bound, provider, enable_structured_output=True, format=rows)
    data = await component.result_of(component.output_by_name["data_output"])
    table = await component.result_of(component.output_by_name["dataframe_output"])
    assert data.data == {"city": "Oslo"}
    assert table.to_records() == [{"city": "Oslo"}]
    assert provider.bodies[0]["format"]["properties"]["city"] == {"type": "string", "description": "a city"}


async def test_an_answer_without_json_is_no_record(bound, provider):
    component = ollama(bound, provider)
    with pytest.raises(errors.AnswerNotJson, match="Echo: Hi"):
        await component.result_of(component.output_by_name["data_output"])


async def test_ollamas_refusal_keeps_its_words(bound, provider):
    with pytest.raises(errors.ProviderRefusedRequest, match="no"):
        await text_of(ollama(bound, provider, input_value="error 404"))


@pytest.mark.parametrize(
    ("address", "error"),
    [("http://10.0.0.1:11434", errors.ProviderAddressRefused), ("http://127.0.0.1:9", errors.ProviderUnreachable)],
)
async def test_ollamas_library_talks_through_the_guard(bound, address, error):
    component = bound(OllamaModel, base_url=address, model_name="m", input_value="Hi")
    with pytest.raises(error):
        await text_of(component)


async def test_a_language_model_finds_ollama_by_the_users_variable(bound, provider):
    component = bound(
        LanguageModelComponent,
        variables={"OLLAMA_BASE_URL": provider.root},
        model=[{"name": "llama3", "provider": "Ollama"}],
        input_value="Hi",
    )
    assert (await text_of(component)).text == "Echo: Hi"


# --- Amazon ---------------------------------------------------------------------------------

ACCOUNT = {"aws_access_key_id": "id", "aws_secret_access_key": "secret"}


@pytest.mark.parametrize("component", [AmazonBedrockConverseModel, AmazonBedrockModel])
async def test_bedrock_is_not_asked_on_a_private_network(bound, component):
    made = bound(component, endpoint_url="http://10.0.0.1", input_value="Hi", **ACCOUNT)
    with pytest.raises(errors.ProviderAddressRefused):
        await text_of(made)


async def test_bedrocks_settings_carry_account_and_region(bound):
    made = bound(AmazonBedrockConverseModel, region_name="eu-west-1", **ACCOUNT)
    settings = await made.chat_settings()
    assert (settings.api_key, settings.options["region_name"]) == ("secret", "eu-west-1")
    assert settings.model_kwargs == {"top_k": 250}


# --- what all have in common ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("component", "library", "extra"),
    [
        (AnthropicModel, "langchain_anthropic", "anthropic"),
        (OllamaModel, "langchain_ollama", "ollama"),
        (AmazonBedrockConverseModel, "langchain_aws", "amazon"),
    ],
)
async def test_a_missing_package_names_its_extra(bound, monkeypatch, component, library, extra):
    monkeypatch.setitem(sys.modules, library, None)
    fields = {"api_key": KEY, "model_name": "m", "endpoint_url": "http://127.0.0.1", **ACCOUNT}
    with pytest.raises(ImportError, match=f"Install the extra '{extra}'"):
        await text_of(bound(component, input_value="Hi", **fields))


@pytest.mark.parametrize("component", [AnthropicModel, DeepSeekModelComponent, GroqModel, XAIModel])
async def test_without_a_key_the_variable_is_named(bound, component):
    with pytest.raises(errors.ApiKeyMissing, match=component.made_by.key_variable):
        await text_of(bound(component, api_key="", input_value="Hi"))


async def test_without_a_model_name_nothing_is_asked(bound, provider):
    with pytest.raises(errors.ModelNotChosen):
        await text_of(bound(LMStudioModel, base_url=provider.url, model_name="", input_value="Hi"))
    assert not provider.bodies


@pytest.mark.parametrize(("older", "now"), [("Google", "Google Generative AI"), ("Mistral", "MistralAI")])
def test_a_providers_older_name_still_finds_it(older, now):
    assert providers.provider_named(older).name == now


# --- in the editor ---------------------------------------------------------------------------------


async def edited(component: Component, field: str, value: Any) -> dict[str, Any]:
    template = {name: found.to_template() for name, found in component.input_by_name.items()}
    template[field]["value"] = value
    changed = component.update_build_config(template, value, field)
    return changed if isinstance(changed, dict) else await changed


@pytest.mark.parametrize(
    ("component", "field", "below", "names"),
    [
        (DeepSeekModelComponent, "api_base", "", ["served-a", "served-b"]),
        (AnthropicModel, "base_url", "", ["served-a", "served-b"]),
        (OllamaModel, "base_url", "", ["pulled:latest"]),
    ],
)
async def test_the_editor_offers_the_models_of_the_server(bound, provider, component, field, below, names):
    made = bound(component, api_key=KEY, **{field: provider.root + below})
    assert (await edited(made, field, provider.root + below))["model_name"]["options"] == names


async def test_a_server_that_does_not_answer_leaves_the_known_models(bound):
    made = bound(XAIModel, api_key=KEY, base_url="http://127.0.0.1:9/v1")
    assert (await edited(made, "base_url", made.base_url))["model_name"]["options"] == ["grok-2-latest"]


@pytest.mark.parametrize(("version", "eta", "hidden"), [("Disabled", None, True), ("Mirostat 2.0", 0.2, False)])
async def test_the_settings_of_mirostat_show_where_it_is_used(bound, version, eta, hidden):
    template = await edited(bound(OllamaModel), "mirostat", version)
    assert (template["mirostat_eta"]["value"], template["mirostat_eta"]["advanced"]) == (eta, hidden)


@pytest.mark.parametrize(("model", "shown"), [("custom", True), ("Qwen/QwQ-32B-Preview", False)])
async def test_the_name_of_a_model_of_ones_own_shows_where_it_is_needed(bound, model, shown):
    assert (await edited(bound(HuggingFaceModel), "model_id", model))["custom_model"]["show"] is shown


@pytest.mark.parametrize(
    ("provider_name", "shown", "key"),
    [
        ("Ollama", {"ollama_base_url"}, False),
        ("IBM WatsonX", {"base_url_ibm_watsonx", "project_id"}, True),
        ("", set(), True),
    ],
)
async def test_the_fields_of_the_chosen_provider_show(bound, provider_name, shown, key):
    choice = [{"name": "m", "provider": provider_name}] if provider_name else "connect_other_models"
    template = await edited(bound(LanguageModelComponent), "model", choice)
    own = ("ollama_base_url", "base_url_ibm_watsonx", "project_id")
    assert {name for name in own if template[name]["show"]} == shown
    assert template["api_key"]["show"] is key
