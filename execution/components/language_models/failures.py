"""What the provider's libraries raise, turned into errors that name the model and keep the provider's words.

A library that nobody has imported has raised nothing, so none is imported here.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from execution.components.language_models import errors
from langflow_site.common.addresses import HostUnknown, OutboundRefused

REFUSALS: dict[int, type[errors.ProviderError]] = {
    401: errors.ProviderRefusedKey,
    403: errors.ProviderForbids,
    408: errors.ProviderTimedOut,
    429: errors.ProviderRateLimited,
    504: errors.ProviderTimedOut,
}

AWS_REFUSALS: dict[str, int] = {
    "AccessDeniedException": 403,
    "ThrottlingException": 429,
    "ServiceQuotaExceededException": 429,
    "UnrecognizedClientException": 401,
}

LONGEST_TEXT = 500
SHORTEST_SECRET = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which model is asked where; for error messages."""

    model: str
    base_url: str
    secret: str = field(default="", repr=False)
    """The key, to be struck out of what the provider says."""


@contextmanager
def provider_errors(asked: Asked) -> Iterator[None]:
    """Give what a provider's library raises inside the block its meaning."""
    try:
        yield
    except (OutboundRefused, HostUnknown) as error:
        raise _unreachable(error, asked) from error
    except _raised_by_libraries() as error:
        raise _meaning(error, asked) from error
    except (ValueError, TypeError, LookupError) as error:
        # What langchain stumbles over where a server answers something that is not a completion.
        raise _failure(_kind_of_mishap(error), error, asked) from error


def _kind_of_mishap(error: Exception) -> type[errors.ProviderError]:
    # The client library refuses parameters it does not know before anything is sent.
    unknown_parameter = isinstance(error, TypeError) and "unexpected keyword argument" in str(error)
    return errors.ProviderRefusedRequest if unknown_parameter else errors.AnswerUnusable


def _failure(kind: type[errors.ProviderError], error: BaseException, asked: Asked) -> errors.ProviderError:
    return kind(said=_without(asked.secret, str(error)), model=asked.model, base_url=asked.base_url)


def _unreachable(error: Exception, asked: Asked) -> errors.ProviderError:
    refused = next((cause for cause in _causes(error) if isinstance(cause, OutboundRefused)), None)
    if refused is not None:
        return _failure(errors.ProviderAddressRefused, refused, asked)
    if any(type(cause).__name__ == "TooManyRedirects" for cause in _causes(error)):
        return _failure(errors.ProviderMoved, error, asked)
    return _failure(errors.ProviderUnreachable, error, asked)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and what led to it: client libraries wrap what the guard raises, some of them twice."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def _refusal(error: Any, asked: Asked) -> errors.ProviderError:
    status = error.response.status_code
    said = f"Error code: {status} - {_body(error.response)}"
    told = _told(status, said, asked, retry_after=error.response.headers.get("retry-after"))
    body = getattr(error, "body", None)
    if isinstance(body, dict) and isinstance(body.get("message"), str):
        told.words, told.kind = _without(asked.secret, body["message"]), _known_kind(error)
    return told


def _known_kind(error: Exception) -> str:
    """Return the name of the provider's own class; langchain's packages raise subclasses of it."""
    own = (kind for kind in type(error).__mro__ if not kind.__module__.startswith("langchain"))
    return next(own).__name__


def _aws_refusal(error: Any, asked: Asked) -> errors.ProviderError:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 400)
    return _told(AWS_REFUSALS.get(error.response.get("Error", {}).get("Code"), status), str(error), asked)


def _ollama_refusal(error: Any, asked: Asked) -> errors.ProviderError:
    return _told(error.status_code, str(error.error), asked)


def _told(status: int, said: str, asked: Asked, *, retry_after: str | None = None) -> errors.ProviderError:
    kind = REFUSALS.get(status)
    if kind is None and status < 400:
        kind = errors.ProviderMoved
    elif kind is None:
        kind = errors.ProviderFailed if status >= 500 else errors.ProviderRefusedRequest
    return kind(said=_without(asked.secret, said), model=asked.model, base_url=asked.base_url, retry_after=retry_after)


def _body(response: Any) -> Any:
    """Return the provider's own words: its JSON, else the beginning of its text."""
    try:
        return response.json()
    except ValueError:
        return response.text[:LONGEST_TEXT]


def _without(secret: str, text: str) -> str:
    return text.replace(secret, "***") if len(secret) >= SHORTEST_SECRET else text


Translate = Callable[[Any, Asked], errors.ProviderError]

_CLIENT_ERRORS: tuple[tuple[str, Translate], ...] = (
    ("APITimeoutError", partial(_failure, errors.ProviderTimedOut)),
    ("APIConnectionError", _unreachable),
    ("APIStatusError", _refusal),
)
_TABLE: tuple[tuple[str, str, Translate], ...] = (
    *(("openai", kind, translate) for kind, translate in _CLIENT_ERRORS),
    ("openai", "OpenAIError", partial(_failure, errors.AnswerUnusable)),
    *(("anthropic", kind, translate) for kind, translate in _CLIENT_ERRORS),
    ("anthropic", "AnthropicError", partial(_failure, errors.AnswerUnusable)),
    ("ollama", "ResponseError", _ollama_refusal),
    ("httpx", "TimeoutException", partial(_failure, errors.ProviderTimedOut)),
    ("httpx", "HTTPStatusError", _refusal),
    ("httpx", "HTTPError", _unreachable),
    ("botocore.exceptions", "ClientError", _aws_refusal),
    ("botocore.exceptions", "BotoCoreError", partial(_failure, errors.ProviderUnreachable)),
    ("builtins", "ConnectionError", _unreachable),
)
"""Library, error, what it means. Special errors of a library stand before its general ones."""


def _translations() -> Iterator[tuple[type[Exception], Translate]]:
    for library, kind, translate in _TABLE:
        if library in sys.modules:
            yield getattr(sys.modules[library], kind), translate


def _raised_by_libraries() -> tuple[type[Exception], ...]:
    return tuple(kind for kind, _ in _translations())


def _meaning(error: Exception, asked: Asked) -> errors.ProviderError:
    """Return the first translation that fits."""
    translate = next(translate for kind, translate in _translations() if isinstance(error, kind))
    return translate(error, asked)
