"""Chat models and embeddings of Amazon Bedrock, made by langchain-aws.

Its library opens connections of its own, so the address is checked before each model is made.
"""

import asyncio
import sys
from typing import Any

from execution.components.language_models.settings import ChatSettings
from execution.components.optional_import import optional_import

EXTRA = "amazon"


async def load() -> None:
    """Import the library without holding up the event loop."""
    if "langchain_aws" not in sys.modules:
        await asyncio.to_thread(optional_import, "langchain_aws", extra=EXTRA)


def chat_model(settings: ChatSettings) -> Any:
    """Return a chat model that speaks Bedrock's Converse protocol; `options` carry the account and the region."""
    library = optional_import("langchain_aws", extra=EXTRA)
    arguments = {
        "temperature": settings.temperature,
        "max_tokens": settings.max_tokens or None,
        "additional_model_request_fields": dict(settings.model_kwargs) or None,
        "base_url": settings.base_url,
        **settings.options,
    }
    given = {name: value for name, value in arguments.items() if value is not None}
    return library.ChatBedrockConverse(model=settings.model, aws_secret_access_key=settings.api_key, **given)
