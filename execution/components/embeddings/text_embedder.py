"""Text Embedder: turn one text into a vector."""

from typing import Any

from execution.components.language_models.asking import asked_of
from execution.components.language_models.failures import provider_errors
from execution.engine.component import Component
from execution.engine.fields import HandleInput, MessageInput, Output
from execution.engine.values import Data, Message


class TextMissing(ValueError):
    def __init__(self) -> None:
        super().__init__("No text content found in message")


class EmbeddingModelMissing(ValueError):
    def __init__(self) -> None:
        super().__init__("Embedding model not provided")


class TextEmbedderComponent(Component):
    """Hand on a text together with its vector."""

    display_name = "Text Embedder"
    description = "Turns a text into a vector."
    icon = "binary"
    legacy = True
    replacement = ["models_and_agents.EmbeddingModel"]

    inputs = [
        HandleInput(
            name="embedding_model",
            display_name="Embedding Model",
            info="The model that makes the vector.",
            input_types=["Embeddings"],
            required=True,
        ),
        MessageInput(
            name="message",
            display_name="Message",
            info="The text.",
            required=True,
        ),
    ]
    outputs = [Output(name="embeddings", display_name="Embedding Data", method="generate_embeddings")]

    embedding_model: Any
    message: Message | None

    async def generate_embeddings(self) -> Data:
        """Return the text and its vector."""
        if self.embedding_model is None or self.embedding_model == "":
            raise EmbeddingModelMissing
        text = await self.message.collect() if self.message is not None else ""
        if not text:
            raise TextMissing
        with provider_errors(asked_of(self.embedding_model)):
            vectors = await self.embedding_model.aembed_documents([text])
        found = Data(data={"text": text, "embeddings": vectors[0]})
        self.status = found
        return found
