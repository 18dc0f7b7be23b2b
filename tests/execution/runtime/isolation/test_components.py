"""What authors count on: everything that a component may do works from inside its process, too."""

import asyncio
import threading
import time
from dataclasses import replace
from typing import Any

import pytest
from langchain_core.runnables import RunnableLambda

from execution.engine.component import Component
from execution.engine.events import MessageAdded, TokenProduced
from execution.engine.fields import HandleInput, Output
from execution.engine.plan import compile_plan
from execution.engine.request import RunRequest
from execution.engine.results import RunOutcome
from execution.engine.runner import run_plan
from execution.engine.values import Data, DataFrame, Message
from execution.runtime.components import find_any_component
from execution.runtime.isolation.options import Options
from execution.runtime.isolation.pool import Pool
from tests.execution.components.memory_host import MemoryHost
from tests.execution.runtime.isolation.conftest import RunCode
from tests.execution.runtime.isolation.flows import HEAD, flow_of, probe

TWO_OUTPUTS = [
    {"name": "a", "method": "one", "types": ["Message"]},
    {"name": "b", "method": "two", "types": ["Message"]},
]


@pytest.fixture
def options(options: Options) -> Options:
    """Langchain alone may take seconds to load."""
    return replace(options, seconds=60.0, limits=replace(options.limits, cpu_seconds=20))


def value_of(outcome: RunOutcome) -> Any:
    assert not outcome.failures, outcome.failures
    return outcome.results["Probe-p"].values["out"]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("Data(data={'k': [1, None, 2.5, {'n': 'x'}]})", Data(data={"k": [1, None, 2.5, {"n": "x"}]})),
        ("[Data(text='a'), Data(text='b')]", [Data(text="a"), Data(text="b")]),
        ("DataFrame([{'a': 1}, {'a': None}])", DataFrame([{"a": 1}, {"a": None}])),
        ("{'k': (1, 2), 3: b'x'}", {"k": (1, 2), 3: b"x"}),
        ("{'$': 'object', 'number': 1}", {"$": "object", "number": 1}),
        ("None", None),
        ("42", 42),
    ],
)
async def test_values_cross_as_what_they_are(run_code: RunCode, expression: str, expected: Any) -> None:
    assert value_of(await run_code(probe(f"return {expression}"))) == expected


async def test_a_message_keeps_all_its_fields(run_code: RunCode) -> None:
    sent = "Message(text='t', sender='Machine', files=['f.txt'], session_id='s', category='info', mood='good')"
    message = value_of(await run_code(probe(f"return {sent}")))
    assert (message.sender, message.files, message.category, message.mood) == ("Machine", ["f.txt"], "info", "good")


async def test_logs_status_and_facts_come_back(run_code: RunCode) -> None:
    code = probe("self.log('first'); self.log({'n': 2}, name='named'); self.status = 'done'; return Message(text='m')")
    result = (await run_code(code)).results["Probe-p"]
    assert [(entry.name, entry.message) for entry in result.logs["out"]] == [("Log 1", "first"), ("named", {"n": 2})]
    assert result.status == "done"


async def test_outputs_of_one_execution_share_their_component(run_code: RunCode) -> None:
    methods = "    def one(self): self.n = 1; self.stop('b')\n    def two(self): return self.n + 1\n"
    outputs = 'outputs = [Output(name="a", method="one"), Output(name="b", method="two")]\n'
    code = HEAD.replace('outputs = [Output(name="out", method="make")]\n', outputs) + methods
    outcome = await run_code(code, node={"outputs": TWO_OUTPUTS})
    assert outcome.results["Probe-p"].values == {"a": None, "b": 2}


async def test_the_context_of_the_run_is_shared_with_other_components(run_code: RunCode) -> None:
    code = probe("self.update_ctx({'seen': self.ctx.get('seen', 0) + 1}); return Data(data=dict(self.ctx))")
    assert value_of(await run_code(code)).data == {"seen": 1}


async def test_messages_and_tokens_reach_the_chat_as_they_come(run_code: RunCode) -> None:
    host = MemoryHost()
    body = """
async def words():
    for word in ('a ', 'b'):
        yield word
return await self.send_message(Message(text=words(), sender='Machine'))
"""
    message = value_of(await run_code(probe(body, is_async=True), host=host, node={"type_name": "ChatOutput"}))
    assert message.text == "a b"
    assert [event.text for event in host.events if isinstance(event, TokenProduced)] == ["a ", "b"]
    assert len([event for event in host.events if isinstance(event, MessageAdded)]) == 2
    assert [stored.text for stored in host.messages.stored] == ["a b"]


async def test_what_leads_to_no_chat_output_does_not_speak_in_the_chat(run_code: RunCode) -> None:
    host = MemoryHost()
    body = "return await self.send_message(Message(text='aside', sender='Machine'))"
    message = value_of(await run_code(probe(body, is_async=True), host=host))
    assert message.text == "aside"
    assert [event for event in host.events if isinstance(event, MessageAdded)] == []
    assert host.messages.stored == []


async def test_a_stream_may_be_the_output(run_code: RunCode) -> None:
    message = value_of(await run_code(probe("return Message(text=iter(['x ', 'y']))")))
    assert message.text == "x y"


async def test_variables_and_history_are_asked_of_the_host(run_code: RunCode) -> None:
    host = MemoryHost({"KEY": "k"})
    await host.messages.add(Message(text="earlier", session_id="flow"))
    body = """
from lfx.memory import aget_messages
return Data(data={'key': await self.get_variables('KEY'), 'said': [m.text for m in await aget_messages()]})
"""
    assert value_of(await run_code(probe(body, is_async=True), host=host)).data == {"key": "k", "said": ["earlier"]}


async def test_plain_methods_ask_the_host_too(run_code: RunCode) -> None:
    host = MemoryHost()
    body = "from lfx.memory import get_messages, store_message\nstore_message(Message(text='kept', sender='User'))\n"
    counted = "return Data(data={'n': len(get_messages())})"
    assert value_of(await run_code(probe(body + counted), host=host)).data == {"n": 1}


async def test_what_the_code_raises_is_told_in_its_own_words(run_code: RunCode) -> None:
    outcome = await run_code(probe("raise ValueError('boom')"))
    assert outcome.failures[0].message == "Error building Component Probe: \n\nboom"
    assert outcome.failures[0].code == "component_failed"


async def test_the_servers_parts_are_closed(run_code: RunCode) -> None:
    outcome = await run_code(probe("from langflow.services.deps import get_settings_service\nget_settings_service()"))
    assert "no access to the server's settings" in outcome.failures[0].message


async def test_a_cancelled_run_ends_its_process(run_code: RunCode, pool: Pool) -> None:
    running = asyncio.create_task(run_code(probe("import time; time.sleep(60)")))
    await asyncio.sleep(0.3)
    running.cancel()
    await asyncio.wait([running])
    for _ in range(50):
        if all(process.is_ended for _, process in pool._processes):
            break
        await asyncio.sleep(0.02)
    assert all(process.is_ended for _, process in pool._processes)


async def test_more_codes_than_processes_take_turns(run_code: RunCode) -> None:
    codes = [probe(f"return Message(text='{number}')") for number in range(9)]
    outcomes = await asyncio.gather(*(run_code(code) for code in codes))
    assert [value_of(outcome).text for outcome in outcomes] == [str(number) for number in range(9)]


async def test_a_warm_call_costs_less_than_five_milliseconds(run_code: RunCode) -> None:
    code = probe("return Message(text=self.x)")
    await run_code(code)
    seconds = []
    for _ in range(20):
        began = time.perf_counter()
        await run_code(code)
        seconds.append(time.perf_counter() - began)
    assert min(seconds) < 0.005  # the others had to wait for whatever else the machine does


class FakeModel:
    """Speaks like a chat model of langchain."""

    model_name = "fake"

    def bind_tools(self, tools: Any) -> Any:
        return RunnableLambda(lambda question: f"{question} with {tools[0]['function']['name']}")

    async def ainvoke(self, question: Any, **options: Any) -> str:
        return f"you said {question}"

    async def astream(self, question: Any, **options: Any) -> Any:
        for word in str(question).split():
            yield word


class Lender(Component):
    """Gives what only lives in the server's process."""

    outputs = [Output(name="model", method="lend")]
    inputs = [HandleInput(name="nothing")]

    def lend(self) -> FakeModel:
        return FakeModel()


def flow_with_model(code: str) -> dict[str, Any]:
    flow = flow_of(code, given={"name": "given", "type": "other", "show": True})
    node = {"template": {}, "outputs": [{"name": "model", "method": "lend"}], "display_name": "Lender"}
    flow["nodes"].append({"id": "Lender-l", "data": {"id": "Lender-l", "type": "Lender", "node": node}})
    source = {"dataType": "Lender", "id": "Lender-l", "name": "model", "output_types": []}
    target = {"fieldName": "given", "id": "Probe-p", "inputTypes": [], "type": "other"}
    edge = {"source": "Lender-l", "target": "Probe-p", "data": {"sourceHandle": source, "targetHandle": target}}
    return {**flow, "edges": [edge]}


async def with_model(body: str, *, is_async: bool) -> RunOutcome:
    def find(node: Any) -> type[Component]:
        return Lender if node.type == "Lender" else find_any_component(node)

    plan = compile_plan(flow_with_model(probe(body, is_async=is_async)), find)
    request = RunRequest(run_id="run", flow_id="flow", user_id="alice", overrides_session=False)
    return await run_plan(plan, request, MemoryHost().ports)


@pytest.mark.usefixtures("pool")
async def test_a_model_stays_in_the_server_and_is_called_from_the_process() -> None:
    outcome = await with_model("return Message(text=await self.given.ainvoke('hi'))", is_async=True)
    assert value_of(outcome).text == "you said hi"
    outcome = await with_model("return Message(text=self.given.invoke('hi'))", is_async=False)
    assert value_of(outcome).text == "you said hi"


@pytest.mark.usefixtures("pool")
async def test_a_method_that_waits_does_not_make_the_server_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()

    def invoke(_: FakeModel, question: Any) -> str:
        return f"{question}: {released.wait(30)}"

    monkeypatch.setattr(FakeModel, "invoke", invoke, raising=False)
    body = "return Message(text=await self.given.remote('invoke', 'released'))"
    asking = asyncio.create_task(with_model(body, is_async=True))
    while not asking.done() and not released.is_set():
        await asyncio.sleep(0.1)  # gets its turn while the model waits
        released.set()
    assert value_of(await asking).text == "released: True"


@pytest.mark.usefixtures("pool")
async def test_a_models_answer_streams_through_the_process() -> None:
    outcome = await with_model("return Message(text=self.given.astream('a b'))", is_async=False)
    assert value_of(outcome).text == "ab"


@pytest.mark.usefixtures("pool")
@pytest.mark.parametrize("is_async", [True, False])
async def test_tools_are_described_to_a_model_of_the_server(is_async: bool) -> None:  # both ways
    call = "await model.ainvoke('x')" if is_async else "model.invoke('x')"
    body = f"""
from langchain_core.tools import tool
@tool
def double(number: int) -> int:
    "Double a number."
    return 2 * number
model = self.given.bind_tools([double])
return Message(text={call})
"""
    assert value_of(await with_model(body, is_async=is_async)).text == "x with double"


@pytest.mark.usefixtures("pool")
async def test_nothing_but_its_methods_can_be_reached_through_a_model() -> None:
    outcome = await with_model("return Message(text=str(await self.given.remote('__class__')))", is_async=True)
    assert "offers no '__class__'" in outcome.failures[0].message


async def test_a_model_made_by_custom_code_can_be_asked_by_the_server(run_code: RunCode) -> None:
    code = probe("""
class Model:
    def bind_tools(self, tools): pass
    async def ainvoke(self, question, **options): return 'made here: ' + question
return Model()
""")
    model = value_of(await run_code(code))
    assert await model.ainvoke("x") == "made here: x"
