"""The fields and outputs that components of vector stores share."""

from execution.engine.fields import BoolInput, HandleInput, IntInput, Output, QueryInput

INGEST_DATA = HandleInput(
    name="ingest_data",
    display_name="Ingest Data",
    info="What to add before the search.",
    input_types=["Data", "DataFrame"],
    is_list=True,
)
SEARCH_QUERY = QueryInput(
    name="search_query",
    display_name="Search Query",
    info="What to look for. Empty: nothing is looked for.",
    placeholder="Enter a query...",
    tool_mode=True,
)
CACHE = BoolInput(
    name="should_cache_vector_store",
    display_name="Cache Vector Store",
    info="Open and fill the store once for all outputs of the component.",
    value=True,
    advanced=True,
)
STORE_FIELDS = [INGEST_DATA, SEARCH_QUERY, CACHE]
EMBEDDING = HandleInput(
    name="embedding",
    display_name="Embedding",
    info="The model that makes the vectors.",
    input_types=["Embeddings"],
)

SEARCH_RESULTS = Output(name="search_results", display_name="Search Results", method="search_documents")
TABLE = Output(name="dataframe", display_name="DataFrame", method="as_dataframe")
SEARCH_OUTPUTS = [SEARCH_RESULTS, TABLE]
# Of flows made with 1.0.
RETRIEVER = Output(name="base_retriever", display_name="Retriever", method="as_retriever", types=["Retriever"])
VECTOR_STORE = Output(name="vector_store", display_name="Vector Store", method="as_store", types=["VectorStore"])
LENT_OUTPUTS = [RETRIEVER, VECTOR_STORE]


def number_of_results(usual: int = 4) -> IntInput:
    """Return the field that says how many documents a search gives."""
    return IntInput(
        name="number_of_results",
        display_name="Number of Results",
        info="How many documents to return at most.",
        value=usual,
        advanced=True,
    )
