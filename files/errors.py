"""What goes wrong with files. The texts are those of the reference where clients compare them."""

from langflow_site.common.errors import Conflict, NotFound, ServerError, Unacceptable


class StoredFileNotFound(NotFound):
    code = "file_not_found"
    message = "File not found"


class FlowFileNotFound(NotFound):
    code = "file_not_found"
    message = "File {name} not found in flow {flow_id}"


class NoFilesFound(NotFound):
    """None of the ids names a file of the caller's."""

    code = "no_files_found"
    message = "No files found"


class BytesGone(ServerError):
    """The row is there, its bytes are not: somebody removed them behind the server's back."""

    status_code = 404
    code = "bytes_gone"
    message = "The content of '{name}' is not in the storage any more. Upload the file again."


class StorageUnavailable(ServerError):
    """The service that keeps the bytes fails, does not answer, or refuses this server."""

    status_code = 503
    code = "storage_unavailable"
    message = (
        "The storage of files cannot be used at the moment. Try again, or ask the operator: the log has the reason."
    )
    headers = {"Retry-After": "10"}


class FileNameInvalid(Unacceptable):
    code = "file_name_invalid"
    message = "'{name}' cannot be a file's name: {reason}."


class FileNameTaken(Conflict):
    code = "file_name_taken"
    message = "You have a file of the name '{name}' already."


class FileChangedMeanwhile(Conflict):
    """Two callers put something behind the same file at once; one of them would be lost."""

    code = "file_changed_meanwhile"
    message = "'{name}' was changed meanwhile. Try again."


class NotAnImage(Unacceptable):
    code = "not_an_image"
    message = "Content type {content_type} is not an image"


class NotText(Unacceptable):
    """`return_content` was asked of bytes that are no text."""

    code = "not_text"
    message = "'{name}' holds no text in UTF-8. Download it without return_content."


class TooLongToReturn(ServerError):
    """`return_content` puts all of a file into one JSON text."""

    status_code = 413
    code = "too_long_to_return"
    message = "'{name}' is too long to be returned as text. Download it without return_content."


class MultipartRequired(ServerError):
    status_code = 422
    code = "multipart_required"
    message = "Content-Type header must be 'multipart/form-data' with a boundary parameter."


class PictureFolderUnknown(Unacceptable):
    code = "picture_folder_unknown"
    message = "Folder must be one of: {folders}"


class PictureNotFound(NotFound):
    code = "picture_not_found"
    message = "Profile picture {name} not found"
