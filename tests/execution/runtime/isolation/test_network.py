"""Where isolated code may connect: the operator's setting, kept by the kernel and the host."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from execution.engine.isolation.confinement import Network
from execution.engine.results import RunOutcome
from execution.runtime.isolation import broker
from execution.runtime.isolation.options import Options
from langflow_site.common.addresses import OutboundPolicy
from tests.execution.runtime.isolation.conftest import RunCode
from tests.execution.runtime.isolation.flows import probe

FETCH = """
import socket
with socket.create_connection(({host!r}, {port}), timeout=5) as connection:
    connection.sendall(b'hello')
    return Message(text=connection.recv(100).decode())
"""
FETCH_ASYNC = """
import asyncio
reader, writer = await asyncio.open_connection({host!r}, {port})
writer.write(b'hello')
said = (await reader.read(100)).decode()
writer.close()
return Message(text=said)
"""


@pytest.fixture
def network() -> Network:
    return "public"


@pytest.fixture
def options(options: Options, network: Network) -> Options:
    return replace(options, network=network)


@pytest.fixture
async def port() -> AsyncIterator[int]:
    """The port of a server on this machine that greets back."""

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"you said " + await reader.read(100))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()


@pytest.fixture
def the_world_is_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let loopback stand for the public Internet, which tests do not touch."""
    monkeypatch.setattr(OutboundPolicy, "permitted", lambda _policy, _host, addresses: list(addresses))
    monkeypatch.setattr(broker, "_to_others_only", lambda connection: connection)


def problem_of(outcome: RunOutcome) -> str:
    assert len(outcome.failures) == 1, outcome.results
    return outcome.failures[0].message


@pytest.mark.usefixtures("the_world_is_here")
@pytest.mark.parametrize(("body", "is_async"), [(FETCH, False), (FETCH_ASYNC, True)])
async def test_public_addresses_are_reached_by_the_host(
    run_code: RunCode, port: int, body: str, is_async: bool
) -> None:
    outcome = await run_code(probe(body.format(host="127.0.0.1", port=port), is_async=is_async))
    assert not outcome.failures, outcome.failures
    assert outcome.results["Probe-p"].values["out"].text == "you said hello"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "localhost",
        "0.0.0.0",
        "0",
        "::1",
        "::",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "169.254.169.254",
        "fd00:ec2::254",
        "10.0.0.1",
        "100.64.0.1",
        "192.168.1.1",
    ],
)
async def test_this_machine_and_private_networks_are_refused(run_code: RunCode, port: int, host: str) -> None:
    assert "does not connect to" in problem_of(await run_code(probe(FETCH.format(host=host, port=port))))


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "192.168.0.7", "169.254.169.254", "::ffff:10.0.0.1"])
async def test_a_name_that_leads_there_is_refused_too(
    run_code: RunCode, port: int, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broker, "resolved", lambda _host, _port: [address])
    assert "does not connect to" in problem_of(await run_code(probe(FETCH.format(host="inside.example", port=port))))


async def test_a_public_address_of_this_machine_is_refused() -> None:
    class Connection:
        def getsockname(self) -> Any:
            return ("203.0.113.5", 40000)

        def getpeername(self) -> Any:
            return ("203.0.113.5", 7860)

    with pytest.raises(OSError, match="this machine itself"):
        broker._to_others_only(Connection())  # type: ignore[arg-type]  # asked for its addresses only


@pytest.mark.parametrize(
    "way",
    [
        "s = _socket.socket(); s.connect(('127.0.0.1', {port}))",
        "s = _socket.socket(); s.sendto(b'x', 0x20000000, ('127.0.0.1', {port}))",
        "s = _socket.socket(_socket.AF_INET, _socket.SOCK_DGRAM)",
        "s = _socket.socket(); s.bind(('127.0.0.1', 0))",
        "s = _socket.socket(_socket.AF_UNIX)",
        "s = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM, 132)",  # SCTP connects by sending
        "s = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM, 262)",
        "s = _socket.socket(); s.sendmsg([b'x'], [], 0x20000000, ('127.0.0.1', {port}))",
    ],
)
async def test_the_kernel_refuses_every_way_around_the_host(run_code: RunCode, port: int, way: str) -> None:
    assert "not permitted" in problem_of(await run_code(probe("import _socket; " + way.format(port=port))))


@pytest.mark.parametrize(
    "question",
    [
        {"host": "127.0.0.1", "port": 10**9},
        {"resolve": "x", "port": "y"},
        {"resolve": "x" * 3000, "port": 1},
        {"resolve": "\0", "port": 1},
        {"resolve": "\ud800", "port": 1},
        {},
        [],
        5,
    ],
)
async def test_odd_questions_get_an_answer_and_the_next_one_too(run_code: RunCode, question: Any) -> None:
    body = f"""
import json, os, _socket
def ask(text):
    os.write(4, text)
    return os.read(4, 10000).decode()
first = ask(json.dumps({question!r}).encode())
deep = ask(b'[' * 4000)
return Message(text=first + deep + ask(json.dumps({{'host': '10.0.0.1', 'port': 1}}).encode()))
"""
    outcome = await run_code(probe(body))
    assert not outcome.failures, outcome.failures
    assert outcome.results["Probe-p"].values["out"].text.count('"error"') == 3


@pytest.mark.parametrize("network", ["all"])
async def test_all_means_all(run_code: RunCode, port: int) -> None:
    outcome = await run_code(probe(FETCH.format(host="127.0.0.1", port=port)))
    assert outcome.results["Probe-p"].values["out"].text == "you said hello"
