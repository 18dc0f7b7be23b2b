"""The recorded requests of the contract, made again on a server of our own."""

import re
from pathlib import Path

import pytest

from tests.contract.comparing import Comparison, captured, compared_with_golden
from tests.live_server import ROOT, running_server

AREAS = (
    "apikeys",
    "auth",
    "build",
    "files",
    "flows",
    "knowledge",
    "mcp",
    "misc",
    "monitor",
    "projects",
    "responses",
    "run",
    "users",
    "variables",
    "webhook",
    "workflows",
)
LEAST_MATCH = 0.95

MODES = {
    "auth": {"LANGFLOW_AUTO_LOGIN": "false"},
    "auto": {"LANGFLOW_AUTO_LOGIN": "true", "LANGFLOW_SKIP_AUTH_AUTO_LOGIN": "true"},
}

EXTRA = {
    "LANGFLOW_AUTO_LOGIN": "false",
    "LANGFLOW_WEBHOOK_AUTH_ENABLE": "true",
    "LANGFLOW_ENABLE_LOG_RETRIEVAL": "true",
    "LANGFLOW_LOG_RETRIEVER_BUFFER_SIZE": "1000",
    "LANGFLOW_AGENTIC_EXPERIENCE": "true",
}
"""A server on which everything is switched on that usually is not."""

EACH_MODE = [pytest.param(mode, marks=pytest.mark.xdist_group(mode)) for mode in MODES]

pytestmark = pytest.mark.live


@pytest.fixture(scope="module", params=EACH_MODE)
def compared(request: pytest.FixtureRequest, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    folder = tmp_path_factory.mktemp(request.param)
    with running_server(folder, **MODES[request.param]) as server:
        observed = captured(server.base, shared, folder / "observed.json", areas=AREAS)
    assert observed["mode"] == request.param
    assert not observed["errors"], observed["errors"]
    return compared_with_golden(observed, shared, areas=AREAS)


def test_nearly_every_recorded_exchange_matches(compared: Comparison) -> None:
    assert compared.share >= LEAST_MATCH, compared.report()


def test_what_differs_is_listed_with_its_reason(compared: Comparison) -> None:
    listed = set(re.findall(r"`([\w.-]+)`", (ROOT / "docs" / "differences.md").read_text(encoding="utf-8")))
    unlisted = {name: reason for name, reason in compared.failures.items() if name not in listed}
    assert not unlisted


@pytest.mark.xdist_group("extra")
def test_a_server_with_everything_switched_on_matches(shared: Path, tmp_path: Path) -> None:
    with running_server(tmp_path, **EXTRA) as server:
        observed = captured(server.base, shared, tmp_path / "observed.json", areas=["extra"])
    assert observed["mode"] == "extra"
    comparison = compared_with_golden(observed, shared, areas=["extra"])
    assert comparison.share >= LEAST_MATCH, comparison.report()
