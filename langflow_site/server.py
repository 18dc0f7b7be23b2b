"""Daphne in this process: serves a socket that is already bound, and ends in order.

Importing this module makes Twisted's event loop, so a process that forks does that first.
"""

import asyncio
import gc
import logging
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from typing import IO, Any

from autobahn.util import encode_truncate
from daphne.http_protocol import HTTPFactory, WebRequest
from daphne.server import Server
from daphne.ws_protocol import WebSocketProtocol
from django.conf import settings
from twisted.internet import defer, reactor
from twisted.web import http

from execution.runtime import jobs, mcp
from execution.voice.services import end_all as end_conversations
from langflow_site.common.error_handler import described
from langflow_site.common.errors import BodyTooLarge
from langflow_site.common.models import dumps
from langflow_site.handler import BODY
from langflow_site.slow_clients import WaitsForClient

logger = logging.getLogger(__name__)

CLOSE_SECONDS = 10.0
"""How long the end waits for answers that are still being written."""

READ_BYTES = 1024 * 1024

MESSAGE_BYTES = 1024 * 1024
MOST_UNREAD = 100
"""How long a websocket message may be, and how many may wait until they are read."""

CLOSED_NORMALLY = 1000
LONGEST_REASON = 123
"""Bytes that a close frame has room for beside its code."""

SWITCH_SECONDS = 0.0005
"""Database threads give up Python's lock around every statement; by default each then waits 5 ms to get it back."""

COLLECTION_THRESHOLDS = (10_000, 10, 10)
"""What is loaded at the start never becomes garbage; looking through it again and again stalls all streams."""

LONGEST_LINE = http.HTTPChannel.MAX_LENGTH

VARIABLE_HEADER = b"x-langflow-global-var-"


# Twisted does not know the newer ones and would call them "Unknown Status".
http.RESPONSES.update({status.value: status.phrase.encode("ascii") for status in HTTPStatus})


@dataclass(frozen=True, slots=True)
class BodyLimit:
    """How long a body may be, and which option says so."""

    bytes: int
    option: str


def limit_of(media_type: list[bytes] | None) -> BodyLimit:
    """Return the limit for a body: files may be larger than what is read into memory as a whole."""
    if media_type and media_type[0].lower().startswith(b"multipart/"):
        return BodyLimit(settings.LANGFLOW.UPLOAD_MAX_BYTES, "LANGFLOW_MAX_FILE_SIZE_UPLOAD")
    return BodyLimit(settings.DATA_UPLOAD_MAX_MEMORY_SIZE, "LANGFLOW_MAX_BODY_SIZE")


class LangflowRequest(WaitsForClient, WebRequest):
    """Daphne's request with a limit to its body, without parsing forms, and with the headers that carry variables.

    Daphne drops headers with an underscore: proxies read it as a dash, and that can be abused. Names of variables have
    underscores. In those headers, and nowhere else, they are handed on as `%5F`.
    """

    _body_bytes = 0
    _limit: "BodyLimit | None" = None
    _media_type: list[bytes] | None = None
    content: IO[bytes]

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """Keep the data; of a body that is too large nothing more, and who goes on sending it is cut off."""
        self._body_bytes += len(data)
        if self._limit is None:
            self._limit = limit_of(self.requestHeaders.getRawHeaders(b"content-type"))
        if self._body_bytes <= self._limit.bytes:
            super().handleContentChunk(data)
        elif self._body_bytes > 2 * self._limit.bytes:
            self.channel.forceAbortClient()

    def requestReceived(self, command: bytes, path: bytes, version: bytes) -> None:  # noqa: N802 - Twisted's name
        """Hide the media type from Twisted, which would parse posted forms, whole files in memory, for nobody."""
        self._media_type = self.requestHeaders.getRawHeaders(b"content-type")
        self.requestHeaders.removeHeader(b"content-type")
        super().requestReceived(command, path, version)

    def process(self) -> Any:
        if self._media_type is not None:
            self.requestHeaders.setRawHeaders(b"content-type", self._media_type)
        if self._limit is not None and self._body_bytes > self._limit.bytes:
            return self._refuse(BodyTooLarge(bytes=self._limit.bytes, option=self._limit.option))
        self._keep_variables()
        return super().process()

    def hand_over_body(self) -> IO[bytes]:
        """Return the file that holds the body; Daphne, which would read all of it into memory, finds it empty."""
        body, self.content = self.content, BytesIO()
        return body

    def handle_reply(self, message: dict[str, Any]) -> None:
        """Send a part of the answer. While more follow, Twisted tells when the client does not keep up."""
        if message.get("more_body", False):
            if self.producer is None and self.channel is not None:
                self.registerProducer(self, streaming=True)
        elif self.producer is not None and self.channel is not None:
            self.unregisterProducer()
        super().handle_reply(message)

    def basic_error(self, status: int, status_text: bytes, body: str) -> None:
        """Daphne's own refusals; its pages of HTML would be the only ones among our answers."""
        self._answer(status, {"detail": body})

    def _refuse(self, error: Exception) -> None:
        self.request_start = time.time()
        status, body, _ = described(error)
        self._answer(status, body)

    def _answer(self, status: int, body: Any) -> None:
        headers = [(b"Content-Type", b"application/json"), (b"Connection", b"close")]
        self.handle_reply({"type": "http.response.start", "status": status, "headers": headers})
        self.handle_reply({"type": "http.response.body", "body": dumps(body).encode()})

    def _keep_variables(self) -> None:
        headers = self.requestHeaders
        for name, values in list(headers.getAllRawHeaders()):
            if b"_" in name and name.lower().startswith(VARIABLE_HEADER):
                headers.removeHeader(name)
                headers.setRawHeaders(name.replace(b"_", b"%5F"), values)


class LangflowSocket(WaitsForClient, WebSocketProtocol):
    """Daphne's websocket with a limit to what waits, in both directions.

    Who says more than is read, while it does not take what is said to it, is cut off.
    """

    def onOpen(self) -> None:  # noqa: N802 - Autobahn's name
        # The transport still tells the HTTP channel, which it served before, that the client does not keep up.
        self.unregisterProducer()
        self.registerProducer(self, streaming=True)
        super().onOpen()

    def handle_reply(self, message: dict[str, Any]) -> None:
        """Close as the application says: Daphne drops the reason, and Autobahn refuses codes such as 1008 and 1011."""
        if message["type"] == "websocket.close" and self.state == self.STATE_OPEN:
            reason = encode_truncate(message.get("reason", ""), LONGEST_REASON)
            self.sendCloseFrame(code=message.get("code", CLOSED_NORMALLY), reasonUtf8=reason or None)
        else:
            super().handle_reply(message)

    def onMessageFrameBegin(self, length: int) -> None:  # noqa: N802 - Autobahn's name
        """Autobahn refuses a frame that is too long. Who makes a message of too many frames is cut off."""
        super().onMessageFrameBegin(length)
        if self.message_data_total_length > MESSAGE_BYTES >= length:
            self.dropConnection(abort=True)

    def onMessage(self, payload: bytes, isBinary: bool) -> None:  # noqa: N802, N803 - Autobahn's names
        if self.application_queue.qsize() < MOST_UNREAD:
            super().onMessage(payload, isBinary)
        else:
            self.dropConnection(abort=True)


class LangflowChannel(http.HTTPChannel):
    """A connection. What is wrong before there is a request is told in JSON, where Twisted hangs up."""

    transport: Any

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        if self._receivedHeaderSize:
            self._hang_up(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, f"A header is longer than {LONGEST_LINE} bytes.")
        else:
            self._hang_up(HTTPStatus.REQUEST_URI_TOO_LONG, f"The address is longer than {LONGEST_LINE} bytes.")

    def _respondToBadRequestAndDisconnect(self) -> None:  # noqa: N802 - Twisted's name
        if self._receivedHeaderSize > self.totalHeadersSize:
            limit = f"The headers are longer than {self.totalHeadersSize} bytes in all."
            self._hang_up(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, limit)
        else:
            self._hang_up(HTTPStatus.BAD_REQUEST, "This is no HTTP request: its first line or a header is malformed.")

    def _hang_up(self, status: HTTPStatus, detail: str) -> None:
        body = dumps({"detail": detail}).encode()
        head = [
            f"HTTP/1.1 {status.value} {status.phrase}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            "Connection: close",
            "",
            "",
        ]
        self.transport.write("\r\n".join(head).encode("ascii") + body)
        self.loseConnection()


class LangflowFactory(HTTPFactory):
    protocol = LangflowChannel

    def buildProtocol(self, addr: Any) -> Any:  # noqa: N802 - Twisted's name
        protocol = super().buildProtocol(addr)
        protocol.requestFactory = LangflowRequest
        return protocol


class GracefulServer(Server):
    """Daphne, but the end lets running requests finish and then calls `at_end`."""

    def __init__(self, application: Any, listener: socket.socket, *, at_end: Callable[[], None]) -> None:
        super().__init__(
            application,
            endpoints=["adopted"],  # Daphne insists on one; the socket below takes its place
            ready_callable=self._adopt,
            request_buffer_size=READ_BYTES,
            server_name="langflow",
            websocket_max_frame_size=MESSAGE_BYTES,
            websocket_max_message_size=0,  # Autobahn would apply it to what we send, too
        )
        self.endpoints.clear()
        self._listener = listener
        self._at_end = at_end
        self._port: Any = None
        self._sweeping: asyncio.Future[None]

    def _adopt(self) -> None:
        self._sweeping = asyncio.ensure_future(jobs.sweep_for_ever())
        self.http_factory = LangflowFactory(self)
        self.ws_factory.protocol = LangflowSocket
        self.ws_factory.setProtocolOptions(failByDrop=False)  # who is refused is told why
        self._port = reactor.adoptStreamPort(self._listener.fileno(), self._listener.family, self.http_factory)
        reactor.addSystemEventTrigger("after", "shutdown", self._at_end)  # type: ignore[arg-type]  # the stub is wrong

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        if isinstance(protocol, LangflowRequest):
            scope[BODY] = protocol.hand_over_body()
        return super().create_application(protocol, scope)

    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        """Send a part of an answer; who sends waits for a slow client instead of piling up what it has not read."""
        await super().handle_reply(protocol, message)
        await protocol.has_room()

    def kill_all_applications(self) -> Any:
        """Called once when the reactor stops: accept nothing more, wait a while, cancel what is left."""
        return defer.Deferred.fromFuture(asyncio.ensure_future(self._close()))

    async def _close(self) -> None:
        self._port.stopListening()
        self._sweeping.cancel()
        end_conversations()
        jobs_end = asyncio.ensure_future(jobs.close(within=CLOSE_SECONDS))
        await asyncio.wait([jobs_end, *self._running()], timeout=CLOSE_SECONDS)
        await jobs_end
        leftovers = self._running()
        for application in leftovers:
            application.cancel()
        await asyncio.gather(*leftovers, return_exceptions=True)
        await mcp.close()
        if leftovers:
            logger.warning("Cancelled %d requests that had not ended after %d seconds.", len(leftovers), CLOSE_SECONDS)

    def _running(self) -> list[Any]:
        applications = (details.get("application_instance") for details in self.connections.values())
        return [application for application in applications if application and not application.done()]


def serve(listener: socket.socket, *, at_end: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT."""
    from langflow_site.asgi import application  # noqa: PLC0415 - loads Django's handlers, which need its settings

    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTION_THRESHOLDS)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # Twisted installs its own handlers where none is set
    GracefulServer(application, listener, at_end=at_end).run()
