"""OpenSearch: an index of an OpenSearch cluster, searched by meaning and by words."""

from __future__ import annotations

from execution.components.vector_search.fields import EMBEDDING, SEARCH_OUTPUTS, STORE_FIELDS
from execution.components.vector_search.opensearch_component import CONNECTION, OpenSearchComponent
from execution.components.vector_search.opensearch_fields import PLACE_FIELDS, SEARCH_FIELDS, VECTOR_FIELD
from execution.engine.fields import IntInput


class OpenSearchVectorStoreComponent(OpenSearchComponent):
    """Keep documents in an index of OpenSearch and search it."""

    display_name = "OpenSearch"
    description = "Keeps documents with their vectors in OpenSearch and finds them by meaning and words."
    icon = "OpenSearch"

    inputs = [
        *PLACE_FIELDS,
        *STORE_FIELDS,
        EMBEDDING,
        VECTOR_FIELD,
        *SEARCH_FIELDS,
        IntInput(
            name="request_timeout",
            display_name="Request Timeout (seconds)",
            info="How long to wait for the cluster.",
            value=60,
            advanced=True,
        ),
    ]
    outputs = [*SEARCH_OUTPUTS, CONNECTION]
