"""What the operator decides: no code, confined code or trusted code; and what happens without confinement."""

import os
import resource
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings

from execution.engine import import_names
from execution.engine.errors import GraphInvalid
from execution.engine.isolation.confinement import ConfinementUnavailable, files, system
from execution.engine.plan import compile_plan
from execution.runtime.components import find_any_component
from execution.runtime.isolation.birth import Helper
from execution.runtime.isolation.errors import IsolationUnavailable
from execution.runtime.isolation.options import Options
from tests.execution.runtime.isolation.conftest import RunCode
from tests.execution.runtime.isolation.flows import flow_of, probe

WHERE = probe("import os; return Message(text=str(os.getpid()))")


@pytest.fixture
def mode(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    yield lambda chosen: monkeypatch.setattr(settings.LANGFLOW, "CUSTOM_CODE", chosen)
    import_names.uninstall()


def pid_in(outcome: Any) -> str:
    assert not outcome.failures, outcome.failures
    return str(outcome.results["Probe-p"].values["out"].text)


async def test_by_default_code_runs_in_another_process(run_code: RunCode) -> None:

    assert settings.LANGFLOW.CUSTOM_CODE == "isolated"
    assert pid_in(await run_code(WHERE)) != str(os.getpid())
    assert "lfx" not in sys.modules


async def test_trusted_code_runs_in_the_server(run_code: RunCode, mode: Callable[[str], None]) -> None:

    mode("trusted")
    assert pid_in(await run_code(WHERE)) == str(os.getpid())


async def test_where_code_is_off_the_flow_says_so(run_code: RunCode, mode: Callable[[str], None]) -> None:
    mode("off")
    with pytest.raises(GraphInvalid, match=r"does not run custom code") as caught:
        await run_code(WHERE)
    assert [problem.code for problem in caught.value.problems] == ["custom_code_off"]


async def test_planning_a_flow_reads_its_code_and_runs_nothing(run_code: RunCode) -> None:
    with pytest.raises(GraphInvalid, match="Invalid Python code"):
        await run_code("class X(:")


async def test_a_vendors_component_without_its_package_names_both() -> None:
    flow = flow_of(WHERE)
    flow["nodes"][0]["data"]["type"] = "WatsonxEmbeddingsComponent"
    with pytest.raises(GraphInvalid, match=r"WatsonxEmbeddingsComponent .* needs? the package langchain-ibm"):
        compile_plan(flow, find_any_component)


async def test_a_vendors_component_brings_its_code_where_its_package_is_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # pytest stands for the vendor's package: it is there.
    monkeypatch.setattr("execution.components.registry.vendor_package", lambda _: "pytest")
    flow = flow_of(WHERE)
    flow["nodes"][0]["data"]["type"] = "WatsonxEmbeddingsComponent"
    assert compile_plan(flow, find_any_component).vertices


async def test_code_that_imports_what_is_not_there_says_what(run_code: RunCode) -> None:
    outcome = await run_code("import not_installed_anywhere\n" + WHERE)
    (failure,) = outcome.failures
    assert "not_installed_anywhere" in str(failure)


async def test_code_does_not_run_half_confined(run_code: RunCode, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "mkdtemp", lambda **_: "/nowhere/at-all")
    outcome = await run_code(WHERE)
    assert outcome.failures[0].code == "isolation_unavailable"
    assert "cannot isolate custom code: No such file or directory" in outcome.failures[0].message


def test_nothing_is_left_when_the_server_goes(options: Options) -> None:
    helper = Helper()
    newborn = helper.start(options)
    with newborn.connection, newborn.broker:
        os.kill(newborn.pid, 0)
        helper.close()
        newborn.connection.settimeout(5)
        while newborn.connection.recv(100):
            pass
    with pytest.raises(ProcessLookupError):
        os.kill(newborn.pid, 0)
    assert not newborn.folder.exists()


def test_the_helper_survives_when_there_is_no_room_for_one_more_process(options: Options) -> None:
    helper = Helper()
    first = helper.start(options)
    try:
        limit = resource.prlimit(helper._process.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(helper._process.pid, resource.RLIMIT_NOFILE, (1, limit[1]))  # no pipe: as if fork failed
        with pytest.raises(IsolationUnavailable, match="Too many open files"):
            helper.start(options)
        resource.prlimit(helper._process.pid, resource.RLIMIT_NOFILE, limit)
        os.kill(first.pid, 0)
        assert helper.end(first).status == -signal.SIGKILL
    finally:
        first.connection.close()
        helper.close()


def test_a_kernel_without_landlock_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(system, "call", refuse)
    with pytest.raises(ConfinementUnavailable, match="no Landlock"):
        files.landlock_version()


def test_other_machines_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    system.libc.cache_clear()
    monkeypatch.setattr("platform.machine", lambda: "s390x")
    with pytest.raises(ConfinementUnavailable, match="s390x"):
        system.libc()
    system.libc.cache_clear()
