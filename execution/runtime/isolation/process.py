"""One isolated process, seen from the host: give it work, answer what it asks meanwhile, end it when it misbehaves."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Mapping
from functools import partial
from itertools import count
from time import perf_counter
from typing import Any
from weakref import WeakSet

from execution.engine.isolation.codec import decode, encode
from execution.engine.isolation.frames import (
    HEADER,
    Frame,
    kind_and_size,
    packed,
    patiently_packed,
    unpacked,
    unpacked_text,
)
from execution.engine.isolation.objects import LiveObjects, stand_in_for
from execution.engine.isolation.parts import TooManyParts, depth_of
from execution.runtime.isolation import errors, threads
from execution.runtime.isolation.answering import ONE_BY_ONE, RequestRefused, RunAnswers
from execution.runtime.isolation.birth import Ending, Newborn, helper
from execution.runtime.isolation.broker import Connections
from execution.runtime.isolation.budgets import Budget, StreamBudget
from execution.runtime.isolation.options import Options
from execution.runtime.isolation.pace import Pace
from execution.runtime.isolation.weight import is_large

logger = logging.getLogger(__name__)

MOST_REQUESTS = 1000
"""After that many a process is replaced, with whatever its code may have piled up."""

LONGEST_REASON = 10_000
"""Characters of an error's message, in either direction."""


class IsolatedProcess:
    """A process and the conversation with it. Belongs to one event loop."""

    def __init__(self, newborn: Newborn, options: Options) -> None:
        self._newborn = newborn
        self._options = options
        self._numbers = count(1)
        self._waiting: dict[int, asyncio.Future[Frame]] = {}
        self._answers: dict[int, RunAnswers] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._answering: set[asyncio.Task[Any]] = set()
        self._problem: Exception | None = None
        self._ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._writer: asyncio.StreamWriter | None = None
        self._sending = asyncio.Lock()
        self._reading_stores = asyncio.Lock()
        self._cpu_used = 0.0
        self._requests = 0
        self._said = Budget()
        self._streams: dict[int, StreamBudget] = {}
        """Those that are read from the process."""
        self.objects = LiveObjects("host", self._stand_in, partial(threads.in_thread, threads.CALLS))
        self.users: WeakSet[Any] = WeakSet()
        """Components that want more outputs, and stand-ins for what lives in the process."""
        self.is_ended = False
        self._gone = asyncio.Event()

    @classmethod
    async def started(cls, options: Options) -> "IsolatedProcess":
        """Start a process and wait until it is shut in. Raises IsolationUnavailable."""
        birth = asyncio.ensure_future(threads.in_thread(threads.BIRTHS, helper.start, options))
        try:
            newborn = await asyncio.shield(birth)
        except asyncio.CancelledError:
            birth.add_done_callback(_end_unwanted)
            raise
        process = cls(newborn, options)
        try:
            await process._open()
        except (errors.IsolationUnavailable, asyncio.CancelledError):
            await asyncio.shield(process._keep(process.end()))
            raise
        return process

    async def _open(self) -> None:
        reader, self._writer = await asyncio.open_unix_connection(sock=self._newborn.connection)
        self._keep(self._listen(reader))
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
        talked = self._requests >= MOST_REQUESTS or self._said.is_half_spent
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
        self._newborn.go_on()
        try:
            async with self._ends_with_its_problems():
                await self._send({"kind": "ask", "number": number, "name": name, "arguments": arguments})
                frame = await answer
            return self._result(frame)
        finally:
            if not answer.cancel() and not answer.cancelled():
                answer.exception()  # seen
            self._waiting.pop(number, None)
            self._answers.pop(number, None)
            self._rest()

    @contextlib.asynccontextmanager
    async def _ends_with_its_problems(self) -> AsyncIterator[None]:
        """End the process where it takes too long, is gone, or nobody wants its answer any more; say so."""
        try:
            async with asyncio.timeout(self._options.seconds):
                yield
        except TimeoutError:
            error = errors.CustomCodeTookTooLong(seconds=self._options.seconds)
            await self.end(error)
            raise error from None
        except OSError as error:  # it ended while it was written to
            await self.end()
            raise (self._problem or errors.CustomCodeEnded(how="it is gone")) from error
        except asyncio.CancelledError:
            self._keep(self.end(errors.CustomCodeEnded(how="the run was cancelled")))
            raise

    def _rest(self) -> None:
        """Without a request the process stands still, whatever its code left running; nobody answers that."""
        if self._waiting or self.is_ended:
            return
        self._answer_no_more()
        self.objects.parts.forget()
        self._said.told = 0
        self._newborn.stop()

    def _answer_no_more(self) -> None:
        current = asyncio.current_task()
        for task in self._answering - ({current} if current else set()):
            task.cancel()

    async def end(self, problem: Exception | None = None) -> None:
        """Kill it, and return when it is gone. Everybody who waits for it gets the problem."""
        if self.is_ended:
            await self._gone.wait()
            return
        self.is_ended = True
        self._answer_no_more()
        if self._writer is not None:
            self._writer.transport.abort()  # what it has not read it need not get
        ending = await threads.in_thread(threads.BIRTHS, helper.end, self._newborn)
        self._problem = problem or self._how_it_ended(ending)
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(self._problem)
        if not self._ready.done():
            self._ready.set_exception(self._problem)
        if self._ready.done():
            self._ready.exception()  # seen: nobody may be waiting any more
        self.objects.parts.forget()
        self._gone.set()
        current = asyncio.current_task()
        for task in self._tasks - ({current} if current else set()):
            task.cancel()

    async def encoded(self, value: Any) -> Any:
        """Return the value's JSON form; that of a large one is made in a thread."""
        if is_large(value):
            return await threads.in_thread(threads.VALUES, encode, value, self.objects)
        return encode(value, self.objects)

    def decoded(self, wire: Any) -> Any:
        self.objects.parts.joined_depth = 0
        return decode(wire, self.objects)

    def _result(self, frame: Frame) -> Any:
        if "error" in frame:
            if frame.get("error_type") == "MemoryError":
                raise errors.CustomCodeUsedTooMuch(what="memory")
            reason, kind = str(frame["error"])[:LONGEST_REASON], str(frame.get("error_type"))[:LONGEST_REASON]
            raise errors.CustomCodeFailed(reason=reason, kind=kind)
        try:
            self._cpu_used = float(frame["cpu"])
            return self.decoded(frame["value"])
        except Exception as error:  # foreign code may answer anything; what cannot be read is its mistake
            raise errors.CustomCodeFailed(reason=f"What the component's code gave cannot be read: {error}") from error

    def _how_it_ended(self, ending: Ending) -> Exception:
        if ending.over:
            return errors.CustomCodeUsedTooMuch(what=ending.over)
        if ending.status in {-signal.SIGKILL, -signal.SIGXCPU}:
            return errors.CustomCodeUsedTooMuch(what="CPU time or memory")
        status = ending.status
        return errors.CustomCodeEnded(how=f"signal {-status}" if status < 0 else f"exit code {status}")

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        pace = Pace()
        try:
            while True:
                is_text, size = kind_and_size(await reader.readexactly(HEADER.size))
                body = await reader.readexactly(size)
                began = perf_counter()
                self._said.size += size
                if is_text:
                    self._take_text(body)
                else:
                    self._take(body)
                await asyncio.sleep(pace.pause_after(perf_counter() - began))
        except (asyncio.IncompleteReadError, OSError):
            await self.end()
        except errors.CustomCodeUsedTooMuch as error:
            await self.end(error)
        except TooManyParts:
            await self.end(errors.CustomCodeUsedTooMuch(what="data in one value"))
        except Exception as error:  # noqa: BLE001  # foreign code may send anything; what is no frame ends it
            logger.debug("An isolated process broke the protocol: %r", error)
            await self.end(errors.CustomCodeEnded(how="it broke the protocol"))

    def _take(self, body: bytes) -> None:
        frame = unpacked(body)
        kind = frame["kind"]
        if kind == "part":
            self._take_part(frame, body)
            return
        self._said.frames += 1
        match kind:
            case "ready":
                self._ready.set_result(None)
            case "unavailable":
                self._ready.set_exception(errors.IsolationUnavailable(reason=str(frame["reason"])))
            case "answer":
                waiting = self._waiting.get(frame["number"])
                if waiting is not None and not waiting.done():
                    waiting.set_result(frame)
            case "event":
                self._said.told += len(body)
                self._hear(frame)
            case _:
                task = self._keep(self._answer(frame, len(body)))
                self._answering.add(task)
                task.add_done_callback(self._answering.discard)
        self._said.check(questions=len(self._answering))

    def _take_part(self, frame: Frame, body: bytes) -> None:
        wire = frame["value"]
        value = self.decoded(wire)
        # More than there are where texts hold such signs, never less.
        values = sum(body.count(sign) for sign in (b",", b"[", b"{"))
        self.objects.parts.keep(frame["number"], value, size=len(body), values=values, depth=depth_of(wire))

    def _take_text(self, body: bytes) -> None:
        number, text = unpacked_text(body)
        self.objects.parts.joined_depth = 0
        self.objects.parts.keep(number, text, size=len(body), values=1, depth=0)

    def _hear(self, frame: Frame) -> None:
        answers = self._answers.get(frame["request"])
        if answers is not None:
            before = self.objects.parts.size
            told = {key: self.decoded(value) for key, value in frame.items() if key not in {"kind", "request", "name"}}
            self._said.told += before - self.objects.parts.size
            answers.tell(frame["name"], told)

    async def _answer(self, frame: Frame, size: int) -> None:
        answer: Frame = {"kind": "answer", "number": frame["number"]}
        try:
            self._said.asked += size
            before = self.objects.parts.size
            arguments = self.decoded(frame["arguments"])
            parts = before - self.objects.parts.size
            self._said.asked += parts
            size += parts
            # One answer from the stores at a time: the questions are short, what they ask for may be long.
            async with self._reading_stores if frame["name"] in ONE_BY_ONE else contextlib.nullcontext():
                value = await self._answered(frame, arguments)
                await self._send_answer(answer | {"value": await self.encoded(value)})
        except Exception as error:  # noqa: BLE001  # stores, models and tools may raise anything; the asker is told
            await self._send_answer(answer | {"error": str(error)[:LONGEST_REASON] or type(error).__name__})
        finally:
            self._said.asked -= size

    async def _answered(self, frame: Frame, arguments: Mapping[str, Any]) -> Any:
        if frame["name"] == "object":
            return await self.objects.call(**arguments)
        answers = self._answers.get(frame["request"])
        if answers is None:
            raise RequestRefused(frame["name"])
        return await answers.answer(frame["name"], arguments)

    def _stand_in(self, reference: Mapping[str, Any]) -> Any:
        return stand_in_for(reference, self._call_object)

    async def _call_object(self, number: int, method: str, arguments: list[Any], named: dict[str, Any]) -> Any:
        wire = await self.encoded({"number": number, "method": method, "arguments": arguments, "named": named})
        return await (self._next_piece(number, wire) if method == "next" else self.ask("object", wire))

    async def _next_piece(self, number: int, wire: Any) -> Any:
        """Ask for the next piece of a stream."""
        stream = self._streams.setdefault(number, StreamBudget(self._options.seconds))
        before = self._said.size
        result = await self.ask("object", wire)
        if problem := stream.problem_after(self._said.size - before):
            await self.end(problem)
            raise problem
        return result

    async def _send_answer(self, frame: Frame) -> None:
        try:
            async with asyncio.timeout(self._options.seconds):
                await self._send(frame)
        except TimeoutError:
            await self.end(errors.CustomCodeTookTooLong(seconds=self._options.seconds))
        except OSError:  # it has ended
            return

    async def _send(self, frame: Frame) -> None:
        """Send one frame, and return when the process has read most of it: what it does not read must not pile up."""
        async with self._sending:
            if self.is_ended or self._writer is None:
                return
            large = is_large(frame)
            data = await threads.in_thread(threads.VALUES, patiently_packed, frame) if large else packed(frame)
            self._writer.write(data)
            await self._writer.drain()

    def _keep(self, coroutine: Any) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _end_unwanted(birth: "asyncio.Future[Newborn]") -> None:
    """End a process that was started for a run which was cancelled meanwhile."""
    if not birth.cancelled() and birth.exception() is None:
        birth.result().connection.close()
        threads.BIRTHS.submit(helper.end, birth.result())
