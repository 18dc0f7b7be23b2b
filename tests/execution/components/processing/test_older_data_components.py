"""The record components of older flows: select, filter, extract, combine, alter, update, list."""

from typing import Any

import pytest

from execution.components.numbered_fields import TooManyFields
from execution.components.processing.alter_metadata import AlterMetadata
from execution.components.processing.create_data import CreateData, TextKeyMissing
from execution.components.processing.create_list import CreateList
from execution.components.processing.extract_key import ExtractaKey
from execution.components.processing.filter_data import FilterData
from execution.components.processing.filter_data_values import FilterDataValues
from execution.components.processing.merge_data_component import MergeDataComponent
from execution.components.processing.select_data import IndexOutOfRange, SelectData
from execution.components.processing.update_data import UpdateData
from execution.engine.fields import InputInvalid
from execution.engine.template import node_of
from execution.engine.values import Data, Message
from tests.execution.components.running import give

RECORDS = [Data(a=1), Data(a=2)]


def plain(records: list[Data]) -> list[dict[str, Any]]:
    return [record.data for record in records]


async def test_one_record_of_a_list_is_given() -> None:
    assert (await give(SelectData, "selected_data", data_list=RECORDS, data_index=1)).data == {"a": 2}
    assert (await give(SelectData, "selected_data", data_list=Data(a=5))).data == {"a": 5}


@pytest.mark.parametrize("index", [-1, 2])
async def test_a_place_outside_of_the_list_is_told(index: int) -> None:
    with pytest.raises(IndexOutOfRange, match=str(index)):
        await give(SelectData, "selected_data", data_list=RECORDS, data_index=index)


async def test_texts_become_records() -> None:
    assert plain(await give(CreateList, "list", texts=["x", "y"])) == [{"text": "x"}, {"text": "y"}]
    assert (await give(CreateList, "dataframe", texts=["x"])).to_records() == [{"text": "x"}]
    assert await give(CreateList, "list", texts=[]) == []


@pytest.mark.parametrize(
    ("value", "key", "expected"),
    [
        (Data(a=1, b=2), "b", {"b": 2}),
        (Data(a=1), "zz", {"error": "Key 'zz' not found in Data object."}),
        ("text", "a", {"error": "Invalid input. Expected Data object or list of Data objects."}),
    ],
)
async def test_one_key_is_kept(value: Any, key: str, expected: dict[str, Any]) -> None:
    assert (await give(ExtractaKey, "extracted_data", data_input=value, key=key)).data == expected


async def test_one_key_of_each_record_is_kept() -> None:
    found = await give(ExtractaKey, "extracted_data", data_input=[Data(a=1, b=1), Data(c=1)], key="a")
    assert plain(found) == [{"a": 1}]


async def test_the_named_keys_are_kept() -> None:
    assert (await give(FilterData, "filtered_data", data=Data(a=1, b=2), filter_criteria=["a", "z"])).data == {"a": 1}
    assert (await give(FilterData, "filtered_data", data=None, filter_criteria=["a"])).data == {}


@pytest.mark.parametrize(
    ("operator", "value", "kept"),
    [
        ("equals", "va", ["va"]),
        ("equals", Data(text="va"), ["va"]),
        ("not equals", "va", ["vab", 3]),
        ("starts with", "va", ["va", "vab"]),
        ("ends with", "b", ["vab"]),
        ("contains", "3", [3]),
    ],
)
async def test_records_are_filtered_by_a_value(operator: str, value: Any, kept: list[Any]) -> None:
    records = [Data(k="va"), Data(k="vab"), Data(z=1), Data(k=3)]
    values = {"input_data": records, "filter_key": "k", "filter_value": value, "operator": operator}
    assert [record.k for record in await give(FilterDataValues, "filtered_data", **values)] == kept


async def test_without_a_value_to_compare_with_all_records_stay() -> None:
    assert await give(FilterDataValues, "filtered_data", input_data=RECORDS, filter_value="") == RECORDS


@pytest.mark.parametrize(
    ("operation", "rows"),
    [
        ("Concatenate", [{"t": "x\ny", "n": 2, "m": 1}]),
        ("Append", [{"t": "x", "n": 1, "m": None}, {"t": "y", "n": 2, "m": 1}]),
        ("Merge", [{"t": ["x", "y"], "n": 2, "m": 1}]),
        ("Join", [{"t": "x", "n": 1, "t_doc2": "y", "n_doc2": 2, "m_doc2": 1}]),
    ],
)
async def test_records_are_combined(operation: str, rows: list[Any]) -> None:
    records = [Data(t="x", n=1), Data(t="y", n=2, m=1)]
    found = await give(MergeDataComponent, "combined_data", data_inputs=records, operation=operation)
    assert found.to_records() == rows


async def test_one_record_is_nothing_to_combine() -> None:
    assert (await give(MergeDataComponent, "combined_data", data_inputs=[Data(a=1)])).to_records() == []


async def test_keys_are_added_and_removed_without_touching_the_incoming_records() -> None:
    record = Data(text="x", z=1)
    values = {"input_value": [record, Message(text="m")], "text_in": "t", "metadata": {"k": 1}, "remove_fields": ["z"]}
    first, second, third = await give(AlterMetadata, "data", **values)
    assert (first.data, second.data) == ({"text": "t", "k": 1}, {"text": "x", "k": 1})
    assert (third.text, third.data["k"]) == ("m", 1)
    assert record.data == {"text": "x", "z": 1}
    assert await give(AlterMetadata, "data", metadata={"k": 1}) == []


async def test_typed_keys_are_written_over_records() -> None:
    values = {"field_1_key": {"a": "new"}, "field_2_key": {"q": Message(text="m")}}
    found = await give(UpdateData, "data", old_data=[Data(a=1), Data(b=2)], number_of_fields=2, **values)
    assert plain(found) == [{"a": "new", "q": "m"}, {"a": "new", "b": 2, "q": "m"}]


async def test_a_missing_text_key_is_told() -> None:
    with pytest.raises(TextKeyMissing, match="'zz'"):
        await give(UpdateData, "data", old_data=Data(a=1), text_key="zz", text_key_validator=True)


@pytest.mark.parametrize(("component", "field"), [(SelectData, "data_list"), (UpdateData, "old_data")])
async def test_what_is_no_record_is_told(component: Any, field: str) -> None:
    with pytest.raises(InputInvalid, match="a record or a list of records"):
        await give(component, component.outputs[0].name, **{field: "text"})


@pytest.mark.parametrize("component", [CreateData, UpdateData])
def test_numbered_fields_come_and_go_and_keep_their_values(component: Any) -> None:
    template = component().update_build_config(node_of(component)["template"], 2, "number_of_fields")
    template["field_1_key"]["value"] = {"kept": 1}
    more = component().update_build_config(template, "3", "number_of_fields")
    assert [name for name in more if name.startswith("field_")] == ["field_1_key", "field_2_key", "field_3_key"]
    fewer = component().update_build_config(more, 1, "number_of_fields")
    assert [name for name in fewer if name.startswith("field_")] == ["field_1_key"]
    assert fewer["field_1_key"]["value"] == {"kept": 1}
    assert component().update_build_config(fewer, "x", "number_of_fields") is fewer
    with pytest.raises(TooManyFields, match="15"):
        component().update_build_config(fewer, 16, "number_of_fields")
