"""The contract of a component: what it sees, what it may do, what it may rely on."""

import threading
from typing import Any

import pytest

from execution.engine.component import Component, OutputUnknown
from execution.engine.errors import BodyMissing
from execution.engine.events import Event, MessageAdded, MessageRemoved, TokenProduced
from execution.engine.fields import DictInput, InputInvalid, IntInput, MessageTextInput, Output
from execution.engine.ports import RunContext, VertexFacts
from execution.engine.values import Message, Properties, TextStream
from tests.execution.components.memory_host import MemoryHistory, MemoryVariables
from tests.execution.engine.test_values import pieces

FIRST = Output(name="first", method="give_text")
SECOND = Output(name="second", method="give_later")


class Probe(Component):
    inputs = [
        MessageTextInput(name="text", value="default"),
        IntInput(name="count"),
        DictInput(name="options", value={"a": 1}),
    ]
    outputs = [FIRST, SECOND]

    def give_text(self) -> Message:
        self.log("one")
        self.log({"two": 2}, name="named")
        return Message(text=self.text)

    async def give_later(self) -> str:
        self.log("three")
        return "later"


class Heavy(Probe):
    blocking = True

    def give_text(self) -> str:  # type: ignore[override]  # only the thread matters here
        return threading.current_thread().name


def bound(component: Component, emit: Any = None, **values: Any) -> Component:
    run = RunContext(
        run_id="r",
        flow_id="f",
        flow_name="",
        user_id=None,
        session_id="s",
        variables=MemoryVariables({}),
        messages=MemoryHistory(),
        services={},
        emit=emit,
    )
    component.bind(vertex=VertexFacts(id="Probe-1", display_name="Probe", type="Probe"), values=values, run=run)
    return component


def test_values_read_as_attributes_in_the_form_of_their_kind() -> None:
    probe = bound(Probe(), text=Message(text="m"), count="3", extra=1)
    assert (probe.text, probe.count, probe.extra, probe.values["extra"]) == ("m", 3, 1, 1)


def test_inputs_without_a_value_read_as_their_default() -> None:
    probe = bound(Probe())
    probe.options["b"] = 2
    assert (probe.text, bound(Probe()).options) == ("default", {"a": 1})


def test_a_name_that_nobody_declared_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="Attribute nothing not found in Probe"):
        _ = bound(Probe()).nothing


def test_a_value_that_does_not_fit_is_refused_when_it_is_bound() -> None:
    with pytest.raises(InputInvalid):
        bound(Probe(), count="many")


async def test_plain_and_waiting_methods_both_give_their_value() -> None:
    probe = bound(Probe(), text="x")
    assert (await probe.result_of(FIRST)).text == "x"
    assert await probe.result_of(SECOND) == "later"


async def test_a_blocking_component_works_in_a_thread_of_its_own() -> None:
    assert await bound(Heavy()).result_of(FIRST) != threading.current_thread().name


async def test_a_message_learns_its_flow() -> None:
    assert (await bound(Probe()).result_of(FIRST)).flow_id == "f"


async def test_log_lines_belong_to_the_output_that_was_being_made() -> None:
    probe = bound(Probe())
    await probe.result_of(FIRST)
    await probe.result_of(SECOND)
    assert [(entry.output, entry.name, entry.type) for entry in probe.logs] == [
        ("first", "Log 1", "text"),
        ("first", "named", "object"),
        ("second", "Log 1", "text"),
    ]


def test_only_own_outputs_can_be_stopped() -> None:
    probe = bound(Probe())
    probe.stop("second")
    assert probe.stopped_outputs == {"second"}
    with pytest.raises(OutputUnknown, match="third"):
        probe.stop("third")


async def test_a_sent_message_is_kept_told_and_given_back_with_an_id() -> None:
    events: list[Event] = []
    probe = bound(Probe(), emit=events.append)
    original = Message(text="hi")
    sent = await probe.send_message(original)
    assert "id" not in original.data
    assert probe.sent_messages == [sent]
    assert await probe.run.messages.recent(session_id="") == [sent]
    assert events == [MessageAdded(message=sent)]


async def test_a_message_that_is_not_kept_is_told_all_the_same() -> None:
    probe = bound(Probe())
    await probe.send_message(Message(text="hi"), store=False)
    assert await probe.run.messages.recent(session_id="") == []
    assert [message.text for message in probe.sent_messages] == ["hi"]


async def test_a_stream_shows_partly_then_by_tokens_then_completely() -> None:
    events: list[Event] = []
    probe = bound(Probe(), emit=events.append)
    sent = await probe.send_message(
        Message(text=TextStream(pieces("a", "", "b")), properties=Properties(state="partial"))
    )
    partial, *tokens, complete = events
    assert isinstance(partial, MessageAdded)
    assert isinstance(complete, MessageAdded)
    assert (partial.message.properties.state, complete.message.properties.state) == ("partial", "complete")
    assert [token.text for token in tokens if isinstance(token, TokenProduced)] == ["a", "", "b"]
    assert (complete.message.text, sent.data["id"]) == ("ab", partial.message.data["id"])


async def test_without_listeners_a_stream_is_read_in_silence() -> None:
    sent = await bound(Probe()).send_message(Message(text=TextStream(pieces("a", "b"))))
    assert sent.text == "ab"


async def test_a_message_can_be_taken_back() -> None:
    events: list[Event] = []
    probe = bound(Probe(), emit=events.append)
    sent = await probe.send_message(Message(text="hi"))
    await probe.remove_message(sent.data["id"])
    assert events[-1] == MessageRemoved(message_id=sent.data["id"])
    assert await probe.run.messages.recent(session_id="") == []


async def test_a_loop_without_a_running_graph_has_no_body() -> None:
    with pytest.raises(BodyMissing, match="Probe"):
        await bound(Probe()).run_body(1)
