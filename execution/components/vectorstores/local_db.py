"""Local DB: collections in folders on the server, filled by one flow and asked by another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from execution.components.choices import show_fields_of
from execution.components.vector_search import chroma_folder
from execution.components.vector_search.collections import ALLOW_DUPLICATES, LIMIT, SEARCH_TYPE, CollectionComponent
from execution.components.vector_search.fields import EMBEDDING, INGEST_DATA, number_of_results
from execution.components.vector_search.places import places_of
from execution.components.vector_search.store import ListedStore
from execution.engine.component import Node
from execution.engine.fields import DropdownInput, MessageTextInput, MultilineInput, Output, TabInput
from execution.engine.values import DataFrame

DEFAULT_FOLDER = "local_db"
COLLECTIONS = "vector_stores"

FIELDS_OF_MODES = {
    "Ingest": ["ingest_data", "collection_name", "persist_directory", "embedding", "allow_duplicates", "limit"],
    "Retrieve": [
        "search_query",
        "search_type",
        "number_of_results",
        "embedding",
        "existing_collections",
        "persist_directory",
    ],
}


class LocalDBComponent(CollectionComponent):
    """Keep documents in a collection on the server and search it."""

    name = "LocalDB"
    display_name = "Local DB"
    description = "Keeps documents with their vectors on the server and finds them by meaning."
    icon = "database"
    legacy = True
    replacement = ["chroma.Chroma"]

    inputs = [
        TabInput(
            name="mode",
            display_name="Mode",
            info="Add documents, or look for some.",
            options=["Ingest", "Retrieve"],
            value="Ingest",
            real_time_refresh=True,
        ),
        MessageTextInput(
            name="collection_name",
            display_name="Collection Name",
            info="The collection to fill; it is made where there is none.",
            value="langflow",
            required=True,
        ),
        MessageTextInput(
            name="persist_directory",
            display_name="Persist Directory",
            info="A folder of yours on the server. Empty: the usual one.",
            advanced=True,
        ),
        DropdownInput(
            name="existing_collections",
            display_name="Existing Collections",
            info="The collection to look into.",
            options=[],
            combobox=True,
            show=False,
        ),
        EMBEDDING.with_settings(required=True),
        ALLOW_DUPLICATES,
        SEARCH_TYPE,
        INGEST_DATA,
        MultilineInput(
            name="search_query",
            display_name="Search Query",
            info="What to look for.",
            tool_mode=True,
            show=False,
        ),
        number_of_results(10),
        LIMIT,
    ]
    outputs = [Output(name="dataframe", display_name="DataFrame", method="perform_search")]

    mode: str
    collection_name: str | None
    persist_directory: str | None
    existing_collections: str | None

    def update_build_config(self, build_config: Node, field_value: Any, field_name: str | None = None) -> Node:
        """Show the fields of the mode, and which collections there are."""
        if field_name == "existing_collections":
            build_config["collection_name"]["value"] = field_value
        if field_name != "mode" or field_value not in FIELDS_OF_MODES:
            return build_config
        build_config["existing_collections"]["options"] = self._known_collections()
        return show_fields_of(build_config, field_value, FIELDS_OF_MODES)

    async def perform_search(self) -> DataFrame:
        """Return what is found as a table; none without a query."""
        return await self.as_dataframe()

    async def open_store(self) -> ListedStore:
        """Return the collection in its folder."""
        name = self.existing_collections or self.collection_name or "langflow"
        return await chroma_folder.open_folder(self._folder(name), name)

    def _folder(self, *parts: str) -> Path:
        return places_of(self.run).folder(
            self.run.user_id, self.persist_directory or DEFAULT_FOLDER, COLLECTIONS, *parts
        )

    def _known_collections(self) -> list[str]:
        folder = self._folder()
        return sorted(found.name for found in folder.iterdir() if found.is_dir()) if folder.is_dir() else []
