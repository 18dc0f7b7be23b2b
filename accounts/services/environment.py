"""Bring keys of the server's environment into the accounts of those who sign in, as the editor expects them.

What a user has already, also under a value of his own, stays; what he deletes comes again with the next sign-in.
"""

import os

from django.conf import settings

from accounts import encryption
from accounts.models import User, Variable

OWN_OPTIONS = "LANGFLOW_"
"""The server's own secrets are nobody's variables, whatever the operator names."""

KNOWN_NAMES = (
    "ANTHROPIC_API_KEY",
    "ASTRA_DB_API_ENDPOINT",
    "ASTRA_DB_APPLICATION_TOKEN",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AZURE_OPENAI_API_DEPLOYMENT_NAME",
    "AZURE_OPENAI_API_EMBEDDINGS_DEPLOYMENT_NAME",
    "AZURE_OPENAI_API_INSTANCE_NAME",
    "AZURE_OPENAI_API_KEY",
    "AZURE_OPENAI_API_VERSION",
    "COHERE_API_KEY",
    "COMETAPI_KEY",
    "COMPOSIO_API_KEY",
    "GOOGLE_API_KEY",
    "GROQ_API_KEY",
    "HUGGINGFACEHUB_API_TOKEN",
    "NOVITA_API_KEY",
    "OPENAI_API_KEY",
    "PINECONE_API_KEY",
    "SAMBANOVA_API_KEY",
    "SEARCHAPI_API_KEY",
    "SERPAPI_API_KEY",
    "TAVILY_API_KEY",
    "UPSTASH_VECTOR_REST_TOKEN",
    "UPSTASH_VECTOR_REST_URL",
    "VECTARA_API_KEY",
    "VECTARA_CORPUS_ID",
    "VECTARA_CUSTOMER_ID",
    "WATSONX_APIKEY",
    "WATSONX_PROJECT_ID",
    "WATSONX_URL",
)

DEFAULT_FIELDS = {
    "ANTHROPIC_API_KEY": ["Anthropic", "Anthropic API Key"],
    "GOOGLE_API_KEY": ["Google Generative AI", "Google Generative AI API Key"],
    "OPENAI_API_KEY": ["OpenAI", "OpenAI API Key"],
}
"""Fields that the editor fills with the variable by itself."""


def import_environment(user: User) -> None:
    """Store what the environment holds and the user has not, as credentials."""
    found = _values() if settings.LANGFLOW.STORE_ENVIRONMENT_VARIABLES else {}
    if not found:
        return
    stored = set(Variable.objects.owned_by(user).filter(name__in=found).values_list("name", flat=True))
    new = [
        Variable(
            user=user,
            name=name,
            type=Variable.Type.CREDENTIAL,
            encrypted_value=encryption.encrypt(value),
            default_fields=DEFAULT_FIELDS.get(name, []),
        )
        for name, value in found.items()
        if name not in stored
    ]
    # Somebody may sign in twice at once.
    Variable.objects.bulk_create(new, ignore_conflicts=True)


def _values() -> dict[str, str]:
    names = dict.fromkeys((*KNOWN_NAMES, *settings.LANGFLOW.VARIABLES_TO_GET_FROM_ENVIRONMENT))
    values = {name: os.environ.get(name, "").strip() for name in names if not name.startswith(OWN_OPTIONS)}
    return {name: value for name, value in values.items() if value}
