"""Connections to the public Internet for a process that can open none itself.

The kernel refuses `connect`; the host connects instead, to an address that it has checked, and hands the connection
in. So the rule holds whatever the code in this process does.
"""

from __future__ import annotations

import json
import os
import socket
import threading
from typing import Any

LARGEST_ANSWER = 65536


class Broker:
    """The host's helper for connections, asked one question at a time."""

    def __init__(self, host: socket.socket) -> None:
        self._host = host
        self._asking = threading.Lock()

    def ask(self, **question: Any) -> tuple[dict[str, Any], list[int]]:
        """Return the host's answer and what it handed in; raise OSError where it refuses."""
        with self._asking:
            self._host.sendall(json.dumps(question).encode())
            message, files, _, _ = socket.recv_fds(self._host, LARGEST_ANSWER, 1)
        answer: dict[str, Any] = json.loads(message or b'{"error": "The host is gone."}')
        if "error" in answer:
            raise OSError(answer["error"])
        return answer, files


def connect_by(host: socket.socket) -> None:
    """Let Python's sockets connect by the host from now on, and names be resolved by it."""
    broker = Broker(host)

    class BrokeredSocket(socket.socket):
        def connect(self, address: Any) -> None:
            _, files = broker.ask(host=str(address[0]), port=int(address[1]))
            timeout = self.gettimeout()
            os.dup2(files[0], self.fileno())
            os.close(files[0])
            self.settimeout(timeout)

        def connect_ex(self, address: Any) -> int:
            try:
                self.connect(address)
            except OSError as error:
                return error.errno or 1
            return 0

    def getaddrinfo(host: Any, port: Any, *_hints: Any, **_more_hints: Any) -> list[Any]:
        try:
            answer, _ = broker.ask(resolve=str(host or ""), port=_port_number(port))
        except OSError as error:
            raise socket.gaierror(socket.EAI_NONAME, str(error)) from None
        return [_entry(address, _port_number(port)) for address in answer["addresses"]]

    socket.socket = BrokeredSocket  # type: ignore[misc]  # every library takes its sockets from there
    socket.getaddrinfo = getaddrinfo


def _entry(address: str, port: int) -> Any:
    if ":" in address:
        return (socket.AF_INET6, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, port, 0, 0))
    return (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, port))


def _port_number(port: Any) -> int:
    names = {"http": 80, "https": 443}
    return names[port] if port in names else int(port or 0)
