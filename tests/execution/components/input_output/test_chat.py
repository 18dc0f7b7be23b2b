"""Chat Input and Chat Output: what is said, shown and kept."""

from typing import Any

import pytest

from execution.components.input_output.chat_input import ChatInput
from execution.components.input_output.chat_output import ChatOutput, NothingToShow
from execution.engine.events import MessageAdded, TokenProduced
from execution.engine.ports import Neighbour
from execution.engine.values import Data, DataFrame, Message, TextStream
from tests.execution.components.running import FLOW, SESSION, Bench, give
from tests.execution.engine.test_values import pieces


def neighbour(type_name: str) -> Neighbour:
    return Neighbour(
        vertex_id=f"{type_name}-9", display_name=f"The {type_name}", type=type_name, output="o", field="input_value"
    )


async def shown(value: Any, **values: Any) -> str:
    message = await give(ChatOutput, "message", fed_by=neighbour("Parser"), input_value=value, **values)
    return message.text


async def test_the_users_words_are_kept_in_the_session_of_the_run() -> None:
    bench = Bench(ChatInput, input_value="hi", files=["a.png"])
    message = await bench.give("message")
    assert (message.text, message.sender, message.sender_name) == ("hi", "User", "User")
    assert (message.session_id, message.flow_id, message.files) == (SESSION, FLOW, ["a.png"])
    assert bench.history.stored == [message]
    assert bench.events == [MessageAdded(message=message)]


async def test_a_session_on_the_component_wins() -> None:
    assert (await give(ChatInput, "message", input_value="hi", session_id="mine")).session_id == "mine"


async def test_nothing_is_kept_or_told_where_storing_is_off() -> None:
    bench = Bench(ChatInput, input_value="hi", should_store_message=False)
    assert "id" not in (await bench.give("message")).data
    assert (bench.history.stored, bench.events) == ([], [])


async def test_no_words_are_an_empty_message() -> None:
    assert (await give(ChatInput, "message", input_value=None)).text == ""


async def test_an_answer_names_who_wrote_it() -> None:
    bench = Bench(ChatOutput, fed_by=neighbour("Parser"), input_value=Message(text="hi"))
    message = await bench.give("message")
    assert message.properties.source.to_wire() == {
        "id": "Parser-9",
        "display_name": "The Parser",
        "source": "The Parser",
    }
    assert (message.sender, message.sender_name, message.session_id) == ("Machine", "AI", SESSION)


async def test_an_answer_is_a_message_of_its_own() -> None:
    asked = Message(text="hi", id="of the user", files=["a.png"], session_id="elsewhere")
    message = await give(ChatOutput, "message", fed_by=neighbour("ChatInput"), input_value=asked)
    assert message.data["id"] != "of the user"
    assert (message.files, message.session_id) == ([], SESSION)
    assert asked.sender is None


async def test_what_an_answer_brings_along_is_kept() -> None:
    said = Message(text="hi", files=["plot.png"], properties={"icon": "Bot"})
    message = await give(ChatOutput, "message", fed_by=neighbour("Agent"), input_value=said)
    assert (message.files, message.properties.icon) == (["plot.png"], "Bot")


async def test_a_stream_reaches_the_chat_by_tokens_and_the_history_as_a_whole() -> None:
    stream = Message(text=TextStream(pieces("Hel", "", "lo")))
    bench = Bench(ChatOutput, fed_by=neighbour("LanguageModelComponent"), input_value=stream)
    message = await bench.give("message")
    assert message.text == "Hello"
    assert [type(event) for event in bench.events] == [MessageAdded, *[TokenProduced] * 3, MessageAdded]
    assert [kept.text for kept in bench.history.stored] == ["Hello"]


async def test_a_stream_that_is_not_stored_is_read_all_the_same() -> None:
    stream = Message(text=TextStream(pieces("Hel", "lo")))
    assert await shown(stream, should_store_message=False) == "Hello"


async def test_a_record_is_shown_as_fenced_json() -> None:
    assert await shown(Data(a=1, b="é")) == '```json\n{\n  "a": 1,\n  "b": "é"\n}\n```'


async def test_several_values_are_shown_below_each_other() -> None:
    assert await shown([Message(text="a"), "b"]) == "a\nb"


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ([{"name": "ant", "qty": 3}], ["| name   |   qty |", "|:-------|------:|", "| ant    |     3 |"]),
        ([{"a": 1.5}, {"a": 2}], ["|   a |", "|----:|", "| 1.5 |", "| 2   |"]),
        ([{"a": "x|y\nz"}], ["| a         |", "|:----------|", r"| x\|y<br>z |"]),
        ([{"a": 1, "b": "x"}, {"a": None, "b": None}], ["|   a | b   |", "|----:|:----|", "|   1 | x   |"]),
        ([], [""]),
    ],
    ids=["numbers to the right", "points below each other", "one row a line", "no empty rows", "nothing"],
)
async def test_a_table_is_shown_in_markdown(rows: list[dict[str, Any]], lines: list[str]) -> None:
    assert (await shown(DataFrame(rows))).split("\n") == lines


async def test_empty_rows_stay_where_cleaning_is_off() -> None:
    assert (await shown(DataFrame([{"a": 1}, {"a": None}]), clean_data=False)).count("\n") == 3


@pytest.mark.parametrize("values", [{}, {"input_value": None}, {"input_value": ""}])
async def test_nothing_to_show_is_an_error(values: dict[str, Any]) -> None:
    with pytest.raises(NothingToShow, match="Input data cannot be None"):
        await give(ChatOutput, "message", **values)


async def test_an_empty_text_that_arrived_is_shown() -> None:
    assert await shown("") == ""
