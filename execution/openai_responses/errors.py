"""Why `/responses` refuses, and how OpenAI's clients are told."""

from typing import Any, ClassVar

from execution.runtime.errors import FlowCannotRun, FlowHasNoData, InputGivenTwice
from execution.wire.responses import INVALID_REQUEST, PROCESSING, error_object, error_of_status, run_error
from langflow_site.common.error_handler import described
from langflow_site.common.errors import NotFound, RequestInvalid, ServerError, Unacceptable

Described = tuple[int, Any, dict[str, str]]
"""Status, body and headers."""


class ResponseRefused(ServerError):
    """Root of what clients know as an answer with status 200 and an `error` in it."""

    status_code = 200
    kind: ClassVar[str] = INVALID_REQUEST


class ToolsRefused(ResponseRefused):
    """A flow has tools of its own; those of callers would be run by nobody. An empty list is refused, too."""

    code = "tools_not_supported"
    message = "Tools are not supported yet"


class ModelUnknown(ResponseRefused):
    """No flow of the caller's has that id or endpoint name."""

    code = "flow_not_found"
    message = "Flow with id '{model}' not found"


class FlowDoesNotChat(ResponseRefused):
    kind = PROCESSING
    code = "flow_does_not_chat"
    message = "The flow has no {missing}. Only flows that take and give a chat message can answer here."


class BackgroundNotStored(ResponseRefused):
    """Nobody could ask for what comes out."""

    code = "background_not_stored"
    message = "A response in the background is stored: leave `store` out, or set it to true."


class ResponseNotFound(NotFound):
    """No response of that id, or somebody else's, or one that is kept no longer."""

    code = "response_not_found"
    message = "Response with id '{response_id}' not found."


class NotInBackground(Unacceptable):
    code = "not_in_background"
    message = "Only a response that was created with background=true can be cancelled."


def described_to_openai(error: Exception) -> Described:
    """Return status, body and headers for any error: an `error` object, beside the `detail` of our other routes."""
    match error:
        case ResponseRefused():
            return error.status_code, {"error": error_object(str(error), kind=error.kind, code=error.code)}, {}
        case FlowCannotRun() | FlowHasNoData() | InputGivenTwice():
            return 200, {"error": run_error(str(error), status=error.status_code, cause=error.code)}, {}
        case RequestInvalid():
            return _invalid(error)
        case _:
            status, body, headers = described(error)
            text = str(body.get("detail") or body.get("message"))
            code = error.code if isinstance(error, ServerError) else None
            return status, {**body, "error": error_of_status(status, text, code=code)}, headers


def _invalid(error: RequestInvalid) -> Described:
    status, body, headers = described(error)
    places = [".".join(map(str, problem["loc"][1:])) for problem in error.problems]
    told = [
        f"{place}: {problem['msg']}".removeprefix(": ") for place, problem in zip(places, error.problems, strict=True)
    ]
    said = error_of_status(status, "; ".join(told), code=error.code, param=places[0] or None)
    return status, {**body, "error": said}, headers
