"""Dynamic Create Data: a record of fields that a table declares."""

from typing import Any

from execution.components.processing.dynamic_create_data import DynamicCreateData
from execution.engine.template import node_of
from execution.engine.values import Data, Message
from tests.execution.components.running import give

ROWS = [
    {"field_name": "title", "field_type": "Text"},
    {"field_name": "rec", "field_type": "Data"},
    {"field_name": "num", "field_type": "Number"},
    {"field_name": "flag", "field_type": "Boolean"},
    {"field_name": "any", "field_type": "Handle"},
]


def updated(rows: Any, template: Any = None) -> dict[str, Any]:
    return DynamicCreateData().update_build_config(
        template or node_of(DynamicCreateData)["template"], rows, "form_fields"
    )


def dynamic_fields(template: dict[str, Any]) -> dict[str, str]:
    return {name: field["type"] for name, field in template.items() if name.startswith("dynamic_")}


def test_each_row_gives_a_field() -> None:
    assert dynamic_fields(updated(ROWS)) == {
        "dynamic_title": "str",
        "dynamic_rec": "other",
        "dynamic_num": "int",
        "dynamic_flag": "bool",
        "dynamic_any": "other",
    }


def test_fields_that_stay_keep_their_values_and_others_go() -> None:
    template = updated(ROWS)
    template["dynamic_title"]["value"] = "kept"
    template["dynamic_num"]["value"] = 5
    again = updated([ROWS[0], {"field_name": "num", "field_type": "Text"}], template)
    assert dynamic_fields(again) == {"dynamic_title": "str", "dynamic_num": "str"}
    assert (again["dynamic_title"]["value"], again["dynamic_num"]["value"]) == ("kept", "")


def test_rows_without_a_name_give_no_field() -> None:
    assert dynamic_fields(updated([{"field_name": "", "field_type": "Text"}])) == {}


async def test_the_record_holds_what_the_fields_hold() -> None:
    values = {"dynamic_title": Message(text="T"), "dynamic_rec": [Data(a=1)], "dynamic_num": 5, "dynamic_flag": True}
    record = await give(DynamicCreateData, "form_data", form_fields=ROWS, **values)
    assert record.data == {"title": "T", "rec": [{"a": 1}], "num": 5, "flag": True, "any": ""}


async def test_empty_fields_have_the_empty_value_of_their_type() -> None:
    record = await give(DynamicCreateData, "form_data", form_fields=ROWS)
    assert record.data == {"title": "", "rec": "", "num": 0, "flag": False, "any": ""}


async def test_the_record_is_written_as_lines() -> None:
    text = (await give(DynamicCreateData, "message", form_fields=ROWS[:1], dynamic_title="T")).text
    assert "• title: T" in text
    assert text.endswith("Total fields: 1")
    assert (await give(DynamicCreateData, "message", form_fields=[])).text == "No form data available"
