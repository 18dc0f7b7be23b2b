"""Parser and its older relatives: records and tables by a template."""

from typing import Any

import pytest

from execution.components.processing.parse_data import ParseData
from execution.components.processing.parse_data_frame import ParseDataFrame
from execution.components.processing.parser_component import ParserComponent
from execution.components.templating import TemplateInvalid
from execution.engine.fields import InputInvalid
from execution.engine.values import Data, DataFrame, Message
from tests.execution.components.running import give, refreshed

TABLE = DataFrame([{"name": "ant", "qty": 3}, {"name": "bee", "qty": None}])


async def parsed(value: Any, **values: Any) -> str:
    message = await give(ParserComponent, "parsed_text", input_data=value, **values)
    return message.text


@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        (Data(text="hi"), "Text: {text}", "Text: hi"),
        (Data(a=1, b=[2, 3]), "{a} and {b}", "1 and [2, 3]"),
        (Data(a={"b": [1, {"c": 2}]}), "{a[b][1][c]}", "2"),
        (Data(a=1), "{nope}", ""),
        (Data(a=1), "{a[0]}", ""),
        (Data(a=1), "{{x}} {a:>4}", "{x}    1"),
        (TABLE, "{name}:{qty}", "ant:3\nbee:"),
        ([Data(a=1), Data(a=2)], "{a}", "1\n2"),
        (Message(text="m"), "{text}", "m"),
    ],
)
async def test_each_record_is_written_by_the_template(value: Any, pattern: str, text: str) -> None:
    assert await parsed(value, pattern=pattern) == text


async def test_rows_stand_apart_by_the_separator() -> None:
    assert await parsed(TABLE, pattern="{name}", sep=" | ") == "ant | bee"


async def test_stringify_shows_the_whole_value() -> None:
    assert await parsed(Data(a=1), mode="Stringify") == '```json\n{\n  "a": 1\n}\n```'
    assert (await parsed(TABLE, mode="Stringify")).startswith("| name   |   qty |")


@pytest.mark.parametrize("value", [None, "", "text"])
async def test_a_record_or_a_table_is_needed(value: Any) -> None:
    with pytest.raises(InputInvalid, match="a record or a table"):
        await parsed(value)


@pytest.mark.parametrize("pattern", ["{a", "{a.__class__}", "{a!r:{b}99999}"])
async def test_a_bad_template_is_refused(pattern: str) -> None:
    with pytest.raises(TemplateInvalid):
        await parsed(Data(a="x", b=">"), pattern=pattern)


async def test_the_older_parser_gives_a_text_and_records() -> None:
    values = {"data": [Data(text="a", n=1), Data(text="b", n=2)], "template": "{text}-{n}", "sep": "|"}
    assert (await give(ParseData, "text", **values)).text == "a-1|b-2"
    assert [record.data for record in await give(ParseData, "data_list", **values)] == [
        {"text": "a-1", "n": 1},
        {"text": "b-2", "n": 2},
    ]


async def test_the_older_parser_knows_the_whole_record() -> None:
    assert (await give(ParseData, "text", data=Data(a=1), template="{data}")).text == "{'a': 1}"


async def test_the_older_table_parser_writes_rows() -> None:
    assert (await give(ParseDataFrame, "text", df=TABLE, template="{name}", sep=",")).text == "ant,bee"


@pytest.mark.parametrize(("mode", "wanted"), [("Parser", True), ("Stringify", False)])
async def test_only_the_parser_shows_and_needs_a_template(mode: str, wanted: bool) -> None:
    template = (await refreshed(ParserComponent, "mode", mode))["template"]
    assert (template["pattern"]["show"], template["pattern"]["required"]) == (wanted, wanted)
    assert template["clean_data"]["type"] == "bool"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (DataFrame([{"a": "x\n\n \ny"}, {"a": ""}, {"a": None}]), "| a      |\n|:-------|\n| x<br>y |"),
        (Message(text="one\n\n\ntwo"), "one\ntwo"),
        ([Data(data={"a": " b \n\n c", "n": 1})], '```json\n{\n  "a": "b \\n c",\n  "n": 1\n}\n```'),
    ],
)
async def test_cleaned_data_has_no_empty_lines_and_rows(value: Any, text: str) -> None:
    assert await parsed(value, mode="Stringify", clean_data=True) == text
