"""The text components of older flows: JSON Cleaner, Parse JSON, Regex Extractor, Output Parser, Message Store."""

from typing import Any

import pytest

from execution.components.json_queries import QueryInvalid
from execution.components.processing.json_cleaner import BracesMissing, JSONCleaner, JsonInvalid
from execution.components.processing.output_parser import OutputParser, ParserUnknown
from execution.components.processing.parse_json_data import ParseJSONData
from execution.components.processing.regex_extractor_component import RegexExtractorComponent
from execution.components.processing.store_message import StoreMessage
from execution.engine.values import Data, Message
from tests.execution.components.running import FLOW, SESSION, Bench, give


@pytest.mark.parametrize(
    ("text", "values", "cleaned"),
    [
        ('Here: {"a": "b"} done', {}, '{"a": "b"}'),
        ('{"a": 1,}', {}, '{"a": 1}'),
        ("{'a': 'b', c: True}", {}, '{"a": "b", "c": true}'),
        ('x {"a": {"b": 1} y', {}, '{"a": {"b": 1}}'),
        ('{"a": "e\u0301"}', {"normalize_unicode": True}, '{"a": "\u00e9"}'),
        ('{"a": "x\u0007\ny"}', {"remove_control_chars": True}, '{"a": "xy"}'),
        ('{"a":1.50,"b":[ ]}', {"validate_json": True}, '{"a": 1.5, "b": []}'),
    ],
)
async def test_json_is_taken_out_and_repaired(text: str, values: dict[str, Any], cleaned: str) -> None:
    assert (await give(JSONCleaner, "output", json_str=text, **values)).text == cleaned


@pytest.mark.parametrize(
    ("text", "problem"), [("no json", BracesMissing), ("", BracesMissing), ('{"a": 1,}', JsonInvalid)]
)
async def test_what_is_no_json_is_told(text: str, problem: type[Exception]) -> None:
    with pytest.raises(problem):
        await give(JSONCleaner, "output", json_str=text, validate_json=True)


@pytest.mark.parametrize(
    ("value", "query", "answers"),
    [
        (Message(text='{"a": 1}'), ".a", [{"text": "1"}]),
        (Message(text="{'a': 5"), ".a", [{"text": "5"}]),
        (Data(a={"z": 1}), ".a", [{"z": 1}]),
        (Data(a=[{"z": 1}, "x"]), ".a[]", [{"z": 1}, {"text": "x"}]),
        ([Data(a=1), Data(a=2)], ".a", [{"text": "1"}, {"text": "2"}]),
        (Data(a=1), ".zz", [{"text": "None"}]),
    ],
)
async def test_json_is_asked(value: Any, query: str, answers: list[Any]) -> None:
    found = await give(ParseJSONData, "filtered_data", input_value=value, query=query)
    assert [record.data for record in found] == answers


async def test_a_bad_query_and_bad_json_are_told() -> None:
    with pytest.raises(QueryInvalid, match="syntax error"):
        await give(ParseJSONData, "filtered_data", input_value=Data(a=1), query=".[")
    with pytest.raises(ValueError, match="Invalid JSON"):
        await give(ParseJSONData, "filtered_data", input_value=Message(text="words"), query=".")


@pytest.mark.parametrize(
    ("text", "pattern", "matches", "lines"),
    [
        ("a1 b2", r"[a-z]\d", ["a1", "b2"], "a1\nb2"),
        ("a1 b2", r"([a-z])\d", ["a", "b"], "a\nb"),
        ("k=v; x=y", r"(\w)=(\w)", [["k", "v"], ["x", "y"]], "k, v\nx, y"),
        ("abc", r"\d", [], "No matches found"),
        ("abc", "", [], "No matches found"),
    ],
)
async def test_places_that_fit_are_found(text: str, pattern: str, matches: list[Any], lines: str) -> None:
    values = {"input_text": text, "pattern": pattern}
    assert [record.match for record in await give(RegexExtractorComponent, "data", **values)] == matches
    assert (await give(RegexExtractorComponent, "text", **values)).text == lines


async def test_a_bad_pattern_is_told_in_a_record() -> None:
    values = {"input_text": "a", "pattern": "("}
    (record,) = await give(RegexExtractorComponent, "data", **values)
    assert record.error.startswith("Invalid regex pattern")
    assert (await give(RegexExtractorComponent, "text", **values)).text == record.error


async def test_a_parser_reads_what_its_instructions_ask_for() -> None:
    parser = await give(OutputParser, "output_parser")
    assert parser.parse("foo, bar") == ["foo", "bar"]
    assert "foo, bar" in (await give(OutputParser, "format_instructions")).text
    with pytest.raises(ParserUnknown):
        await give(OutputParser, "output_parser", parser_type="x")


async def test_a_text_is_kept_but_not_shown() -> None:
    bench = Bench(StoreMessage, message="hi", sender_name="Bot")
    stored = await bench.give("stored_messages")
    (kept,) = bench.history.stored
    assert (kept.text, kept.sender, kept.sender_name) == ("hi", "Machine", "Bot")
    assert (kept.session_id, kept.flow_id) == (SESSION, FLOW)
    assert stored.text == "hi"
    assert bench.events == []


async def test_a_text_may_go_to_another_history() -> None:
    class Elsewhere:
        def __init__(self) -> None:
            self.messages: list[Any] = []

        async def aadd_messages(self, messages: list[Any]) -> None:
            self.messages += messages

    elsewhere = Elsewhere()
    bench = Bench(StoreMessage, message="hi", sender="User", memory=elsewhere)
    await bench.give("stored_messages")
    assert [(message.type, message.content) for message in elsewhere.messages] == [("human", "hi")]
    assert bench.history.stored == []
