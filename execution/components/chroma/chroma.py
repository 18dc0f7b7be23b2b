"""Chroma DB: collections in memory, in a folder, or of a Chroma server."""

from __future__ import annotations

from execution.components.vector_search import chroma_folder, chroma_server
from execution.components.vector_search.collections import ALLOW_DUPLICATES, LIMIT, SEARCH_TYPE, CollectionComponent
from execution.components.vector_search.fields import EMBEDDING, STORE_FIELDS, number_of_results
from execution.components.vector_search.json_server import JsonServer
from execution.components.vector_search.memory_store import collection_of
from execution.components.vector_search.places import places_of
from execution.components.vector_search.store import ListedStore
from execution.components.web import web_of
from execution.engine.fields import BoolInput, IntInput, StrInput

DEFAULT_PORTS = {"http": 80, "https": 443}


class ChromaVectorStoreComponent(CollectionComponent):
    """Keep documents in a collection of Chroma's and search it."""

    name = "Chroma"
    display_name = "Chroma DB"
    description = "Keeps documents with their vectors in Chroma and finds them by meaning."
    icon = "Chroma"

    inputs = [
        StrInput(
            name="collection_name",
            display_name="Collection Name",
            info="The collection to use; it is made where there is none.",
            value="langflow",
        ),
        StrInput(
            name="persist_directory",
            display_name="Persist Directory",
            info="A folder of yours on the server. Empty, and without a server: the collection stays in memory.",
        ),
        *STORE_FIELDS,
        EMBEDDING,
        StrInput(
            name="chroma_server_cors_allow_origins",
            display_name="Server CORS Allow Origins",
            info="Kept for flows that have it; a client has no use for it.",
            advanced=True,
        ),
        StrInput(
            name="chroma_server_host", display_name="Server Host", info="The host of a Chroma server.", advanced=True
        ),
        IntInput(
            name="chroma_server_http_port",
            display_name="Server HTTP Port",
            info="The server's port; 0 is the usual one of HTTP or HTTPS.",
            advanced=True,
        ),
        IntInput(
            name="chroma_server_grpc_port",
            display_name="Server gRPC Port",
            info="Kept for flows that have it; the server is asked over HTTP.",
            advanced=True,
        ),
        BoolInput(
            name="chroma_server_ssl_enabled",
            display_name="Server SSL Enabled",
            info="Whether the server is asked over HTTPS.",
            advanced=True,
        ),
        ALLOW_DUPLICATES,
        SEARCH_TYPE,
        number_of_results(10),
        LIMIT,
    ]

    collection_name: str | None
    persist_directory: str | None
    chroma_server_host: str | None
    chroma_server_http_port: int | None
    chroma_server_ssl_enabled: bool

    async def open_store(self) -> ListedStore:
        """Return the collection of the server, else of the folder, else of the flow in memory."""
        name = self.collection_name or "langflow"
        if self.chroma_server_host:
            return await chroma_server.open_collection(self._server(self.chroma_server_host), name)
        if self.persist_directory:
            folder = places_of(self.run).folder(self.run.user_id, self.persist_directory)
            return await chroma_folder.open_folder(folder, name)
        return collection_of(self.run.flow_id, name)

    def _server(self, host: str) -> JsonServer:
        scheme = "https" if self.chroma_server_ssl_enabled else "http"
        port = self.chroma_server_http_port or DEFAULT_PORTS[scheme]
        return JsonServer(name="Chroma", address=f"{scheme}://{host}:{port}", web=web_of(self.run))
