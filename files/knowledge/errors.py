"""What can go wrong with knowledge bases."""

from langflow_site.common.errors import Conflict, NotFound, Unacceptable


class KnowledgeBaseNotFound(NotFound):
    code = "knowledge_base_not_found"
    message = "Knowledge base '{name}' not found"


class KnowledgeBasesNotFound(NotFound):
    """None of those that shall be removed is there."""

    code = "knowledge_bases_not_found"
    message = "Knowledge bases not found: {names}"


class NameTooShort(Unacceptable):
    code = "knowledge_base_name_too_short"
    message = "Knowledge base name must be at least 3 characters"


class NameUnusable(Unacceptable):
    """No address could hold it."""

    code = "knowledge_base_name_unusable"
    message = "Knowledge base name must not contain slashes and must not be dots only"


class NameTaken(Conflict):
    code = "knowledge_base_name_taken"
    message = "Knowledge base '{name}' already exists"


class IngestionUnderWay(Conflict):
    """Files are being added; two at a time would not know whose chunks are whose."""

    code = "ingestion_under_way"
    message = "Knowledge base '{name}' is taking in files already. Wait for the end, or cancel it."


class NoIngestion(NotFound):
    code = "no_ingestion"
    message = "No ingestion job found for the knowledge base {name}"


class IngestionEnded(Unacceptable):
    code = "ingestion_ended"
    message = "Cannot cancel job with status '{status}'"


class DimensionsDiffer(Unacceptable):
    """Vectors of different lengths cannot be compared."""

    code = "knowledge_dimensions_differ"
    message = "Knowledge base '{name}' holds vectors of {stored} numbers, the embedding model makes {given}."
