"""What the caller of a run may decide: inputs, tweaks, session, variables, tokens."""

import pytest

from execution.engine.component import Component
from execution.engine.errors import InputConflict
from execution.engine.events import MessageAdded, TokenProduced, VertexBuilt
from execution.engine.fields import Output
from execution.engine.values import Message, TextStream
from tests.execution.engine import flow_builder
from tests.execution.engine.flow_builder import FlowBuilder, MemoryHost, run, value


def chat(**values) -> FlowBuilder:
    flow = (
        FlowBuilder().add("ChatInput", "ChatInput-1", **{"input_value": "stored", **values}).add("Join", "j", own="own")
    )
    return flow.link("ChatInput-1.message", "j.a")


class TestInputs:
    async def test_the_input_value_goes_to_the_chat_input(self):
        assert value(await run(chat(), input_value="hi"), "j") == "hi+own"

    async def test_without_an_input_value_the_stored_one_stays(self):
        assert value(await run(chat()), "j") == "stored+own"

    async def test_an_empty_input_value_replaces_the_stored_one(self):
        assert value(await run(chat(), input_value=""), "j") == "own"

    async def test_the_input_type_chooses_who_gets_the_value(self):
        flow = chat().add("TextInput", "TextInput-1", input_value="text").link("TextInput-1.message", "j.b")
        assert value(await run(flow, input_value="hi", input_type="text"), "j") == "stored+hi+own"
        assert value(await run(flow, input_value="hi", input_type="any"), "j") == "hi+hi+own"

    async def test_the_input_may_be_meant_for_named_components_only(self):
        for name in ("TextInput-1", "The TextInput-1"):
            flow = chat().add("TextInput", "TextInput-1").link("TextInput-1.message", "j.b")
            outcome = await run(flow, input_value="hi", input_type="any", input_components=[name])
            assert value(outcome, "j") == "stored+hi+own"

    async def test_what_an_edge_brings_wins_over_the_input_value(self):
        flow = (
            FlowBuilder()
            .add("Say", "s", text="edge")
            .add("ChatInput", "ChatInput-1")
            .link("s.out", "ChatInput-1.input_value")
        )
        assert value(await run(flow, input_value="hi"), "ChatInput-1", "message") == "edge"

    async def test_files_go_to_the_chat_input(self):
        outcome = await run(chat(), files=["a.txt"])
        assert outcome.results["ChatInput-1"].inputs["files"] == ["a.txt"]


class TestTweaks:
    async def tweaked(self, tweaks, **request):
        return value(await run(chat(), tweaks=tweaks, **request), "j")

    async def test_by_node_id(self):
        assert await self.tweaked({"j": {"own": "t"}}) == "stored+t"

    async def test_by_display_name(self):
        assert await self.tweaked({"The j": {"own": "t"}}) == "stored+t"

    async def test_by_a_field_name_for_all_components(self):
        assert await self.tweaked({"own": "t"}) == "stored+t"

    async def test_by_a_template_dictionary(self):
        assert await self.tweaked({"j": {"own": {"value": "t"}}}) == "stored+t"

    async def test_by_the_name_of_a_variable(self):
        host = MemoryHost(variables={"NAME": "from the variable"})
        tweaks = {"j": {"own": {"value": "NAME", "load_from_db": True}}}
        assert await self.tweaked(tweaks, host=host) == "stored+from the variable"

    async def test_a_tweak_replaces_a_variable_by_a_plain_value(self):
        flow = chat()
        flow.node("j")["template"]["own"] |= {"value": "NAME", "load_from_db": True}
        assert value(await run(flow, tweaks={"j": {"own": "plain"}}), "j") == "stored+plain"

    @pytest.mark.parametrize(
        "tweaks", [{"gone": {"own": "t"}}, {"j": {"gone": "t"}}, {"gone": 1}, {"j": {"code": "x"}}, {"code": "x"}]
    )
    async def test_unknown_names_and_code_are_ignored(self, tweaks):
        assert await self.tweaked(tweaks) == "stored+own"

    async def test_connected_fields_are_ignored(self):
        assert await self.tweaked({"j": {"a": "t"}}) == "stored+own"

    async def test_a_number_for_a_text_field_hands_over_nothing(self):
        assert await self.tweaked({"j": {"own": 5}}) == "stored"

    async def test_hidden_fields_stay_hidden(self):
        flow = chat()
        flow.node("j")["template"]["own"]["show"] = False
        assert value(await run(flow, tweaks={"j": {"own": "t"}}), "j") == "stored"

    async def test_a_dictionary_field_takes_the_dictionary_as_its_value(self):
        flow = chat()
        flow.node("j")["template"]["map"] = {"type": "dict", "show": True, "value": {}}
        outcome = await run(flow, tweaks={"j": {"map": {"a": 1, "b": 2}}})
        assert outcome.results["j"].inputs["map"] == {"a": 1, "b": 2}

    async def test_one_run_leaves_nothing_behind_for_the_next(self):
        plan = chat().plan()
        await run(plan, tweaks={"j": {"own": "t"}}, input_value="x")
        assert value(await run(plan), "j") == "stored+own"

    async def test_an_input_value_and_a_tweak_of_the_same_input_contradict_each_other(self):
        with pytest.raises(InputConflict, match="to the chat input, you cannot pass a tweak with the same name"):
            await run(chat(), input_value="x", tweaks={"ChatInput-1": {"input_value": "y"}})
        with pytest.raises(InputConflict, match="to the text input"):
            await run(chat(), input_value="x", input_type="text", tweaks={"Text Input": {"input_value": "y"}})
        outcome = await run(chat(), tweaks={"ChatInput-1": {"input_value": "y"}})
        assert value(outcome, "j") == "y+own"


class TestSession:
    async def session(self, stored: str, **request) -> str:
        outcome = await run(chat(session_id=stored), **request)
        return outcome.results["ChatInput-1"].inputs["session_id"]

    async def test_the_default_session_is_the_flow(self):
        assert await self.session("") == "f"

    async def test_the_session_of_the_request_wins_over_a_fixed_one(self):
        assert await self.session("fixed", session_id="s") == "s"

    async def test_a_host_may_let_a_fixed_session_stay(self):
        assert await self.session("fixed", session_id="s", overrides_session=False) == "fixed"
        assert await self.session("", session_id="s", overrides_session=False) == "s"


class TestVariables:
    def flow(self) -> FlowBuilder:
        flow = FlowBuilder().add("Say", "s")
        flow.node("s")["template"]["text"] |= {"value": "NAME", "load_from_db": True}
        return flow

    async def test_a_field_gets_what_its_variable_holds(self):
        outcome = await run(self.flow(), host=MemoryHost(variables={"NAME": "secret"}))
        assert value(outcome, "s") == "secret"
        assert "text" not in outcome.results["s"].inputs

    async def test_a_missing_variable_fails_the_vertex(self):
        problem = (await run(self.flow())).failures[0]
        assert problem.code == "unknown_variable"
        assert "NAME variable not found." in problem.message

    async def test_cells_of_a_table_get_what_their_variables_hold(self):
        flow = FlowBuilder().add("Say", "s", text="x")
        schema = {"columns": [{"name": "key", "load_from_db": True}]}
        rows = [{"key": "NAME", "other": "NAME"}]
        flow.node("s")["template"]["rows"] = {"type": "table", "show": True, "value": rows, "table_schema": schema}
        outcome = await run(flow, host=MemoryHost(variables={"NAME": "v"}))
        assert outcome.results["s"].inputs["rows"] == [{"key": "v", "other": "NAME"}]
        assert rows == [{"key": "NAME", "other": "NAME"}]


class Model(Component):
    """Gives a text that is still being written."""

    outputs = [Output(name="out", method="answer", types=["Message"])]

    def answer(self) -> Message:
        async def pieces():
            for piece in ("a", "", "b"):
                yield piece

        return Message(text=TextStream(pieces()))


@pytest.fixture
def model(monkeypatch):
    monkeypatch.setitem(flow_builder.TYPES, "Model", Model)


@pytest.mark.usefixtures("model")
class TestStreams:
    async def test_a_chat_output_shows_the_text_piece_by_piece(self):
        host = MemoryHost()
        flow = FlowBuilder().add("Model", "m").add("ChatOutput", "out").link("m.out", "out.input_value")
        outcome = await run(flow, host=host, stream=True)
        shown = [type(event).__name__ for event in host.events]
        assert shown[2:] == ["MessageAdded", *["TokenProduced"] * 3, "MessageAdded", "VertexBuilt", "RunFinished"]
        assert [event.text for event in host.events if isinstance(event, TokenProduced)] == ["a", "", "b"]
        assert value(outcome, "out", "message").text == "ab"

    async def test_everybody_else_gets_the_whole_text(self):
        flow = FlowBuilder().add("Model", "m").add("Join", "j").link("m.out", "j.a")
        outcome = await run(flow, stream=True)
        assert str(value(outcome, "j")) == "ab"
        assert value(outcome, "m").text == "ab"

    async def test_a_stream_may_feed_a_chat_output_and_others(self):
        flow = FlowBuilder().add("Model", "m").add("ChatOutput", "out").add("Join", "j")
        flow.link("m.out", "out.input_value").link("m.out", "j.a")
        outcome = await run(flow, stream=True)
        assert str(value(outcome, "j")) == "ab"
        assert value(outcome, "out", "message").text == "ab"


async def test_messages_of_a_vertex_are_told_before_the_vertex_is_built():
    host = MemoryHost()
    flow = FlowBuilder().add("Say", "s", text="x").add("ChatOutput", "out").link("s.out", "out.input_value")
    outcome = await run(flow, host=host)
    told = [event for event in host.events if isinstance(event, MessageAdded | VertexBuilt)]
    assert [type(event).__name__ for event in told] == ["VertexBuilt", "MessageAdded", "VertexBuilt"]
    assert outcome.results["out"].messages == host.messages.stored


async def test_a_run_without_listener_gives_the_same_outcome():
    assert value(await run(chat(), listen=False, input_value="hi"), "j") == "hi+own"
