"""VectorStoreInfo: say what is in a vector store, for agents that choose among several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from execution.components.vector_search.errors import VectorStoreMissing
from execution.engine.component import Component
from execution.engine.fields import HandleInput, MessageTextInput, MultilineInput, Output


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorStoreFacts:
    """A vector store and what an agent is told of it."""

    name: str
    description: str
    vectorstore: Any


class VectorStoreInfoComponent(Component):
    """Hand on a vector store with its name and what is in it."""

    name = "VectorStoreInfo"
    display_name = "VectorStoreInfo"
    description = "Says what is in a vector store."
    icon = "LangChain"
    legacy = True

    inputs = [
        MessageTextInput(
            name="vectorstore_name", display_name="Name", info="What agents call the store by.", required=True
        ),
        MultilineInput(
            name="vectorstore_description",
            display_name="Description",
            info="What is in it, and when to look there.",
            required=True,
        ),
        HandleInput(
            name="input_vectorstore",
            display_name="Vector Store",
            info="The store.",
            input_types=["VectorStore"],
            required=True,
        ),
    ]
    outputs = [Output(name="info", display_name="Vector Store Info", method="build_info", types=["VectorStoreInfo"])]

    vectorstore_name: str | None
    vectorstore_description: str | None
    input_vectorstore: Any

    def build_info(self) -> VectorStoreFacts:
        """Return the store with its facts; raise VectorStoreMissing where none is connected."""
        if not hasattr(self.input_vectorstore, "asimilarity_search"):
            raise VectorStoreMissing
        facts = VectorStoreFacts(
            name=self.vectorstore_name or "",
            description=self.vectorstore_description or "",
            vectorstore=self.input_vectorstore,
        )
        self.status = {"name": facts.name, "description": facts.description}
        return facts
