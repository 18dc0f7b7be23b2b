"""Make the recorded requests of the contract again and compare what comes back."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import util
from pathlib import Path
from types import ModuleType
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What matched, and why the rest did not."""

    matched: dict[str, int]
    total: dict[str, int]
    failures: dict[str, str]

    @property
    def share(self) -> float:
        """How much of everything matched."""
        return sum(self.matched.values()) / sum(self.total.values())

    def report(self) -> str:
        areas = [f"{area}: {self.matched[area]}/{self.total[area]}" for area in self.total]
        return "\n".join(["", *areas, *(f"{name}: {reason}" for name, reason in self.failures.items())])


def captured(base: str, shared: Path, output: Path, *, areas: Sequence[str]) -> dict[str, Any]:
    """Make the requests of the areas and return what came back."""
    tool = shared / "tools" / "conformance" / "capture.py"
    subprocess.run(
        [sys.executable, str(tool), base, str(output), "--only", ",".join(areas)],
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


def _golden(shared: Path, mode: str, areas: Sequence[str]) -> Iterator[dict[str, Any]]:
    for area in areas:
        path = shared / "tools" / "conformance" / "golden" / mode / f"{area}.json"
        yield from json.loads(path.read_text(encoding="utf-8"))["exchanges"]


def _comparer(shared: Path) -> Callable[..., tuple[bool, list[str], list[str]]]:
    spec = util.spec_from_file_location("goldlib", shared / "tools" / "conformance" / "goldlib.py")
    assert spec
    assert spec.loader
    module: ModuleType = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.compare_exchange


def compared_with_golden(observed: dict[str, Any], shared: Path, *, areas: Sequence[str]) -> Comparison:
    """Compare what came back with what was recorded in the server's mode."""
    compare = _comparer(shared)
    by_name = {exchange["name"]: exchange for exchange in observed["exchanges"]}
    matched, total = dict.fromkeys(areas, 0), dict.fromkeys(areas, 0)
    failures: dict[str, str] = {}
    for exchange in _golden(shared, observed["mode"], areas):
        matches, reasons, _ = compare(exchange, by_name.get(exchange["name"]))
        matched[exchange["area"]] += matches
        total[exchange["area"]] += 1
        if not matches:
            failures[exchange["name"]] = "; ".join(reasons[:3])
    return Comparison(matched=matched, total=total, failures=failures)
