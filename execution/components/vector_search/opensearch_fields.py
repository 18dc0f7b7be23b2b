"""The fields that the components of OpenSearch share."""

from execution.components.vector_search.fields import number_of_results
from execution.engine.fields import (
    BoolInput,
    DropdownInput,
    IntInput,
    MultilineInput,
    SecretStrInput,
    StrInput,
    TableInput,
)

PLACE_FIELDS = [
    TableInput(
        name="docs_metadata",
        display_name="Document Metadata",
        info="What is kept with every document that is added.",
        table_schema=[
            {"name": "key", "display_name": "Key", "type": "str", "description": "What it is called"},
            {"name": "value", "display_name": "Value", "type": "str", "description": "What it is"},
        ],
        value=[],
        input_types=["Data"],
    ),
    StrInput(
        name="opensearch_url",
        display_name="OpenSearch URL",
        info="The cluster's address.",
        value="http://localhost:9200",
    ),
    StrInput(name="index_name", display_name="Index Name", info="The index to use.", value="langflow"),
    DropdownInput(
        name="engine",
        display_name="Vector Engine",
        info="What finds neighbours in a new index.",
        options=["nmslib", "faiss", "lucene", "jvector"],
        value="jvector",
        advanced=True,
    ),
    DropdownInput(
        name="space_type",
        display_name="Distance Metric",
        info="How nearness is measured in a new index.",
        options=["l2", "l1", "cosinesimil", "linf", "innerproduct"],
        value="l2",
        advanced=True,
    ),
    IntInput(
        name="ef_construction",
        display_name="EF Construction",
        info="How carefully a new index is built.",
        value=512,
        advanced=True,
    ),
    IntInput(
        name="m",
        display_name="M Parameter",
        info="How many neighbours each vector of a new index knows.",
        value=16,
        advanced=True,
    ),
]
VECTOR_FIELD = StrInput(
    name="vector_field",
    display_name="Vector Field Name",
    info="Where documents keep their vectors.",
    value="chunk_embedding",
    advanced=True,
)
SEARCH_FIELDS = [
    number_of_results(10).with_settings(display_name="Default Result Limit"),
    MultilineInput(
        name="filter_expression",
        display_name="Search Filters (JSON)",
        info='Which documents count: {"filter": [{"term": {"year": 2024}}], "limit": 5, "score_threshold": 0.5}',
    ),
    DropdownInput(
        name="auth_mode",
        display_name="Authentication Mode",
        info="How the cluster learns who asks.",
        options=["basic", "jwt"],
        value="basic",
        real_time_refresh=True,
    ),
    StrInput(name="username", display_name="Username", info="Who asks.", value="admin"),
    SecretStrInput(name="password", display_name="OpenSearch Password", info="The user's password.", value="admin"),
    SecretStrInput(
        name="jwt_token",
        display_name="JWT Token",
        info="The token.",
        value="JWT",
        load_from_db=False,
        show=False,
    ),
    StrInput(
        name="jwt_header",
        display_name="JWT Header Name",
        info="The header that carries the token.",
        value="Authorization",
        show=False,
        advanced=True,
    ),
    BoolInput(
        name="bearer_prefix",
        display_name="Prefix 'Bearer '",
        info="Put that word before the token.",
        value=True,
        show=False,
        advanced=True,
    ),
    BoolInput(
        name="use_ssl",
        display_name="Use SSL/TLS",
        info="For an address without a scheme.",
        value=True,
        advanced=True,
    ),
    BoolInput(
        name="verify_certs",
        display_name="Verify SSL Certificates",
        info="Kept for flows that have it; certificates are always verified.",
        value=False,
        advanced=True,
    ),
]
FIELDS_OF_MODES = {"basic": ["username", "password"], "jwt": ["jwt_token", "jwt_header", "bearer_prefix"]}
