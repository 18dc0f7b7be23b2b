"""Sync views find a warm thread, unknown websockets are refused."""

import threading
from typing import Any

from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator

from langflow_site.asgi import application
from langflow_site.common.threads import PooledThreads


async def test_requests_one_after_another_share_a_thread() -> None:
    threads: list[int] = []
    pooled = PooledThreads(_noting(threads))
    for _ in range(3):
        await pooled({}, None, None)
    assert len(set(threads)) == 1


async def test_all_sync_code_of_a_request_runs_on_its_thread() -> None:
    threads: list[int] = []

    async def twice(scope: Any, receive: Any, send: Any) -> None:
        await _noting(threads)(scope, receive, send)
        await _noting(threads)(scope, receive, send)

    await PooledThreads(twice)({}, None, None)
    assert threads[0] == threads[1] != threading.get_ident()


async def test_surplus_threads_end_with_their_request() -> None:
    threads: list[int] = []
    pooled = PooledThreads(_noting(threads), kept=0)
    await pooled({}, None, None)
    assert not any(thread.name.startswith("request") and thread.is_alive() for thread in _started(threads))


async def test_an_unknown_websocket_is_refused() -> None:
    communicator = WebsocketCommunicator(application, "/api/v1/nowhere")
    accepted, _ = await communicator.connect()
    assert not accepted


def _noting(threads: list[int]) -> Any:
    async def application(scope: Any, receive: Any, send: Any) -> None:
        await sync_to_async(lambda: threads.append(threading.get_ident()))()

    return application


def _started(threads: list[int]) -> list[threading.Thread]:
    found = [thread for thread in threading.enumerate() if thread.ident in threads]
    for thread in found:
        thread.join(timeout=5)
    return found
