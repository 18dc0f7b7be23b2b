"""Names of models that the editor offers before anybody asks the provider.

Imports little: custom code reads them, too, in processes that have little of the server.
"""

from collections.abc import Callable

from execution.components.model_catalogue.known_models import KNOWN_MODELS, KnownModel, ModelKind


def _names(provider: str, belongs: Callable[[KnownModel], bool], kind: ModelKind = ModelKind.LANGUAGE) -> list[str]:
    return [model.name for model in KNOWN_MODELS[provider] if model.kind is kind and belongs(model)]


OPENAI_CHAT_MODELS = [
    *_names("OpenAI", lambda model: not (model.reasoning or model.search or model.not_supported)),
    # Behind the others: they know no temperature, which the component has.
    *_names("OpenAI", lambda model: model.reasoning and not model.not_supported),
]
OPENAI_EMBEDDING_MODELS = _names("OpenAI", lambda model: model.is_offered, ModelKind.EMBEDDING)
ANTHROPIC_MODELS = _names("Anthropic", lambda model: model.is_offered)
GOOGLE_MODELS = _names("Google Generative AI", lambda _model: True)
GROQ_MODELS = ["llama-3.1-8b-instant", "llama-3.3-70b-versatile"]
