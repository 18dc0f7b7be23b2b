"""Connect on behalf of isolated processes, which the kernel does not let connect: only to checked, public addresses.

The connection itself is handed over, so that the process speaks to the other side without the host in between.
"""

import asyncio
import contextlib
import json
import socket
from collections.abc import Mapping
from typing import Any

from execution.runtime.isolation.threads import NAMES, in_thread
from langflow_site.common.addresses import HostUnknown, OutboundPolicy, OutboundRefused, is_address
from langflow_site.common.http import CONNECT_SECONDS, resolved

LARGEST_QUESTION = 4096
LONGEST_REASON = 1000
MISTAKES = (OSError, ValueError, LookupError, TypeError, ArithmeticError, RecursionError)
"""What questions lead to that are none: foreign code may ask anything."""


class Connections:
    """Answers one process's questions for names and connections."""

    def __init__(self, questions: socket.socket, *, allowed_hosts: tuple[str, ...] = ()) -> None:
        self._questions = questions
        # Loopback stays shut also where the server's own components may use it: there the server itself listens.
        self._policy = OutboundPolicy(allowed_hosts=allowed_hosts, loopback_allowed=False, enabled=True)
        questions.setblocking(False)

    async def serve(self) -> None:
        """Answer until the process hangs up."""
        loop = asyncio.get_running_loop()
        while question := await loop.sock_recv(self._questions, LARGEST_QUESTION):
            try:
                answer, connection = await self._answer(json.loads(question))
            except (OutboundRefused, HostUnknown, *MISTAKES) as error:
                answer, connection = {"error": str(error)[:LONGEST_REASON] or type(error).__name__}, None
            try:
                self._hand_over(answer, connection)
            except OSError:  # it asks and does not read the answers, or it is gone
                return

    async def _answer(self, question: Mapping[str, Any]) -> tuple[dict[str, Any], socket.socket | None]:
        if "resolve" in question:
            return {"addresses": await self._addresses(str(question["resolve"]), int(question["port"]))}, None
        host, port = str(question["host"]), int(question["port"])
        return {}, await self._connected(await self._addresses(host, port), port)

    async def _addresses(self, host: str, port: int) -> list[str]:
        found = [host] if is_address(host) else await in_thread(NAMES, resolved, host, port)
        return self._policy.permitted(host, found)

    async def _connected(self, addresses: list[str], port: int) -> socket.socket:
        problem: OSError = OSError("no address")
        for address in addresses:
            connection = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
            connection.setblocking(False)
            try:
                connecting = asyncio.get_running_loop().sock_connect(connection, (address, port))
                await asyncio.wait_for(connecting, CONNECT_SECONDS)
                return _to_others_only(connection)
            except OSError as error:
                connection.close()
                problem = error
        raise problem

    def _hand_over(self, answer: dict[str, Any], connection: socket.socket | None) -> None:
        files = [] if connection is None else [connection.fileno()]
        with contextlib.closing(connection) if connection is not None else contextlib.nullcontext():
            socket.send_fds(self._questions, [json.dumps(answer).encode()], files)


def _to_others_only(connection: socket.socket) -> socket.socket:
    """Refuse a connection that a public address of this machine itself answered."""
    if connection.getsockname()[0] == connection.getpeername()[0]:
        raise OSError("that is this machine itself")
    return connection
