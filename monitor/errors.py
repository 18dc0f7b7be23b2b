"""What can go wrong with the records of runs, in the words that clients compare."""

from langflow_site.common.errors import NotFound, ServerError, Unacceptable


class MessageNotFound(NotFound):
    code = "message_not_found"
    message = "Message not found"


class TraceNotFound(NotFound):
    code = "trace_not_found"
    message = "Trace not found"


class SessionNotFound(NotFound):
    """The caller has no messages in that session."""

    code = "session_not_found"
    message = "No messages found with the given session ID"


class OrderUnknown(Unacceptable):
    code = "order_unknown"
    message = "Messages cannot be ordered by '{order_by}'; use one of {columns}."


class LogsDisabled(ServerError):
    """The operator does not want the log read over HTTP."""

    status_code = 501
    code = "logs_disabled"
    message = "Log retrieval is disabled"


class LogWindowAmbiguous(Unacceptable):
    code = "log_window_ambiguous"
    message = "Cannot request logs before and after the timestamp"


class LogTimeMissing(Unacceptable):
    code = "log_time_missing"
    message = "Timestamp is required when requesting logs after the timestamp"
