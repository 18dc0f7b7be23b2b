"""Custom code asks vendors what they have; those that do not answer leave a default."""

from typing import Any

import httpx
import pytest

from execution.components import author_models
from execution.engine.authoring import vendor_services
from execution.engine.authoring.vendor_services import (
    AIMLEmbeddingsImpl,
    AimlModels,
    get_cached_evaluators,
    get_groq_models,
    get_watsonx_embedding_models,
    get_watsonx_llm_models,
)

AT = httpx.Request("GET", "http://vendor")


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the vendor answers with, and what it was asked."""
    told: dict[str, Any] = {"answer": {}, "status": 200}

    def get(url: str, **options: Any) -> httpx.Response:
        told["asked"] = (url, options)
        return httpx.Response(told["status"], json=told["answer"], request=AT)

    monkeypatch.setattr(httpx, "get", get)
    get_cached_evaluators.cache_clear()
    return told


def test_models_of_aiml_are_sorted_by_what_they_do(vendor: dict[str, Any]) -> None:
    vendor["answer"] = {"data": [{"id": "a", "type": "chat-completion"}, {"id": "b", "type": "embedding"}, {"id": "c"}]}
    models = AimlModels()
    models.get_aiml_models()
    assert (models.chat_models, models.embedding_models, models.tts_models) == (["a"], ["b"], [])


@pytest.mark.parametrize("answer", [[], {"models": []}])
def test_an_answer_of_aiml_without_models_is_told(vendor: dict[str, Any], answer: Any) -> None:
    vendor["answer"] = answer
    with pytest.raises(ValueError, match="did not answer with its models"):
        AimlModels().get_aiml_models()


def test_groq_says_which_models_write(vendor: dict[str, Any]) -> None:
    vendor["answer"] = {"data": [{"id": "llama-x", "owned_by": "Meta"}, {"id": "whisper-large"}]}
    found = get_groq_models("key")
    assert vendor["asked"][1]["headers"] == {"Authorization": "Bearer key"}
    assert (found["llama-x"]["tool_calling"], found["llama-x"]["provider"]) == (True, "Meta")
    assert found["whisper-large"]["not_supported"] is True


def test_without_a_key_or_an_answer_groq_has_no_models(vendor: dict[str, Any]) -> None:
    assert get_groq_models() == {}
    vendor["status"] = 401
    assert get_groq_models("wrong") == {}


def test_models_of_watsonx_are_those_of_the_place(vendor: dict[str, Any]) -> None:
    vendor["answer"] = {"resources": [{"model_id": "b"}, {"model_id": "a"}]}
    assert get_watsonx_llm_models("https://here") == ["a", "b"]
    assert vendor["asked"][0].startswith("https://here/ml/v1/")
    assert get_watsonx_embedding_models("https://here") == ["a", "b"]
    assert "embedding" in vendor["asked"][1]["params"]["filters"]


def test_models_of_watsonx_have_a_default(vendor: dict[str, Any]) -> None:
    vendor["status"] = 500
    assert get_watsonx_llm_models("https://here", ["mine"]) == ["mine"]
    assert get_watsonx_llm_models("https://here") == author_models.WATSONX_MODELS
    assert get_watsonx_embedding_models("https://here") == author_models.WATSONX_EMBEDDING_MODELS


def test_evaluators_of_langwatch_are_asked_once(vendor: dict[str, Any]) -> None:
    vendor["answer"] = {"evaluators": {"length": {}}}
    assert get_cached_evaluators("http://langwatch") == {"length": {}}
    vendor["status"] = 500
    assert get_cached_evaluators("http://langwatch") == {"length": {}}
    assert get_cached_evaluators("http://elsewhere") == {}


async def test_aiml_makes_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={"data": [{"embedding": [1.0, 2.0]}]})

    client = httpx.Client
    transport = httpx.MockTransport(answer)
    monkeypatch.setattr(httpx, "Client", lambda **options: client(transport=transport, **options))
    model = AIMLEmbeddingsImpl(api_key="key", model="m")
    assert model.embed_query("x") == [1.0, 2.0]
    assert await model.aembed_query("x") == [1.0, 2.0]
    assert model.embed_documents(["x", "y"]) == [[1.0, 2.0]] * 2
    assert asked[0].url == vendor_services.AIML_EMBEDDINGS
    assert asked[0].headers["authorization"] == "Bearer key"
