"""What can go wrong with vector stores."""

from execution.engine.errors import EngineError


class EmbeddingMissing(EngineError, ValueError):
    """Texts cannot be found by meaning without a model that makes vectors."""

    code = "embedding_missing"
    message = "Connect an embedding model: without one, texts have no vectors."


class StoresUnavailable(EngineError):
    """This host gives components no places for vectors."""

    code = "vector_stores_unavailable"
    message = "This server gives components no access to vector stores."


class StoreRefused(EngineError):
    """The operator does not let components use that place."""

    code = "vector_store_refused"
    message = "The vector store cannot be used: {reason}"


class StoreFailed(EngineError):
    """The store did not do what it was asked."""

    code = "vector_store_failed"
    message = "{store} answered: {reason}"


class IndexUnreadable(EngineError, ValueError):
    """There is an index, and its texts are not in a form that is safe to read."""

    code = "vector_index_unreadable"
    message = "The index '{name}' was not written by this server: its texts are pickled, which could run code."


class DimensionsDiffer(EngineError, ValueError):
    """Vectors of different models cannot be compared."""

    code = "vector_dimensions_differ"
    message = "The store holds vectors of {stored} numbers, the embedding model makes {given}. Use the same model."


class VectorStoreMissing(EngineError, ValueError):
    """Nothing is connected that could be searched."""

    code = "vector_store_missing"
    message = "Connect a vector store."
