"""FAISS: an index in files on the server."""

from __future__ import annotations

from execution.components.vector_search.component import VectorStoreComponent
from execution.components.vector_search.faiss_index import FaissIndex
from execution.components.vector_search.fields import EMBEDDING, STORE_FIELDS, number_of_results
from execution.components.vector_search.places import places_of
from execution.components.vector_search.store import Store
from execution.engine.fields import BoolInput, StrInput

DEFAULT_FOLDER = "faiss"


class FaissVectorStoreComponent(VectorStoreComponent):
    """Keep documents in an index of FAISS and search it."""

    name = "FAISS"
    display_name = "FAISS"
    description = "Keeps documents with their vectors in an index of FAISS and finds them by meaning."
    icon = "FAISS"
    extra = "faiss"
    shows_results = False

    inputs = [
        StrInput(
            name="index_name",
            display_name="Index Name",
            info="What the index's files are called.",
            value="langflow_index",
        ),
        StrInput(
            name="persist_directory",
            display_name="Persist Directory",
            info="A folder of yours on the server. Empty: the usual one.",
        ),
        *STORE_FIELDS,
        BoolInput(
            name="allow_dangerous_deserialization",
            display_name="Allow Dangerous Deserialization",
            info="Kept for flows that have it; texts are stored as JSON, and pickles are never opened.",
            advanced=True,
        ),
        EMBEDDING,
        number_of_results(),
    ]

    index_name: str | None
    persist_directory: str | None

    async def open_store(self) -> Store:
        """Return the index in its folder."""
        name = (self.index_name or "langflow_index").replace("/", "_")
        folder = places_of(self.run).folder(self.run.user_id, self.persist_directory or DEFAULT_FOLDER)
        return FaissIndex(folder, name)
