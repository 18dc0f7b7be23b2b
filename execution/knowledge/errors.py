"""What can go wrong with files for knowledge bases."""

from langflow_site.common.errors import Unacceptable


class FileUnreadable(Unacceptable):
    code = "file_unreadable"
    message = "The file '{name}' cannot be read: {reason}"


class ChunksImpossible(Unacceptable):
    """Texts cannot be cut that way."""

    code = "chunks_impossible"
    message = "{reason}"
