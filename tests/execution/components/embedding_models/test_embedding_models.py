"""Embedding components hand on models that ask in the provider's protocol, with the settings of their fields."""

import asyncio
from typing import Any

import pytest

from execution.components.amazon.bedrock_embeddings import AmazonBedrockEmbeddings
from execution.components.azure.azure_openai_embeddings import AzureOpenAIEmbeddings
from execution.components.cohere.cohere_embeddings import CohereEmbeddings
from execution.components.embedding_models import http_embeddings, protocols
from execution.components.embedding_models.settings import EmbeddingSettings
from execution.components.google.embeddings import GoogleGenerativeAIEmbeddings
from execution.components.huggingface.embeddings import InferenceEmbeddings
from execution.components.language_models import errors
from execution.components.lmstudio.lmstudio_embeddings import LMStudioEmbeddingsComponent
from execution.components.mistral.mistral_embeddings import MistalAIEmbeddings
from execution.components.models_and_agents.embedding_model import EmbeddingModel
from execution.components.nvidia.nvidia_embeddings import NVIDIAEmbeddingsComponent
from execution.components.ollama.ollama_embeddings import OllamaEmbeddings
from execution.components.openai.openai_embeddings import OpenAIEmbeddings
from execution.components.vllm.vllm_embeddings import VLLMEmbeddings
from execution.engine.component import Component

KEY = "sk-of-the-test"
TEXTS = ["one", "three"]
VECTORS = [[3.0, 1.0], [5.0, 1.0]]


async def model_of(component: Component) -> Any:
    return await component.result_of(component.output_by_name["embeddings"])


# Component, the field of its address, what stands there below the server's root, the path that is asked, more fields.
PROTOCOLS = [
    (OpenAIEmbeddings, "openai_api_base", "/v1", "/v1/embeddings", {"openai_api_key": KEY}),
    (VLLMEmbeddings, "api_base", "/v1", "/v1/embeddings", {"api_key": KEY}),
    (LMStudioEmbeddingsComponent, "base_url", "/v1", "/v1/embeddings", {"api_key": KEY, "model": "m"}),
    (MistalAIEmbeddings, "endpoint", "/v1/", "/v1/embeddings", {"mistral_api_key": KEY}),
    (NVIDIAEmbeddingsComponent, "base_url", "/v1", "/v1/embeddings", {"nvidia_api_key": KEY}),
    (OllamaEmbeddings, "base_url", "", "/api/embed", {"api_key": KEY, "model_name": "nomic"}),
    (InferenceEmbeddings, "inference_endpoint", "/hub/m", "/hub/m", {"api_key": KEY}),
    (EmbeddingModel, "api_base", "/v1", "/v1/embeddings", {"api_key": KEY, "model": "text-embedding-3-small"}),
    (EmbeddingModel, "api_base", "/v1", "/v1/embeddings", {"api_key": KEY, "model": "m", "provider": "MistralAI"}),
    (EmbeddingModel, "api_base", "", "/api/embed", {"api_key": KEY, "model": [{"name": "m", "provider": "Ollama"}]}),
]


@pytest.mark.parametrize(("component", "field", "below", "path", "more"), PROTOCOLS)
async def test_texts_become_vectors_at_the_address_of_the_field(bound, provider, component, field, below, path, more):
    model = await model_of(bound(component, **{field: provider.root + below, **more}))
    assert await model.aembed_documents(TEXTS) == VECTORS
    assert await model.aembed_query("seven77") == [7.0, 1.0]
    assert await asyncio.to_thread(model.embed_documents, TEXTS) == VECTORS
    assert set(provider.paths) == {path}
    assert set(provider.keys) == {KEY}


async def test_the_length_of_the_vectors_is_sent_where_it_is_chosen(bound, provider):
    fields = {"openai_api_base": provider.url, "openai_api_key": KEY}
    await (await model_of(bound(OpenAIEmbeddings, dimensions=8, **fields))).aembed_query("x")
    await (await model_of(bound(OpenAIEmbeddings, dimensions=0, **fields))).aembed_query("x")
    assert provider.bodies[0]["dimensions"] == 8
    assert "dimensions" not in provider.bodies[1]


async def test_an_azure_deployment_is_part_of_the_path(bound, provider):
    fields = {"azure_endpoint": provider.root, "azure_deployment": "mine", "api_key": KEY}
    await (await model_of(bound(AzureOpenAIEmbeddings, **fields))).aembed_query("x")
    assert provider.paths == ["/openai/deployments/mine/embeddings?api-version=2023-08-01-preview"]


async def test_nvidia_and_cohere_are_told_questions_from_texts(provider):
    for protocol, names in (
        (protocols.NVIDIA, ("query", "passage")),
        (protocols.COHERE, ("search_query", "search_document")),
    ):
        settings = EmbeddingSettings(model="m", api_key=KEY, base_url=provider.root)
        model = http_embeddings.embedding_model(settings, protocol)
        assert await model.aembed_query("one") == VECTORS[0]
        assert await model.aembed_documents(TEXTS) == VECTORS
        assert tuple(body["input_type"] for body in provider.bodies[-2:]) == names


async def test_many_texts_are_sent_in_batches(provider):
    settings = EmbeddingSettings(model="m", api_key=KEY, base_url=provider.url, batch=2)
    model = http_embeddings.embedding_model(settings, protocols.OPENAI)
    assert len(await model.aembed_documents(["a", "b", "c"])) == 3
    assert [body["input"] for body in provider.bodies] == [["a", "b"], ["c"]]


async def test_a_busy_provider_is_asked_again(provider, monkeypatch):
    monkeypatch.setattr(http_embeddings, "PAUSE_SECONDS", 0)
    provider.busy = 1
    settings = EmbeddingSettings(model="m", api_key=KEY, base_url=provider.url, max_retries=1)
    model = http_embeddings.embedding_model(settings, protocols.OPENAI)
    assert await model.aembed_query("one") == VECTORS[0]
    provider.busy = 1
    assert await asyncio.to_thread(model.embed_query, "one") == VECTORS[0]
    assert len(provider.bodies) == 4


@pytest.mark.parametrize(
    ("component", "fields", "address", "model"),
    [
        (CohereEmbeddings, {"api_key": KEY}, "https://api.cohere.com", "embed-english-v2.0"),
        (
            GoogleGenerativeAIEmbeddings,
            {"api_key": KEY},
            "https://generativelanguage.googleapis.com/v1beta/openai",
            "text-embedding-004",
        ),
        (
            InferenceEmbeddings,
            {"api_key": KEY, "model_name": "a/b"},
            "https://router.huggingface.co/hf-inference/models/a/b/pipeline/feature-extraction",
            "a/b",
        ),
    ],
)
async def test_without_another_address_the_provider_itself_is_asked(bound, component, fields, address, model):
    settings = await bound(component, **fields).embedding_settings()
    assert (settings.base_url, settings.model) == (address, model)


async def test_cohere_learns_who_asks_and_what_to_cut(bound):
    settings = await bound(CohereEmbeddings, api_key=KEY, truncate="end").embedding_settings()
    assert (settings.options, settings.headers) == ({"truncate": "END"}, {"X-Client-Name": "langchain"})


@pytest.mark.parametrize(
    ("component", "fields"), [(CohereEmbeddings, {}), (MistalAIEmbeddings, {}), (EmbeddingModel, {"model": "m"})]
)
async def test_without_a_key_the_variable_is_named(bound, component, fields):
    with pytest.raises(errors.ApiKeyMissing):
        await model_of(bound(component, **fields))


async def test_without_a_model_the_component_says_so(bound):
    with pytest.raises(errors.ModelNotChosen):
        await model_of(bound(EmbeddingModel, model="", api_key=KEY))
    with pytest.raises(errors.ModelNotChosen):
        await model_of(bound(OllamaEmbeddings, model_name=""))


async def test_a_provider_without_embeddings_is_named(bound):
    with pytest.raises(errors.ProviderUnknown, match="Anthropic"):
        await model_of(bound(EmbeddingModel, model=[{"name": "m", "provider": "Anthropic"}], api_key=KEY))


async def test_a_model_on_the_edge_is_handed_on(bound):
    model = object()
    assert await model_of(bound(EmbeddingModel, model=model)) is model


async def test_bedrock_is_not_asked_on_a_private_network(bound):
    fields = {"aws_access_key_id": "id", "aws_secret_access_key": "secret", "endpoint_url": "http://10.0.0.1"}
    with pytest.raises(errors.ProviderAddressRefused):
        await model_of(bound(AmazonBedrockEmbeddings, **fields))


async def test_the_editor_offers_the_models_of_the_server(bound, provider):
    made = bound(LMStudioEmbeddingsComponent, base_url=provider.url)
    template = {name: found.to_template() for name, found in made.input_by_name.items()}
    changed = await made.update_build_config(template, provider.url, "base_url")
    assert changed["model"]["options"] == ["served-a", "served-b"]
