"""Components that turn one value into another, and Combine Text."""

from typing import Any

import pytest

from execution.components.processing.combine_text import CombineText
from execution.components.processing.create_data import CreateData, TextKeyMissing
from execution.components.processing.data_to_data_frame import DataToDataFrame
from execution.components.processing.message_to_data import MessagetoData
from execution.components.processing.type_converter_component import TypeConverterComponent
from execution.engine.fields import InputInvalid
from execution.engine.values import Data, DataFrame, Message
from tests.execution.components.running import give, refreshed

TABLE = DataFrame([{"a": 1}, {"a": 2}])
CSV = "a,b\n1,x\n2.5,y"


async def convert(value: Any, to: str, **values: Any) -> Any:
    return await give(TypeConverterComponent, f"{to}_output", input_data=value, **values)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Message(text="m"), "m"),
        ("typed", "typed"),
        (Data(text="t", x=1), "t"),
        (Data(a=1), "{'a': 1}"),
        (TABLE, "|   a |\n|----:|\n|   1 |\n|   2 |"),
    ],
)
async def test_values_become_messages(value: Any, text: str) -> None:
    assert (await convert(value, "message")).text == text


@pytest.mark.parametrize(
    ("value", "options", "record"),
    [
        (Message(text="m"), {}, {"text": "m"}),
        (Message(text='{"a": 1}'), {}, {"text": '{"a": 1}'}),
        (Message(text='{"a": 1}'), {"auto_parse": True}, {"a": 1}),
        (Message(text="words, only"), {"auto_parse": True}, {"text": "words, only"}),
        (Message(text=CSV), {"auto_parse": True}, {"records": [{"a": 1, "b": "x"}, {"a": 2.5, "b": "y"}]}),
        (Data(a=1), {}, {"a": 1}),
        (TABLE, {}, {"results": [{"a": 1}, {"a": 2}]}),
    ],
)
async def test_values_become_records(value: Any, options: dict[str, Any], record: dict[str, Any]) -> None:
    assert (await convert(value, "data", **options)).data == record


@pytest.mark.parametrize(
    ("value", "options", "rows"),
    [
        (Message(text="m"), {}, [{"text": "m"}]),
        (Message(text='[{"a": 1}]'), {"auto_parse": True}, [{"a": 1}]),
        (Message(text=CSV), {"auto_parse": True}, [{"a": 1, "b": "x"}, {"a": 2.5, "b": "y"}]),
        (Data(a=1), {}, [{"a": 1}]),
        (TABLE, {}, [{"a": 1}, {"a": 2}]),
    ],
)
async def test_values_become_tables(value: Any, options: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    assert (await convert(value, "dataframe", **options)).to_records() == rows


@pytest.mark.parametrize("value", [None, [], 5])
async def test_other_values_are_refused(value: Any) -> None:
    with pytest.raises(InputInvalid):
        await convert(value, "message")


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"text1": "x", "text2": "y"}, "x y"),
        ({"text1": "x", "text2": "y", "delimiter": "\n"}, "x\ny"),
        ({"text1": "", "text2": "b"}, " b"),
        ({}, " "),
    ],
)
async def test_two_texts_become_one(values: dict[str, str], text: str) -> None:
    assert (await give(CombineText, "combined_text", **values)).text == text


async def test_a_message_becomes_a_record_of_its_fields() -> None:
    record = await give(MessagetoData, "data", message=Message(text="hi", sender="User"))
    assert type(record) is Data
    assert (record.data["text"], record.data["sender"]) == ("hi", "User")


async def test_records_become_rows() -> None:
    assert (await give(DataToDataFrame, "dataframe", data_list=[Data(a=1), Data(b=2)])).to_records() == [
        {"a": 1, "b": None},
        {"a": None, "b": 2},
    ]
    assert len(await give(DataToDataFrame, "dataframe", data_list=[])) == 0


async def test_rows_are_made_of_records_only() -> None:
    with pytest.raises(InputInvalid, match="records"):
        await give(DataToDataFrame, "dataframe", data_list=["text"])


async def test_a_record_is_made_of_typed_rows() -> None:
    values = {"field_1_key": {"a": "1"}, "field_2_key": [{"b": Data(text="from an edge")}], "text_key": "a"}
    record = await give(CreateData, "data", number_of_fields=2, **values)
    assert (record.data, record.get_text()) == ({"a": "1", "b": "from an edge"}, "1")


async def test_a_missing_text_key_is_told_where_that_is_wanted() -> None:
    with pytest.raises(TextKeyMissing, match="'a'"):
        await give(CreateData, "data", field_1_key={"b": 1}, text_key="a", text_key_validator=True)


@pytest.mark.parametrize("kind", ["Message", "Data", "DataFrame"])
async def test_the_chosen_type_is_the_one_output(kind: str) -> None:
    outputs = (await refreshed(TypeConverterComponent, "output_type", kind))["outputs"]
    assert [(output["name"], output["types"]) for output in outputs] == [(f"{kind.lower()}_output", [kind])]


async def test_another_change_keeps_the_chosen_type() -> None:
    outputs = (await refreshed(TypeConverterComponent, "auto_parse", True, output_type="Data"))["outputs"]
    assert [output["name"] for output in outputs] == ["data_output"]
