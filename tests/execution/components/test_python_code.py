"""Components that run Python, in confined processes: what comes out, what goes wrong, what strangers may not."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings

from execution.components.llm_operations.smart_transform import LambdaMissing, SmartTransform, lambda_in
from execution.components.prototypes.python_function import ConfinedFunction, FunctionInvalid, PythonFunction
from execution.components.python_code import CodeRaised, CodeUnavailable, without_fence
from execution.components.tools.python_code_structured_tool import FunctionMissing, PythonCodeStructuredTool
from execution.components.tools.python_repl_tool import PythonREPLTool
from execution.components.utilities.python_repl import PythonREPLComponent
from execution.engine.component import Component
from execution.engine.isolation.confinement.limits import Limits
from execution.engine.values import Data, DataFrame, Message
from execution.runtime.isolation.errors import CustomCodeTookTooLong, CustomCodeUsedTooMuch
from execution.runtime.isolation.options import Options
from execution.runtime.isolation.pool import Pool
from execution.runtime.services import HOST_SERVICES
from execution.wire.outputs import output_wire
from tests.execution.components.fake_providers import bound, provider
from tests.execution.components.memory_host import MemoryHost
from tests.execution.components.recorded_flows import flow_of, recorded_cases, run_flow
from tests.execution.components.running import Bench, refreshed

__all__ = ["bound", "provider"]

Make = Callable[..., Component]


@pytest.fixture(autouse=True)
async def pool(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Pool]:
    made = Pool(
        Options(seconds=getattr(request, "param", 1.5), limits=Limits(memory_mb=1024, cpu_seconds=10), processes=2)
    )
    monkeypatch.setattr("execution.runtime.code_runs.pool", lambda: made)
    yield made
    await made.close()


def bench_of(component: type[Component], **values: Any) -> Bench:
    bench = Bench(component, **values)
    bench.context.services = HOST_SERVICES
    return bench


async def interpreted(code: str, imports: str = "math") -> dict[str, Any]:
    bench = bench_of(PythonREPLComponent, python_code=code, global_imports=imports)
    data: dict[str, Any] = (await bench.give("results")).data
    return data


# --- Python Interpreter --------------------------------------------------------------------------------


async def test_the_interpreter_hands_on_what_is_printed() -> None:
    assert await interpreted("```python\nprint(math.floor(2.5))\n```") == {"result": "2"}
    assert await interpreted("1 + 1") == {"result": ""}


async def test_the_interpreter_tells_the_error_instead() -> None:
    assert await interpreted("print('so far')\nraise ValueError('boom')") == {"result": "ValueError('boom')"}
    assert "SyntaxError" in (await interpreted("def ("))["result"]


async def test_a_module_that_is_not_there_is_named() -> None:
    problem = "Import Error: Could not import module nowhere: No module named 'nowhere'"
    assert await interpreted("print(1)", "math, nowhere") == {"error": problem}
    assert await interpreted("import nowhere") == {"result": "ModuleNotFoundError(\"No module named 'nowhere'\")"}


@pytest.mark.parametrize("pool", [60.0], indirect=True)  # pandas is slow to import on a busy machine
async def test_the_default_modules_can_be_imported(pool: Pool) -> None:
    assert await interpreted("print(len(pandas.DataFrame([1, 2])))", "math,pandas") == {"result": "2"}


async def test_an_endless_loop_fails_the_component() -> None:
    with pytest.raises((CustomCodeTookTooLong, CustomCodeUsedTooMuch)):
        await interpreted("while True: pass")


async def test_no_code_runs_where_it_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings.LANGFLOW, "CUSTOM_CODE", "off")
    with pytest.raises(CodeUnavailable):
        await interpreted("1")


async def test_no_code_runs_where_the_host_has_no_place_for_it() -> None:
    with pytest.raises(CodeUnavailable):
        await Bench(PythonREPLComponent, python_code="1", global_imports="").give("results")


def test_strangers_run_none_of_these() -> None:
    kinds = [PythonREPLComponent, PythonREPLTool, PythonCodeStructuredTool, PythonFunction, SmartTransform]
    assert all(kind.is_trusted_only for kind in kinds)


def test_fences_are_no_code() -> None:
    assert without_fence("```py\nx = 1\n```") == without_fence("```\nx = 1\n```") == without_fence(" x = 1 ") == "x = 1"


# --- the tool of older flows ---------------------------------------------------------------------------


async def test_the_tool_runs_what_the_model_writes() -> None:
    bench = bench_of(PythonREPLTool, name="snake", description="Runs it.", global_imports="math")
    tool = await bench.give("api_build_tool")
    assert (tool.name, tool.description) == ("snake", "Runs it.")
    assert await tool.ainvoke({"code": "print(math.floor(2.5))"}) == "2"
    assert await tool.ainvoke({"code": "1 / 0"}) == "ZeroDivisionError('division by zero')"


ADDER = "def add(a: int, b: str = 'x', *, c: list[int] = ()) -> str:\n    return unit * a + b + str(len(c))\n"


def structured(**values: Any) -> Bench:
    given = {"tool_code": ADDER, "tool_name": "adder", "tool_description": "Adds.", "tool_function": "add", **values}
    return bench_of(PythonCodeStructuredTool, **given)


async def test_a_function_becomes_a_tool_with_its_arguments() -> None:
    bench = structured(global_variables=[Data(data={"unit": "u"})], return_direct=True, **{"add|a": "How many."})
    tool = await bench.give("result_tool")
    properties = {"a": {"type": "integer", "description": "How many."}, "b": {"type": "string"}, "c": {"type": "array"}}
    assert tool.args_schema == {"type": "object", "properties": properties, "required": ["a"]}
    assert (tool.name, tool.return_direct) == ("adder", True)
    assert await tool.ainvoke({"a": 2, "c": [1]}) == "uux1"


async def test_a_function_that_raises_tells_the_model_the_line() -> None:
    tool = await structured().give("result_tool")
    assert "NameError in line 2: name 'unit' is not defined" in await tool.ainvoke({"a": 2})


async def test_a_function_that_the_code_lacks_is_named() -> None:
    with pytest.raises(FunctionMissing, match=r"no function 'sub'; it defines: add"):
        await structured(tool_function="sub").give("result_tool")


async def test_the_editor_is_offered_the_functions_of_the_code() -> None:
    node = await refreshed(PythonCodeStructuredTool, "tool_code", ADDER)
    assert node["template"]["tool_function"]["options"] == ["add"]
    assert (await refreshed(PythonCodeStructuredTool, "tool_code", "def ("))["template"]["tool_function"][
        "options"
    ] == []


# --- Python Function -----------------------------------------------------------------------------------


async def test_a_function_can_be_handed_on_and_called() -> None:
    function = await bench_of(PythonFunction, function_code="def double(x):\n    return 2 * x").give("function_output")
    assert isinstance(function, ConfinedFunction)
    assert await function(4) == await function(x=4) == 8
    with pytest.raises(CodeRaised, match="TypeError in line 2"):
        await function({})


@pytest.mark.parametrize(("code", "error"), [("x = 1", FunctionInvalid), ("def (", SyntaxError), ("", FunctionInvalid)])
async def test_code_without_a_function_is_refused(code: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        await bench_of(PythonFunction, function_code=code).give("function_output")


# --- Smart Transform -----------------------------------------------------------------------------------


@pytest.fixture
def transforming(bound: Any, provider: Any, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Return a function that binds a Smart Transform whose model writes that lambda."""
    monkeypatch.setenv("OPENAI_BASE_URL", provider.url)

    def make(written: str, *given: Any, **fields: Any) -> Component:
        provider.texts.append(written)
        values = {
            "data": list(given),
            "model": "gpt-4o-mini",
            "api_key": "sk",
            "filter_instruction": "Do it.",
            **fields,
        }
        component: Component = bound(SmartTransform, **values)
        component.run.services = HOST_SERVICES
        return component

    return make


async def give(component: Component, name: str) -> Any:
    return await component.result_of(component.output_by_name[name])


async def test_a_transformation_comes_in_three_forms_for_one_question(transforming: Make, provider: Any) -> None:
    component = transforming("```python\nlambda d: {'n': len(d)}\n```", Data(data={"a": 1, "b": 2}))
    assert (await give(component, "data_output")).data == {"n": 2}
    assert (await give(component, "dataframe_output")).to_records() == [{"n": 2}]
    assert json.loads((await give(component, "message_output")).text) == {"n": 2}
    assert [entry.message for entry in component.logs] == ["Generated lambda: lambda d: {'n': len(d)}"] * 3
    assert len(provider.bodies) == 1


async def test_a_tables_rows_come_as_a_list(transforming: Make) -> None:
    table = DataFrame([{"n": 1}, {"n": 5}])
    component = transforming("lambda rows: [row for row in rows if row['n'] > 2]", table)
    assert (await give(component, "dataframe_output")).to_records() == [{"n": 5}]
    assert (await give(component, "data_output")).data == {"_results": [{"n": 5}]}


async def test_a_text_stays_a_text(transforming: Make) -> None:
    component = transforming("Here: lambda text: text.upper()", Message(text="abc"))
    assert (await give(component, "message_output")).text == "ABC"
    assert (await give(component, "data_output")).data == {"text": "ABC"}


async def test_of_long_data_the_model_sees_both_ends(transforming: Make, provider: Any) -> None:
    component = transforming(
        "lambda t: len(t)", Message(text="a" * 50 + "b" * 900 + "c" * 50), sample_size=50, max_size=99
    )
    assert (await give(component, "message_output")).text == "1000"
    question = provider.bodies[0]["messages"][-1]["content"]
    assert f"{'a' * 50}\n...\n{'c' * 50}" in question
    assert "bbb" not in question


async def test_what_the_lambda_raises_fails_the_component(transforming: Make) -> None:
    with pytest.raises(CodeRaised, match="KeyError in line 1: 'x'"):
        await give(transforming("lambda d: d['x']", Data(data={})), "data_output")


def test_only_a_lambda_is_taken() -> None:
    assert lambda_in("Sure!\n`lambda x: x`\nIt returns x.") == "lambda x: x"
    for answer in ("import os", "I would use a lambda for that.", ""):
        with pytest.raises(LambdaMissing):
            lambda_in(answer)


# --- the reference -------------------------------------------------------------------------------------

TYPES = {"PythonREPLComponent", "PythonFunction"}


@pytest.mark.parametrize("case", recorded_cases(TYPES), ids=lambda case: f"{case['component']}: {case['case']}")
async def test_a_recorded_case_gives_the_recorded_outputs(case: dict[str, Any]) -> None:
    host = MemoryHost()
    host.ports = replace(host.ports, services=HOST_SERVICES)
    outcome = await run_flow(flow_of(case), host)
    for vertex_id, builds in case["expect"]["steps"][0]["build"]["vertices"].items():
        assert bool(outcome.failures) != builds[-1]["valid"]
        for name, recorded in builds[-1]["outputs"].items() if builds[-1]["valid"] else ():
            assert output_wire(outcome.results[vertex_id], name)["message"] == recorded["message"], name
