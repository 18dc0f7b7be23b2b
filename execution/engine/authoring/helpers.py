"""Small functions that custom code imports: between records, documents and texts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from contextvars import copy_context
from typing import Any

from execution.engine.values import Data, DataFrame, Message


def docs_to_data(documents: Iterable[Any]) -> list[Data]:
    """Return one Data for each document."""
    return [Data.from_document(document) for document in documents]


def data_to_text(template: str, data: Data | list[Data], sep: str = "\n") -> str:
    """Fill the template with each record and join the results."""
    return sep.join(_filled(template, record) for record in (data if isinstance(data, list) else [data]))


def data_to_text_list(template: str, data: Data | list[Data]) -> tuple[list[str], list[Data]]:
    """Return the filled template of each record, and the records."""
    records = data if isinstance(data, list) else [data]
    return [_filled(template, record) for record in records], records


def messages_to_text(template: str, messages: Message | list[Message]) -> str:
    """Fill the template with each message, one a line."""
    return "\n".join(_filled(template, message) for message in (messages if isinstance(messages, list) else [messages]))


def safe_convert(data: Any, *, clean_data: bool = False) -> str:
    """Return anything as text: tables as Markdown, records and messages by their text."""
    text = _text_of(data)
    return clean_string(text) if clean_data else text


def clean_string(text: str) -> str:
    """Return the text without its empty lines."""
    return "\n".join(line for line in text.splitlines() if line.strip())


def unescape_string(text: str) -> str:
    """Return the text with backslash and n as a new line."""
    return text.replace("\\n", "\n")


@asynccontextmanager
async def timeout_context(timeout_seconds: float) -> AsyncIterator[None]:
    """Let what is inside take so long; raises TimeoutError."""
    async with asyncio.timeout(timeout_seconds):
        yield


def run_until_complete(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine from a plain function and return its result."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(coroutine)
    return _run_in_thread(coroutine)


def _run_in_thread(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """A loop runs in this thread already; another thread gets one of its own."""
    context = copy_context()  # it says whose messages `memory` is asked for
    with ThreadPoolExecutor(max_workers=1) as threads:
        return threads.submit(context.run, asyncio.run, coroutine).result()


def _filled(template: str, record: Data) -> str:
    values = {"data": record.data, "text": record.get_text(), **record.data}
    return template.format_map(_Forgiving(values))


class _Forgiving(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


def _text_of(data: Any) -> str:
    if isinstance(data, list):
        return "\n".join(_text_of(item) for item in data)
    if isinstance(data, DataFrame):
        return str(data.frame.to_markdown(index=False))
    return data.get_text() if isinstance(data, Data) else str(data)
