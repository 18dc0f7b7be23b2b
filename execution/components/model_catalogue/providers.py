"""The providers of the catalogue: how they look in the editor, which variables they need, how langchain calls things.

How to ask their models is known to `language_models` and `embedding_models`, also for providers that are not here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

_WATSONX_REGIONS = ("us-south", "eu-de", "eu-gb", "au-syd", "jp-tok", "ca-tor")
WATSONX_URLS = [f"https://{region}.ml.cloud.ibm.com" for region in _WATSONX_REGIONS]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderVariable:
    """A variable of the user's without which a provider cannot be asked."""

    key: str
    """The variable's name."""
    label: str
    parameter: str
    """What langchain's class calls it."""
    field: str = "api_key"
    """The field of components that takes it."""
    is_secret: bool = True
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddingClass:
    """Langchain's class for embeddings, and its names for the fields of Embedding Model."""

    name: str
    parameters: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueProvider:
    """A provider whose models the editor offers."""

    name: str
    icon: str
    docs_url: str
    variables: tuple[ProviderVariable, ...]
    """All must be there; the first one is what a provider knows its users by."""
    chat_class: str
    """Langchain's class, by which flows tell whose model was chosen."""
    icon_of_models: str = ""
    """Empty where it is the provider's own."""
    model_parameter: str = "model"
    key_parameter: str = "api_key"
    tokens_parameter: str = "max_tokens"
    more_parameters: Mapping[str, str] = field(default_factory=dict)
    """Further names of langchain's class, by the name of the fact in a choice."""
    embeddings: EmbeddingClass | None = None


_ALL = (
    CatalogueProvider(
        name="OpenAI",
        icon="OpenAI",
        docs_url="https://platform.openai.com/docs/overview",
        variables=(ProviderVariable(key="OPENAI_API_KEY", label="OpenAI API Key", parameter="api_key"),),
        chat_class="ChatOpenAI",
        embeddings=EmbeddingClass(
            name="OpenAIEmbeddings",
            parameters={
                "model": "model",
                "api_key": "api_key",
                "api_base": "base_url",
                "dimensions": "dimensions",
                "chunk_size": "chunk_size",
                "request_timeout": "timeout",
                "max_retries": "max_retries",
                "show_progress_bar": "show_progress_bar",
                "model_kwargs": "model_kwargs",
            },
        ),
    ),
    CatalogueProvider(
        name="Anthropic",
        icon="Anthropic",
        docs_url="https://console.anthropic.com/docs",
        variables=(ProviderVariable(key="ANTHROPIC_API_KEY", label="Anthropic API Key", parameter="api_key"),),
        chat_class="ChatAnthropic",
    ),
    CatalogueProvider(
        name="Google Generative AI",
        icon="GoogleGenerativeAI",
        docs_url="https://aistudio.google.com/app/apikey",
        variables=(ProviderVariable(key="GOOGLE_API_KEY", label="Google API Key", parameter="google_api_key"),),
        chat_class="ChatGoogleGenerativeAIFixed",
        key_parameter="google_api_key",
        tokens_parameter="max_output_tokens",
        embeddings=EmbeddingClass(
            name="GoogleGenerativeAIEmbeddings",
            parameters={
                "model": "model",
                "api_key": "google_api_key",
                "request_timeout": "request_options",
                "model_kwargs": "client_options",
            },
        ),
    ),
    CatalogueProvider(
        name="Ollama",
        icon="Ollama",
        docs_url="https://ollama.com/",
        variables=(
            ProviderVariable(
                key="OLLAMA_BASE_URL",
                label="Ollama Base URL",
                parameter="base_url",
                field="ollama_base_url",
                is_secret=False,
            ),
        ),
        chat_class="ChatOllama",
        more_parameters={"base_url_param": "base_url"},
        embeddings=EmbeddingClass(
            name="OllamaEmbeddings",
            parameters={
                "model": "model",
                "base_url": "base_url",
                "num_ctx": "num_ctx",
                "request_timeout": "request_timeout",
                "model_kwargs": "model_kwargs",
            },
        ),
    ),
    CatalogueProvider(
        name="IBM WatsonX",
        icon="WatsonxAI",
        icon_of_models="IBM",
        docs_url="https://www.ibm.com/products/watsonx",
        variables=(
            ProviderVariable(key="WATSONX_APIKEY", label="API Key", parameter="apikey"),
            ProviderVariable(
                key="WATSONX_PROJECT_ID",
                label="Project ID",
                parameter="project_id",
                field="project_id",
                is_secret=False,
            ),
            ProviderVariable(
                key="WATSONX_URL",
                label="Endpoint URL",
                parameter="url",
                field="base_url_ibm_watsonx",
                is_secret=False,
                suggestions=tuple(WATSONX_URLS),
            ),
        ),
        chat_class="ChatWatsonx",
        model_parameter="model_id",
        key_parameter="apikey",
        more_parameters={"url_param": "url", "project_id_param": "project_id"},
        embeddings=EmbeddingClass(
            name="WatsonxEmbeddings",
            parameters={
                "model_id": "model_id",
                "url": "url",
                "api_key": "apikey",
                "project_id": "project_id",
                "space_id": "space_id",
                "request_timeout": "request_timeout",
            },
        ),
    ),
)

CATALOGUE_PROVIDERS: Mapping[str, CatalogueProvider] = {provider.name: provider for provider in _ALL}

PROVIDER_OF_VARIABLE: Mapping[str, CatalogueProvider] = {
    variable.key: provider for provider in _ALL for variable in provider.variables
}
"""Name of a variable -> the provider that needs it."""
