"""What vector store components add to their base class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from execution.engine.authoring.outputs import AuthorOutput
from execution.engine.values import Data


def vector_store_connection(component: Any) -> Any:
    """Give a component of a vector store an output with the store itself."""

    def as_vector_store(self: Any) -> Any:
        """Return the store."""
        return self.build_vector_store()

    component.as_vector_store = as_vector_store
    output = AuthorOutput(
        name="vectorstoreconnection",
        display_name="Vector Store Connection",
        method="as_vector_store",
        types=["VectorStore"],
        hidden=False,
    )
    component.outputs = [*component.outputs, output]
    component.output_by_name = {declared.name: declared for declared in component.outputs}
    return component


def chroma_collection_to_data(collection_dict: Mapping[str, Any]) -> list[Data]:
    """Return what Chroma's `get` gives as records."""
    texts, ids, facts = (list(collection_dict.get(key) or []) for key in ("documents", "ids", "metadatas"))
    return [
        Data(data={"id": identity, "text": text, **(dict(facts[at] or {}) if at < len(facts) else {})})
        for at, (identity, text) in enumerate(zip(ids, texts, strict=True))
    ]
