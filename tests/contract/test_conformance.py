"""The recorded requests of the contract, made again on a server of our own."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.live_server import ROOT, LiveServer, running_server

AREAS = ("apikeys", "auth", "build", "files", "flows", "knowledge", "run", "users", "variables")
LEAST_MATCH = 0.95

MODES = {
    "auth": {"LANGFLOW_AUTO_LOGIN": "false"},
    "auto": {"LANGFLOW_AUTO_LOGIN": "true", "LANGFLOW_SKIP_AUTH_AUTO_LOGIN": "true"},
}

EACH_MODE = [pytest.param(mode, marks=pytest.mark.xdist_group(mode)) for mode in MODES]

pytestmark = pytest.mark.live


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What matched, and why the rest did not."""

    matched: dict[str, int]
    total: dict[str, int]
    failures: dict[str, str]

    def report(self) -> str:
        areas = [f"{area}: {self.matched[area]}/{self.total[area]}" for area in self.total]
        return "\n".join(["", *areas, *(f"{name}: {reason}" for name, reason in self.failures.items())])


@pytest.fixture(scope="module", params=EACH_MODE)
def compared(request: pytest.FixtureRequest, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    folder = tmp_path_factory.mktemp(request.param)
    with running_server(folder, **MODES[request.param]) as server:
        observed = _capture(server, shared, folder / "observed.json")
    assert observed["mode"] == request.param
    assert not observed["errors"], observed["errors"]
    return _compare(_golden(shared, request.param), observed, _comparer(shared))


def test_nearly_every_recorded_exchange_matches(compared: Comparison) -> None:
    share = sum(compared.matched.values()) / sum(compared.total.values())
    assert share >= LEAST_MATCH, compared.report()


def test_what_differs_is_listed_with_its_reason(compared: Comparison) -> None:
    listed = set(re.findall(r"`([\w.-]+)`", (ROOT / "docs" / "differences.md").read_text(encoding="utf-8")))
    unlisted = {name: reason for name, reason in compared.failures.items() if name not in listed}
    assert not unlisted


def _capture(server: LiveServer, shared: Path, output: Path) -> dict[str, Any]:
    tool = shared / "tools" / "conformance" / "capture.py"
    subprocess.run(
        [sys.executable, str(tool), server.base, str(output), "--only", ",".join(AREAS)],
        env={
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parent),  # lfkit
            "PYTHONDONTWRITEBYTECODE": "1",
            "CONTRACT_SETTLE": "0",  # here an answer means that the change is stored
            "NO_PROXY": "127.0.0.1",
        },
        check=True,
        timeout=600,
    )
    return json.loads(output.read_text(encoding="utf-8"))


def _golden(shared: Path, mode: str) -> Iterator[dict[str, Any]]:
    for area in AREAS:
        path = shared / "tools" / "conformance" / "golden" / mode / f"{area}.json"
        yield from json.loads(path.read_text(encoding="utf-8"))["exchanges"]


def _comparer(shared: Path) -> Callable[..., tuple[bool, list[str], list[str]]]:
    spec = util.spec_from_file_location("goldlib", shared / "tools" / "conformance" / "goldlib.py")
    assert spec
    assert spec.loader
    module: ModuleType = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.compare_exchange


def _compare(golden: Iterator[dict[str, Any]], observed: dict[str, Any], compare: Callable[..., Any]) -> Comparison:
    by_name = {exchange["name"]: exchange for exchange in observed["exchanges"]}
    matched, total = dict.fromkeys(AREAS, 0), dict.fromkeys(AREAS, 0)
    failures: dict[str, str] = {}
    for exchange in golden:
        matches, reasons, _ = compare(exchange, by_name.get(exchange["name"]))
        matched[exchange["area"]] += matches
        total[exchange["area"]] += 1
        if not matches:
            failures[exchange["name"]] = "; ".join(reasons[:3])
    return Comparison(matched=matched, total=total, failures=failures)
