"""One isolated process, seen from the host: give it work, answer what it asks meanwhile, end it when it misbehaves."""

import asyncio
import logging
import signal
from collections.abc import Mapping
from itertools import count
from typing import Any
from weakref import WeakSet

from execution.engine.isolation.codec import decode, encode
from execution.engine.isolation.frames import HEADER, Frame, body_size, packed, unpacked
from execution.engine.isolation.objects import LiveObjects, stand_in_for
from execution.runtime.isolation import errors
from execution.runtime.isolation.answering import RequestRefused, RunAnswers
from execution.runtime.isolation.birth import Newborn, helper
from execution.runtime.isolation.broker import Connections
from execution.runtime.isolation.options import Options

logger = logging.getLogger(__name__)

MOST_REQUESTS = 1000
"""After that many a process is replaced, with whatever its code may have piled up."""

MOST_FRAMES = 200_000
"""What a process may say in its life: tokens, questions, answers."""
MOST_AT_ONCE = 1000
"""Questions that it may have open."""


class IsolatedProcess:
    """A process and the conversation with it. Belongs to one event loop."""

    def __init__(self, newborn: Newborn, options: Options) -> None:
        self._newborn = newborn
        self._options = options
        self._numbers = count(1)
        self._waiting: dict[int, asyncio.Future[Frame]] = {}
        self._answers: dict[int, RunAnswers] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._problem: Exception | None = None
        self._ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._cpu_used = 0.0
        self._requests = 0
        self._heard = 0
        self.objects = LiveObjects("host", self._stand_in)
        self.users: WeakSet[Any] = WeakSet()
        """Components that want more outputs, and stand-ins for what lives in the process."""
        self.is_ended = False
        self._gone = asyncio.Event()

    @classmethod
    async def started(cls, options: Options) -> "IsolatedProcess":
        """Start a process and wait until it is shut in. Raises IsolationUnavailable."""
        newborn = await asyncio.to_thread(helper.start, options)
        process = cls(newborn, options)
        try:
            await process._open()
        except errors.IsolationUnavailable:
            await process.end()
            raise
        return process

    async def _open(self) -> None:
        self._reader, self._writer = await asyncio.open_unix_connection(sock=self._newborn.connection)
        self._keep(self._listen())
        if self._options.network == "public":
            connections = Connections(self._newborn.broker, allowed_hosts=self._options.allowed_hosts)
            self._keep(connections.serve())
        await self._ready

    @property
    def is_free(self) -> bool:
        """Has it nothing to do now?"""
        return not self._waiting and not self.is_ended

    @property
    def is_idle(self) -> bool:
        """Could it be ended without anybody missing it?"""
        return self.is_free and not self.users

    @property
    def is_worn_out(self) -> bool:
        """Should it get no new components? Each shall have at least half of the CPU time that one process has."""
        talked = self._requests >= MOST_REQUESTS or self._heard > MOST_FRAMES / 2
        return talked or self._cpu_used > self._options.limits.cpu_seconds / 2

    async def ask(self, name: str, arguments: Any, answers: RunAnswers | None = None) -> Any:
        """Have the process do something. Raises what `errors` lists; after all but CustomCodeFailed it is ended."""
        if self.is_ended:
            raise self._problem or errors.CustomCodeEnded(how="it is gone")
        number = next(self._numbers)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        if answers is not None:
            self._answers[number] = answers
        self._requests += 1
        try:
            self._send({"kind": "ask", "number": number, "name": name, "arguments": arguments})
            frame = await asyncio.wait_for(answer, self._options.seconds)
        except TimeoutError:
            error = errors.CustomCodeTookTooLong(seconds=self._options.seconds)
            await self.end(error)
            raise error from None
        except asyncio.CancelledError:
            self._keep(self.end(errors.CustomCodeEnded(how="the run was cancelled")))
            raise
        finally:
            self._waiting.pop(number, None)
            self._answers.pop(number, None)
        return self._result(frame)

    async def end(self, problem: Exception | None = None) -> None:
        """Kill it, and return when it is gone. Everybody who waits for it gets the problem."""
        if self.is_ended:
            await self._gone.wait()
            return
        self.is_ended = True
        self._writer.close()
        status = await asyncio.to_thread(helper.end, self._newborn)
        self._problem = problem or self._how_it_ended(status)
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(self._problem)
        if not self._ready.done():
            self._ready.set_exception(self._problem)
        if self._ready.done():
            self._ready.exception()  # seen: nobody may be waiting any more
        self._gone.set()
        current = asyncio.current_task()
        for task in self._tasks - ({current} if current else set()):
            task.cancel()

    def encoded(self, value: Any) -> Any:
        return encode(value, self.objects)

    def decoded(self, wire: Any) -> Any:
        return decode(wire, self.objects)

    def _result(self, frame: Frame) -> Any:
        self._cpu_used = float(frame.get("cpu") or self._cpu_used)
        if "error" not in frame:
            return self.decoded(frame["value"])
        if frame.get("error_type") == "MemoryError":
            raise errors.CustomCodeUsedTooMuch(what="memory")
        raise errors.CustomCodeFailed(reason=str(frame["error"]), kind=str(frame.get("error_type")))

    def _how_it_ended(self, status: int) -> Exception:
        if status in {-signal.SIGKILL, -signal.SIGXCPU}:
            return errors.CustomCodeUsedTooMuch(what="CPU time or memory")
        return errors.CustomCodeEnded(how=f"signal {-status}" if status < 0 else f"exit code {status}")

    async def _listen(self) -> None:
        try:
            while True:
                header = await self._reader.readexactly(HEADER.size)
                frame = unpacked(await self._reader.readexactly(body_size(header)))
                self._heard += 1
                if self._heard > MOST_FRAMES or len(self._tasks) > MOST_AT_ONCE:
                    raise errors.CustomCodeUsedTooMuch(what="messages to the server")  # noqa: TRY301  # ends here
                self._take(frame)
        except Exception as error:  # noqa: BLE001  # foreign code may send anything; what is no frame ends it
            logger.debug("An isolated process hung up or broke the protocol: %r", error)
            await self.end(error if isinstance(error, errors.CustomCodeUsedTooMuch) else None)

    def _take(self, frame: Frame) -> None:
        match frame["kind"]:
            case "ready":
                self._ready.set_result(None)
            case "unavailable":
                self._ready.set_exception(errors.IsolationUnavailable(reason=str(frame["reason"])))
            case "answer":
                waiting = self._waiting.get(frame["number"])
                if waiting is not None and not waiting.done():
                    waiting.set_result(frame)
            case "event":
                self._hear(frame)
            case _:
                self._keep(self._answer(frame))

    def _hear(self, frame: Frame) -> None:
        answers = self._answers.get(frame["request"])
        if answers is not None:
            told = {key: self.decoded(value) for key, value in frame.items() if key not in {"kind", "request", "name"}}
            answers.tell(frame["name"], told)

    async def _answer(self, frame: Frame) -> None:
        answer: Frame = {"kind": "answer", "number": frame["number"]}
        try:
            value = await self._answered(frame)
            self._send(answer | {"value": self.encoded(value)})
        except Exception as error:  # noqa: BLE001  # stores, models and tools may raise anything; the asker is told
            self._send(answer | {"error": str(error) or type(error).__name__})

    async def _answered(self, frame: Frame) -> Any:
        arguments: Mapping[str, Any] = self.decoded(frame["arguments"])
        if frame["name"] == "object":
            return await self.objects.call(**arguments)
        answers = self._answers.get(frame["request"])
        if answers is None:
            raise RequestRefused(frame["name"])
        return await answers.answer(frame["name"], arguments)

    def _stand_in(self, reference: Mapping[str, Any]) -> Any:
        return stand_in_for(reference, self._call_object)

    async def _call_object(self, number: int, method: str, arguments: list[Any], named: dict[str, Any]) -> Any:
        wire = self.encoded({"number": number, "method": method, "arguments": arguments, "named": named})
        return await self.ask("object", wire)

    def _send(self, frame: Frame) -> None:
        if not self.is_ended:
            self._writer.write(packed(frame))

    def _keep(self, coroutine: Any) -> None:
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
