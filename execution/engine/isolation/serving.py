"""What the isolated process does for its host: draw or update a node, make an output, run a script, lend objects."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from execution.engine.component import Component
from execution.engine.custom_code.describing import described
from execution.engine.custom_code.loading import load_component
from execution.engine.custom_code.updating import updated_node
from execution.engine.fields import Output
from execution.engine.isolation.channel import Channel
from execution.engine.isolation.frames import Frame
from execution.engine.isolation.remote_run import remote_run, vertex_facts
from execution.engine.isolation.scripts import run_script

LONGEST_REASON = 10_000
"""Bytes of an error's message, which leaves in one frame."""
LONGEST_KIND = 200

MOST_INSTANCES = 64
"""Components that are kept for their further outputs; the oldest go first."""


def serve(connection: socket.socket) -> None:
    """Serve the host until it hangs up. The reader has this thread, the components have others."""
    channel = Channel(connection)
    loop = asyncio.new_event_loop()
    threading.Thread(target=_run, args=(loop,), daemon=True).start()
    services = Services(channel)
    channel.send({"kind": "ready"})
    while (frame := channel.receive()) is not None:
        if frame["kind"] == "answer":
            channel.settle(frame)
        else:
            asyncio.run_coroutine_threadsafe(services.answer(frame), loop)
    os._exit(0)


def _run(loop: asyncio.AbstractEventLoop) -> None:
    """Run the loop that answers; a component that stops it ends the process, because nobody would answer any more."""
    try:
        loop.run_forever()
    finally:
        os._exit(1)


class Services:
    """Answers the host's requests, one after another or at the same time, as they come."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._classes: dict[str, type[Component]] = {}
        """One, unless the host changes its mind about what a process is for."""
        self._instances: OrderedDict[int, Component] = OrderedDict()

    async def answer(self, frame: Frame) -> None:
        """Do what the frame asks and send the answer, or the error."""
        answer: Frame = {"kind": "answer", "number": frame["number"]}
        try:
            made = await self._made(frame["name"], frame["number"], frame["arguments"])
            answer["value"] = self._channel.encode(made)
            self._channel.send(answer | {"cpu": time.process_time()})
        except BaseException as error:  # noqa: BLE001  # components may raise anything, SystemExit too
            self._channel.send({**answer, "value": None, **_told(error)})

    async def _made(self, name: str, number: int, arguments: Any) -> Any:
        match name:
            case "describe":
                return await asyncio.to_thread(_described, arguments["code"])
            case "update":
                return await self._updated(number, **arguments)
            case "make":
                return await self._make(number, arguments)
            case "script":
                return await asyncio.to_thread(run_script, **self._channel.decode(arguments))
            case _:
                return await self._channel.objects.call(**self._channel.decode(arguments))

    async def _updated(
        self, number: int, *, code: str, change: Mapping[str, Any], run: Mapping[str, Any]
    ) -> dict[str, Any]:
        component = await self._loaded(code)
        return await updated_node(component, **change, run=remote_run(self._channel, number, run, {}))

    async def _make(self, number: int, wire: Mapping[str, Any]) -> dict[str, Any]:
        state = self._channel.decode(wire["state"])
        known = dict(state)
        component = await self._component(number, wire, state)
        logged, sent = len(component.logs), len(component.sent_messages)
        value = await component.result_of(_output(component, wire["output"]))
        return {
            "value": value,
            "logs": [[entry.name, entry.message, entry.type, entry.output] for entry in component.logs[logged:]],
            "status": component.status,
            "stopped": sorted(component.stopped_outputs),
            "messages": component.sent_messages[sent:],
            "attributes": component.attributes,
            "state": {key: item for key, item in state.items() if key not in known or known[key] is not item},
        }

    async def _loaded(self, code: str) -> type[Component]:
        if code not in self._classes:
            self._classes[code] = await asyncio.to_thread(load_component, code)
        return self._classes[code]

    async def _component(self, number: int, wire: Mapping[str, Any], state: dict[str, Any]) -> Component:
        component = self._instances.get(wire["instance"])
        run = remote_run(self._channel, number, wire["run"], state)
        if component is not None:
            component.run = run
            return component
        component = (await self._loaded(wire["code"]))()
        values = self._channel.decode(wire["values"])
        component.bind(vertex=vertex_facts(wire["vertex"]), values=values, run=run)
        self._instances[wire["instance"]] = component
        while len(self._instances) > MOST_INSTANCES:
            self._instances.popitem(last=False)
        return component


def _told(error: BaseException) -> dict[str, str]:
    """Return what went wrong. Errors of foreign code may fail at telling it."""
    kind = type.__dict__["__name__"].__get__(type(error))
    try:
        reason = str.__str__(str(error))[:LONGEST_REASON]
    except BaseException:  # noqa: BLE001  # as above
        reason = ""
    while len(json.dumps(reason)) > LONGEST_REASON + 2:  # with characters that take more
        reason = reason[: len(reason) * 3 // 4]
    return {"error": reason or kind[:LONGEST_KIND], "error_type": kind[:LONGEST_KIND]}


def _output(component: Component, wire: Mapping[str, Any]) -> Output:
    """Return the class's own output of that name, else the one that the node describes."""
    declared = component.output_by_name.get(wire["name"])
    if declared is not None:
        return declared
    return Output(name=wire["name"], method=wire["method"] or "run_build")


def _described(code: str) -> dict[str, Any]:
    return described(load_component(code))
