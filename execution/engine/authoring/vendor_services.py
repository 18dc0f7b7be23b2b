"""Ask vendors which models and checks they have, for hooks that list them, and AI/ML API for vectors."""

from __future__ import annotations

import importlib
from functools import lru_cache
from typing import Any

from execution.engine.authoring.logs import logger

SECONDS = 10
AIML_MODELS = "https://api.aimlapi.com/models"
AIML_EMBEDDINGS = "https://api.aimlapi.com/v1/embeddings"
GROQ_MODELS = "https://api.groq.com/openai/v1/models"
WATSONX_MODELS = "/ml/v1/foundation_model_specs"
NO_CHAT = ("whisper", "tts", "guard", "saba")
"""Parts of names that those of Groq's models have which do not write."""


class AimlModels:
    """The names of AI/ML API's models by what they do."""

    def __init__(self) -> None:
        self.chat_models: list[str] = []
        self.image_models: list[str] = []
        self.embedding_models: list[str] = []
        self.stt_models: list[str] = []
        self.tts_models: list[str] = []
        self.language_models: list[str] = []

    def get_aiml_models(self) -> None:
        """Ask for them; raises httpx.HTTPError, or ValueError for an answer that is no list of models."""
        try:
            models = _asked(AIML_MODELS)["data"]
        except (KeyError, TypeError) as error:
            raise ValueError("AI/ML API did not answer with its models.") from error
        self.separate_models_by_type(models)

    def separate_models_by_type(self, models: list[dict[str, Any]]) -> None:
        """Add each model to the names of its kind; kinds that nobody asks for are left out."""
        kinds = {
            "chat-completion": self.chat_models,
            "image": self.image_models,
            "embedding": self.embedding_models,
            "stt": self.stt_models,
            "tts": self.tts_models,
            "language-completion": self.language_models,
        }
        for model in models:
            if model.get("type") in kinds:
                kinds[str(model["type"])].append(str(model.get("id")))


class AIMLEmbeddingsImpl:
    """An embedding model of AI/ML API."""

    def __init__(self, api_key: Any, model: str, embeddings_completion_url: str = AIML_EMBEDDINGS) -> None:
        self.api_key = api_key
        self.model = model
        self.embeddings_completion_url = embeddings_completion_url

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return the vectors of texts; raises httpx.HTTPError."""
        secret = getattr(self.api_key, "get_secret_value", lambda: self.api_key)()
        httpx = importlib.import_module("httpx")
        with httpx.Client(timeout=SECONDS, headers={"Authorization": f"Bearer {secret}"}) as client:
            return [self._vector(client, text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a text."""
        return self.embed_documents([text])[0]

    async def aembed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return the vectors of texts."""
        asyncio = importlib.import_module("asyncio")
        found: list[list[float]] = await asyncio.to_thread(self.embed_documents, texts)
        return found

    async def aembed_query(self, text: str) -> list[float]:
        """Return the vector of a text."""
        return (await self.aembed_documents([text]))[0]

    def _vector(self, client: Any, text: str) -> list[float]:
        answer = client.post(self.embeddings_completion_url, json={"model": self.model, "input": text})
        vector: list[float] = answer.raise_for_status().json()["data"][0]["embedding"]
        return vector


def get_groq_models(api_key: str | None = None, *, force_refresh: bool = False) -> dict[str, dict[str, Any]]:  # noqa: ARG001  # nothing is kept
    """Return Groq's models by name with what is known of them; none without a key, or where Groq does not answer."""
    if not api_key:
        return {}
    try:
        listed = _asked(GROQ_MODELS, headers={"Authorization": f"Bearer {api_key}"}).get("data", [])
    except _failures() as error:
        logger.warning("Groq's models could not be listed: %s", error)
        return {}
    return {model["id"]: _groq_facts(model) for model in listed}


def _groq_facts(model: dict[str, Any]) -> dict[str, Any]:
    name = str(model["id"])
    writes = not any(part in name.lower() for part in NO_CHAT)
    return {
        "name": name,
        "provider": model.get("owned_by") or "Groq",
        "tool_calling": writes,
        "preview": "preview" in name,
        "not_supported": not writes,
    }


def get_watsonx_llm_models(base_url: str, default_models: list[str] | None = None) -> list[str]:
    """Return the names of the chat models at that address, sorted; the default where it does not answer."""
    return _watsonx(base_url, "function_text_chat,!lifecycle_withdrawn", default_models, "WATSONX_MODELS")


def get_watsonx_embedding_models(base_url: str, default_models: list[str] | None = None) -> list[str]:
    """Return the names of the embedding models at that address, sorted; the default where it does not answer."""
    return _watsonx(base_url, "function_embedding,!lifecycle_withdrawn", default_models, "WATSONX_EMBEDDING_MODELS")


def _watsonx(base_url: str, filters: str, default: list[str] | None, usual: str) -> list[str]:
    try:
        answer = _asked(f"{base_url}{WATSONX_MODELS}", params={"version": "2024-09-16", "filters": filters})
        return sorted(str(model["model_id"]) for model in answer.get("resources", []))
    except _failures() as error:
        logger.warning("The models of watsonx could not be listed: %s", error)
    if default is not None:
        return default
    known: list[str] = getattr(importlib.import_module("execution.components.author_models"), usual)
    return list(known)


@lru_cache(maxsize=8)
def get_cached_evaluators(url: str) -> dict[str, Any]:
    """Return LangWatch's evaluators by name; none where it does not answer."""
    try:
        found: dict[str, Any] = _asked(url).get("evaluators", {})
    except _failures() as error:
        logger.warning("The evaluators of LangWatch could not be listed: %s", error)
        return {}
    return found


def _asked(url: str, **options: Any) -> Any:
    httpx = importlib.import_module("httpx")
    return httpx.get(url, timeout=SECONDS, **options).raise_for_status().json()


def _failures() -> tuple[type[Exception], ...]:
    httpx = importlib.import_module("httpx")
    return (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError, AttributeError)
