"""The providers whose chat models a flow may choose, and how such a choice is written."""

import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from execution.components.language_models import anthropic_chat, bedrock_chat, ollama_chat, openai_chat
from execution.components.language_models.errors import ModelNotChosen, ProviderUnknown
from execution.components.language_models.settings import ChatSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """One company or server that answers chats."""

    name: str
    key_variable: str
    """Variable (the user's or the environment's) that holds the key where the component has none."""
    extra: str
    """What to install for it."""
    load: Callable[[], Awaitable[None]]
    make: Callable[[ChatSettings], Any]
    base_url: str | None = None
    """Where it answers; None leaves it to its library."""
    address_variable: str = ""
    """Variable that names another place, for servers of one's own."""
    needs_key: bool = True

    @property
    def address(self) -> str:
        """Where it answers if the flow does not say."""
        named = os.environ.get(self.address_variable) if self.address_variable else None
        return named or self.base_url or openai_chat.address()


def _compatible(
    name: str, key_variable: str, base_url: str, *, address_variable: str = "", needs_key: bool = True
) -> Provider:
    """Return a provider that speaks OpenAI's protocol at an address of its own."""
    return Provider(
        name=name,
        key_variable=key_variable,
        extra=openai_chat.EXTRA,
        load=openai_chat.load,
        make=openai_chat.compatible_model,
        base_url=base_url,
        address_variable=address_variable,
        needs_key=needs_key,
    )


_ALL = (
    Provider(
        name="OpenAI",
        key_variable="OPENAI_API_KEY",
        extra=openai_chat.EXTRA,
        load=openai_chat.load,
        make=openai_chat.chat_model,
    ),
    Provider(
        name="Anthropic",
        key_variable="ANTHROPIC_API_KEY",
        extra=anthropic_chat.EXTRA,
        load=anthropic_chat.load,
        make=anthropic_chat.chat_model,
        base_url="https://api.anthropic.com",
        address_variable="ANTHROPIC_BASE_URL",
    ),
    Provider(
        name="Ollama",
        key_variable="OLLAMA_API_KEY",
        extra=ollama_chat.EXTRA,
        load=ollama_chat.load,
        make=ollama_chat.chat_model,
        base_url="http://localhost:11434",
        address_variable="OLLAMA_BASE_URL",
        needs_key=False,
    ),
    Provider(
        name="Azure OpenAI",
        key_variable="AZURE_OPENAI_API_KEY",
        extra=openai_chat.EXTRA,
        load=openai_chat.load,
        make=openai_chat.azure_model,
        address_variable="AZURE_OPENAI_ENDPOINT",
    ),
    Provider(
        name="Amazon Bedrock",
        key_variable="AWS_SECRET_ACCESS_KEY",
        extra=bedrock_chat.EXTRA,
        load=bedrock_chat.load,
        make=bedrock_chat.chat_model,
    ),
    _compatible("Google Generative AI", "GOOGLE_API_KEY", "https://generativelanguage.googleapis.com/v1beta/openai"),
    _compatible("Groq", "GROQ_API_KEY", "https://api.groq.com/openai/v1"),
    _compatible("MistralAI", "MISTRAL_API_KEY", "https://api.mistral.ai/v1"),
    _compatible("NVIDIA", "NVIDIA_API_KEY", "https://integrate.api.nvidia.com/v1"),
    _compatible("DeepSeek", "DEEPSEEK_API_KEY", "https://api.deepseek.com"),
    _compatible("xAI", "XAI_API_KEY", "https://api.x.ai/v1"),
    _compatible("OpenRouter", "OPENROUTER_API_KEY", "https://openrouter.ai/api/v1"),
    _compatible("Perplexity", "PERPLEXITY_API_KEY", "https://api.perplexity.ai"),
    _compatible("Cohere", "COHERE_API_KEY", "https://api.cohere.ai/compatibility/v1"),
    _compatible("Hugging Face", "HUGGINGFACEHUB_API_TOKEN", "https://router.huggingface.co/v1"),
    _compatible("LiteLLM", "LITELLM_API_KEY", "http://localhost:4000/v1", needs_key=False),
    _compatible("LM Studio", "LMSTUDIO_API_KEY", "http://localhost:1234/v1", needs_key=False),
    _compatible("vLLM", "VLLM_API_KEY", "http://localhost:8000/v1", needs_key=False),
)

PROVIDERS: Mapping[str, Provider] = {provider.name: provider for provider in _ALL}

OLDER_NAMES: Mapping[str, str] = {"Google": "Google Generative AI", "Mistral": "MistralAI"}
"""As releases before 1.7 called them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelChoice:
    """A model as the user picked it."""

    name: str
    provider: str = "OpenAI"


def model_choice(value: Any) -> ModelChoice:
    """Read a model field: the list that the editor writes, one entry of it, or just a name."""
    if isinstance(value, list | tuple):
        value = value[0] if value else None
    if isinstance(value, Mapping) and value.get("name"):
        return ModelChoice(name=str(value["name"]), provider=str(value.get("provider") or "OpenAI"))
    if isinstance(value, str) and value.strip():
        return ModelChoice(name=value.strip())
    raise ModelNotChosen


def provider_named(name: str) -> Provider:
    provider = PROVIDERS.get(OLDER_NAMES.get(name, name))
    if provider is None:
        raise ProviderUnknown(provider=name, known=", ".join(sorted(PROVIDERS)))
    return provider
