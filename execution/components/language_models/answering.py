"""Ask a chat model, whole or piece by piece, and turn its failures into errors that name the model."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from execution.components.language_models import errors
from execution.components.optional_import import optional_import
from execution.engine.values import TextStream, Usage
from langflow_site.common.addresses import HostUnknown, OutboundRefused

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

REFUSALS: dict[int, type[errors.ProviderError]] = {
    401: errors.ProviderRefusedKey,
    403: errors.ProviderForbids,
    429: errors.ProviderRateLimited,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    text: str
    usage: Usage | None
    """None when the provider did not tell."""


async def answer(model: "BaseChatModel", messages: "list[BaseMessage]", asked: Asked) -> Answer:
    """Return the whole answer."""
    with provider_errors(asked):
        said = await model.ainvoke(messages)
    return Answer(text=_text(said.content), usage=usage_of(said))


async def streamed_answer(model: "BaseChatModel", messages: "list[BaseMessage]", asked: Asked) -> TextStream:
    """Return the answer as it comes; raises here already when the provider refuses the question."""
    pieces = _Pieces(model, messages, asked)
    await pieces.begin()
    stream = TextStream(aiter(pieces))
    pieces.stream = stream
    return stream


class _Pieces:
    """The answer's pieces. The first one is fetched early, so that a refusal fails the component, not its reader."""

    def __init__(self, model: "BaseChatModel", messages: "list[BaseMessage]", asked: Asked) -> None:
        self._chunks = aiter(model.astream(messages))
        self._asked = asked
        self._first: Any = None
        self.stream: TextStream | None = None

    async def begin(self) -> None:
        with provider_errors(self._asked):
            self._first = await anext(self._chunks, None)

    async def __aiter__(self) -> AsyncIterator[str]:
        with provider_errors(self._asked):
            if self._first is None:
                return
            yield self._piece(self._first)
            async for chunk in self._chunks:
                # The provider sends no such piece: langchain marks the end with an empty one of its own.
                if getattr(chunk, "chunk_position", None) != "last" or chunk.content:
                    yield self._piece(chunk)

    def _piece(self, chunk: Any) -> str:
        usage = usage_of(chunk)
        if usage is not None and self.stream is not None:
            self.stream.usage = usage
        return _text(chunk.content)


def usage_of(message: Any) -> Usage | None:
    """Return the tokens that the message (or chunk) was charged for; None when it does not say."""
    told = getattr(message, "usage_metadata", None)
    if not told:
        return None
    return Usage(
        input_tokens=told["input_tokens"], output_tokens=told["output_tokens"], total_tokens=told["total_tokens"]
    )


@contextmanager
def provider_errors(asked: Asked) -> Iterator[None]:
    """Give what the OpenAI client raises inside the block its meaning."""
    openai = optional_import("openai", extra="openai")
    try:
        yield
    except openai.APITimeoutError as error:
        raise _failure(errors.ProviderTimedOut, error, asked) from error
    except openai.APIConnectionError as error:
        raise _unreachable(error.__cause__ or error, error, asked) from error
    except (OutboundRefused, HostUnknown) as error:
        raise _unreachable(error, error, asked) from error
    except openai.APIStatusError as error:
        raise _refusal(error, asked) from error
    except openai.OpenAIError as error:
        raise _failure(errors.AnswerUnusable, error, asked) from error
    except (ValueError, TypeError, LookupError) as error:
        # What langchain stumbles over where a server answers something that is not a completion.
        raise _failure(_kind_of_mishap(error), error, asked) from error


def _kind_of_mishap(error: Exception) -> type[errors.ProviderError]:
    # The client library refuses parameters it does not know before anything is sent.
    unknown_parameter = isinstance(error, TypeError) and "unexpected keyword argument" in str(error)
    return errors.ProviderRefusedRequest if unknown_parameter else errors.AnswerUnusable


def _failure(kind: type[errors.ProviderError], error: Exception, asked: Asked) -> errors.ProviderError:
    return kind(said=str(error), model=asked.model, base_url=asked.base_url)


def _unreachable(cause: BaseException, error: Exception, asked: Asked) -> errors.ProviderError:
    # Depending on its version the OpenAI client wraps what the guard raises, or lets it through.
    if isinstance(cause, OutboundRefused):
        return _failure(errors.ProviderAddressRefused, cause, asked)
    return _failure(errors.ProviderUnreachable, error, asked)


def _refusal(error: Any, asked: Asked) -> errors.ProviderError:
    kind = REFUSALS.get(error.status_code)
    if kind is None:
        kind = errors.ProviderFailed if error.status_code >= 500 else errors.ProviderRefusedRequest
    return kind(
        said=_without(asked.secret, f"Error code: {error.status_code} - {_body(error.response)}"),
        model=asked.model,
        base_url=asked.base_url,
        retry_after=error.response.headers.get("retry-after"),
    )


def _body(response: Any) -> Any:
    """Return the provider's own words: its JSON, else the beginning of its text."""
    try:
        return response.json()
    except ValueError:
        return response.text[:LONGEST_TEXT]


def _without(secret: str, text: str) -> str:
    return text.replace(secret, "***") if len(secret) >= SHORTEST_SECRET else text


def _text(content: Any) -> str:
    """Return the text of a message's content, which is a text or a list of typed blocks."""
    if isinstance(content, str):
        return content
    blocks = content or []
    return "".join(block if isinstance(block, str) else str(block.get("text") or "") for block in blocks)
