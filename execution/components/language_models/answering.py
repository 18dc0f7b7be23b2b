"""Ask a chat model, whole or piece by piece."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from execution.components.language_models.failures import Asked, provider_errors
from execution.engine.values import TextStream, Usage

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage


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


def _text(content: Any) -> str:
    """Return the text of a message's content, which is a text or a list of typed blocks."""
    if isinstance(content, str):
        return content
    blocks = content or []
    return "".join(block if isinstance(block, str) else str(block.get("text") or "") for block in blocks)
