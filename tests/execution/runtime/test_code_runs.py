"""Pieces of Python in confined processes: results, printed text, errors, limits, and where there are none."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from django.conf import settings

from execution.components.python_code import CodeOutcome, CodeRaised, CodeUnavailable
from execution.engine.isolation.confinement.limits import Limits
from execution.runtime.code_runs import ConfinedCode
from execution.runtime.isolation.errors import CustomCodeTookTooLong, CustomCodeUsedTooMuch
from execution.runtime.isolation.options import Options
from execution.runtime.isolation.pool import Pool
from tests.execution.components.running import edit_context

RunScript = Callable[..., Awaitable[CodeOutcome]]


@pytest.fixture
async def run_script(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RunScript]:
    pool = Pool(Options(seconds=1.5, limits=Limits(memory_mb=512, cpu_seconds=5), processes=2))
    monkeypatch.setattr("execution.runtime.code_runs.pool", lambda: pool)

    async def run(source: str, **given: Any) -> CodeOutcome:
        return await ConfinedCode().run(source, on_behalf_of=edit_context(user_id="alice"), **given)

    yield run
    await pool.close()


async def test_the_result_and_the_printed_text_come_back(run_script: RunScript) -> None:
    outcome = await run_script("print('so far')\nn = math.floor(x)", imports=["math"], names={"x": 2.5}, result="[n]")
    assert (outcome.printed, outcome.value()) == ("so far\n", [2])


async def test_what_has_no_json_form_becomes_text_or_lists(run_script: RunScript) -> None:
    outcome = await run_script("", result="{1: {2}, 'kind': object, 'pair': (1, 2)}")
    assert outcome.value() == {"1": [2], "kind": "<class 'object'>", "pair": [1, 2]}


async def test_an_error_tells_its_line(run_script: RunScript) -> None:
    outcome = await run_script("def fail():\n    raise ValueError('no')\n\nfail()")
    with pytest.raises(CodeRaised, match="ValueError in line 2: no"):
        outcome.value()
    assert (await run_script("x = 1\nx = (")).error.line == 2


async def test_one_run_does_not_see_the_names_of_another(run_script: RunScript) -> None:
    await run_script("secret = 1")
    assert (await run_script("", result="secret")).error.kind == "NameError"


async def test_an_endless_loop_ends(run_script: RunScript) -> None:
    with pytest.raises((CustomCodeTookTooLong, CustomCodeUsedTooMuch)):
        await run_script("while True: pass")
    assert (await run_script("", result="1")).value() == 1


async def test_a_server_without_custom_code_refuses(run_script: RunScript, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings.LANGFLOW, "CUSTOM_CODE", "off")
    with pytest.raises(CodeUnavailable):
        await run_script("1")


async def test_the_server_is_out_of_reach(run_script: RunScript) -> None:
    outcome = await run_script("import os", result="sorted(name for name in os.environ if name.startswith('LANGFLOW'))")
    assert outcome.value() == []
