"""Chunks that skip the library's objects become what langchain makes of those objects."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import pytest

from execution.components.language_models import openai_chat
from execution.components.language_models.openai_chunks import PlainStream, is_plain
from execution.components.language_models.settings import ChatSettings

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
TOKEN = {"logprob": -0.1, "token": "Hi", "bytes": [72, 105], "top_logprobs": []}


def chunk(delta: Any, **choice: Any) -> dict[str, Any]:
    return frame([{"index": 0, "delta": delta, **choice}])


def frame(choices: Any, **facts: Any) -> dict[str, Any]:
    return {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m-1", "choices": choices, **facts}


def call(**facts: Any) -> dict[str, Any]:
    return chunk({"tool_calls": [facts]})


USAGE = {
    "prompt_tokens": 3,
    "completion_tokens": 2,
    "total_tokens": 5,
    "prompt_tokens_details": {"cached_tokens": 1},
    "completion_tokens_details": {"reasoning_tokens": 1},
}
STREAMS = {
    "text": [chunk({"role": "assistant", "content": ""}), chunk({"content": "Hi "}), chunk({"content": "you"})],
    "finish reason": [
        chunk({"content": "Hi"}, finish_reason=None),
        {**chunk({}, finish_reason="stop"), "system_fingerprint": "f", "service_tier": "default"},
    ],
    "finish reason with the text": [chunk({"content": "Hi"}, finish_reason="length")],
    "usage": [chunk({"content": "Hi"}), frame([], usage=USAGE)],
    "usage beside the text": [{**chunk({"content": "Hi"}), "usage": USAGE}],
    "usage that is none yet": [{**chunk({"content": "Hi"}), "usage": None}],
    "tool calls": [
        chunk({"role": "assistant", "content": None}),
        call(index=0, id="a", type="function", function={"name": "add", "arguments": ""}),
        call(index=0, function={"arguments": '{"a": '}),
        call(index=0, function={"arguments": "1}"}),
        call(index=1, id="b", type="function", function={"name": "sub", "arguments": "{}"}),
        chunk({}, finish_reason="tool_calls"),
    ],
    "a tool call without a place": [call(id="a", type="function", function={"name": "add", "arguments": "{}"})],
    "an older function call": [chunk({"function_call": {"name": None, "arguments": "{}"}})],
    "no tool calls": [chunk({"content": "Hi", "tool_calls": [], "function_call": None, "refusal": None})],
    "refusal": [chunk({"refusal": "I will not."}), chunk({}, finish_reason="stop")],
    "reasoning": [chunk({"reasoning_content": "Hm.", "content": None}), chunk({"content": "Hi"})],
    "probabilities": [chunk({"content": "Hi"}, logprobs={"content": [TOKEN]})],
    "several choices": [
        frame([{"index": 0, "delta": {"content": "a"}}, {"index": 1, "delta": {"content": "b"}}]),
    ],
    "nothing chosen": [frame([]), chunk({"content": "Hi"})],
    "no delta": [chunk(None), chunk({"content": "Hi"})],
    "another role": [chunk({"role": "user", "content": "Hi"})],
    "facts that nobody knows": [chunk({"content": "Hi", "annotations": [{"a": 1}]}, extra=[1]), chunk({"id": "x"})],
    "an error": [chunk({"content": "Hi"}), {"error": {"message": "overloaded", "type": "server_error"}}],
    "nonsense": [chunk({"content": "Hi"}), frame("nothing")],
}


@asynccontextmanager
async def saying(chunks: list[Any], requests: list[bytes] | None = None) -> AsyncIterator[str]:
    """Give the address of a model that streams these chunks, and keep what it is asked."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        assert length, head
        body = await reader.readexactly(int(length[1]))
        if requests is not None:
            requests.append(head + body)
        frames = [b"data: " + json.dumps(one).encode() + b"\n\n" for one in chunks]
        writer.write(HEAD + b"".join(frames) + b"data: [DONE]\n\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"


async def told(model: Any) -> list[Any]:
    """Return what langchain makes of the stream: its chunks, and the error that ends them."""
    pieces: list[Any] = []
    try:
        async for piece in model.astream("hello"):
            told_now = {**piece.model_dump(), "id": None, "class": type(piece).__name__}
            pieces.append(told_now)
    except Exception as error:  # noqa: BLE001 - whatever it is, it must be the same
        pieces.append((type(error).__name__, str(error)))
    return pieces


MADE_BY = [openai_chat.chat_model, openai_chat.compatible_model, openai_chat.azure_model]


@pytest.mark.parametrize("make", MADE_BY, ids=lambda make: make.__name__)
@pytest.mark.parametrize("name", STREAMS)
async def test_langchain_tells_the_same(name: str, make: Any) -> None:
    await openai_chat.load()
    async with saying(STREAMS[name]) as url:
        options = {"api_version": "v", "azure_deployment": "d"} if make is openai_chat.azure_model else {}
        settings = ChatSettings(model="m", api_key="sk", base_url=url, max_retries=0, options=options)
        ours, usual = make(settings), make(settings)
        usual.async_client = usual.root_async_client.chat.completions
        expected = await told(usual)
        assert expected
        assert await told(ours) == expected


async def test_text_comes_as_dictionaries_and_the_rest_as_objects() -> None:
    await openai_chat.load()
    async with saying([*STREAMS["text"], *STREAMS["tool calls"][1:2]]) as url:
        model: Any = openai_chat.chat_model(ChatSettings(model="m", api_key="sk", base_url=url, max_retries=0))
        stream = await model.async_client.create(model="m", messages=[], stream=True)
        assert isinstance(stream, PlainStream)
        async with stream:
            kinds = [type(one).__name__ async for one in stream]
    assert kinds == ["dict", "dict", "dict", "ChatCompletionChunk"]


@pytest.mark.parametrize("name", ["text", "no tool calls", "usage that is none yet"])
def test_text_is_plain(name: str) -> None:
    assert all(is_plain(one) for one in STREAMS[name])


@pytest.mark.parametrize(
    "one",
    [
        *STREAMS["tool calls"][1:5],
        *STREAMS["refusal"][:1],
        *STREAMS["probabilities"],
        *STREAMS["several choices"],
        *STREAMS["usage beside the text"],
        {},
        frame(None),
        frame([None]),
        chunk(None),
    ],
)
def test_all_else_is_not(one: dict[str, Any]) -> None:
    assert not is_plain(one)


QUESTION: dict[str, Any] = {
    "model": "m",
    "stream": True,
    "temperature": 0.1,
    "stop": ["."],
    "messages": [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}]},
        {"role": "tool", "content": "3", "tool_call_id": "a"},
    ],
    "tools": [{"type": "function", "function": {"name": "add", "parameters": {"type": "object", "properties": {}}}}],
    "stream_options": {"include_usage": True},
}
OPTIONS = {"extra_headers": {"X-One": "1"}, "extra_query": {"q": "2"}, "extra_body": {"top_k": 3}, "timeout": 9.0}


@pytest.mark.parametrize("make", MADE_BY, ids=lambda make: make.__name__)
@pytest.mark.parametrize("options", [{}, OPTIONS], ids=["plain", "with options"])
async def test_the_library_would_send_the_same(options: dict[str, Any], make: Any) -> None:
    await openai_chat.load()
    requests: list[bytes] = []
    async with saying(STREAMS["text"], requests) as url:
        azure = {"api_version": "v", "azure_deployment": "d"} if make is openai_chat.azure_model else {}
        model = make(ChatSettings(model="m", api_key="sk", base_url=url, max_retries=0, options=azure))
        for completions in (model.async_client, model.root_async_client.chat.completions):
            async with await completions.create(**QUESTION, **options) as stream:
                assert [one async for one in stream]
    (our_head, our_body), (usual_head, usual_body) = (one.split(b"\r\n\r\n") for one in requests)
    assert our_head == usual_head
    assert json.loads(our_body) == json.loads(usual_body)
    assert b"Be brief." in our_body


async def test_models_of_the_same_arguments_share_clients_and_nothing_else() -> None:
    await openai_chat.load()
    settings = [ChatSettings(model="m", api_key=key, model_kwargs={"a": 1}) for key in ("sk-a", "sk-a", "sk-b")]
    one, same, other = cast("list[Any]", [openai_chat.chat_model(each) for each in settings])
    assert one.root_async_client is same.root_async_client
    assert one.root_async_client is not other.root_async_client
    assert (one.root_async_client.api_key, other.root_async_client.api_key) == ("sk-a", "sk-b")
    one.temperature = 0.9
    one.model_kwargs["a"] = 2
    assert (same.temperature, same.model_kwargs) != (0.9, {"a": 2})
    fresh: Any = openai_chat.chat_model(settings[0])
    assert (fresh.temperature, fresh.model_kwargs) == (same.temperature, {"a": 1})


async def test_only_so_many_models_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    await openai_chat.load()
    monkeypatch.setattr(openai_chat, "MOST_MODELS", 2)
    monkeypatch.setattr(openai_chat, "_MODELS", {})
    for name in ("a", "b", "a", "c", "a"):
        openai_chat.chat_model(ChatSettings(model=name, api_key="sk"))
    (kept,) = openai_chat._MODELS.values()
    assert [model.model_name for model in kept.values()] == ["c", "a"]
