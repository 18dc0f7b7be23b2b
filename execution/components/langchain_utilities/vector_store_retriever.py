"""Vector store retriever, of flows made until 1.4: a vector store as what finds documents."""

from __future__ import annotations

from typing import Any

from execution.components.vector_search.errors import VectorStoreMissing
from execution.engine.component import Component
from execution.engine.fields import HandleInput, Output


class VectorStoreRetriever(Component):
    """Hand on a vector store as a retriever."""

    display_name = "VectorStore Retriever"
    description = "Finds documents in a vector store."
    icon = "LangChain"
    legacy = True
    extra = "agents"

    inputs = [
        HandleInput(
            name="vectorstore",
            display_name="Vector Store",
            info="The store.",
            input_types=["VectorStore"],
            required=True,
        ),
    ]
    outputs = [
        Output(
            name="vectorstoreretriever",
            display_name="Retriever",
            method="build_retriever",
            types=["Retriever", "VectorStoreRetriever"],
        ),
    ]

    vectorstore: Any

    def build_retriever(self) -> Any:
        """Return the retriever; raise VectorStoreMissing where no store is connected."""
        if not hasattr(self.vectorstore, "as_retriever"):
            raise VectorStoreMissing
        return self.vectorstore.as_retriever()
