"""Models made of descriptions, and descriptions made of models."""

from typing import Any

import pytest
from pydantic import ValidationError

from execution.engine.authoring.schemas import (
    TypeUnknown,
    build_model_from_schema,
    coalesce_bool,
    create_input_schema,
    create_input_schema_from_json_schema,
    flatten_schema,
    schema_to_langflow_inputs,
)
from execution.engine.fields import BoolInput, IntInput, MessageTextInput

PLACE = {
    "type": "object",
    "properties": {
        "city": {"type": "string", "description": "Where."},
        "days": {"type": "integer", "default": 3},
        "unit": {"enum": ["c", "f"]},
        "near": {"type": "array", "items": {"$ref": "#/$defs/Point"}},
    },
    "required": ["city"],
    "$defs": {"Point": {"type": "object", "properties": {"x": {"type": "number"}}, "required": ["x"]}},
}


def test_rows_of_a_table_become_a_model():
    rows = [
        {"name": "title", "type": "str", "description": "The title.", "multiple": False},
        {"name": "years", "type": "int", "description": "", "multiple": "True"},
    ]
    model: Any = build_model_from_schema(rows)
    assert model(title="a", years=[1]).model_dump() == {"title": "a", "years": [1]}
    assert model.model_json_schema()["properties"]["title"]["description"] == "The title."
    with pytest.raises(ValidationError):
        model(title="a", years=["x"])
    with pytest.raises(TypeUnknown, match="colour"):
        build_model_from_schema([{"name": "a", "type": "colour"}])


@pytest.mark.parametrize(
    ("text", "meant"), [("yes", True), (" T ", True), ("no", False), ("", False), (1, True), (None, False)]
)
def test_what_people_write_for_yes(text: Any, meant: bool):  # the expected value
    assert coalesce_bool(text) is meant


def test_a_json_schema_becomes_a_model():
    model: Any = create_input_schema_from_json_schema(PLACE)
    made = model(city="Rome", near=[{"x": 1}])
    assert (made.days, made.unit, made.near[0].x) == (3, None, 1.0)
    for wrong in ({}, {"city": "Rome", "unit": "k"}, {"city": "Rome", "near": [{}]}):
        with pytest.raises(ValidationError):
            model(**wrong)
    with pytest.raises(ValueError, match="object"):
        create_input_schema_from_json_schema({"type": "array"})


def test_inner_objects_lie_beside_the_others():
    nested = {
        "type": "object",
        "properties": {"a": {"type": "string"}, "b": {"type": "object", "properties": {"c": {"type": "integer"}}}},
        "required": ["a"],
    }
    flat = flatten_schema(nested)
    assert (list(flat["properties"]), flat["required"]) == (["a", "b.c"], ["a"])


def test_a_model_becomes_fields_and_fields_a_model():
    fields = {field.name: field for field in schema_to_langflow_inputs(create_input_schema_from_json_schema(PLACE))}
    assert isinstance(fields["days"], IntInput)
    assert (fields["days"].value, fields["city"].required, fields["near"].is_list) == (3, True, True)
    model: Any = create_input_schema(
        [MessageTextInput(name="q", required=True), BoolInput(name="deep"), IntInput(name="n", is_list=True, value=[1])]
    )
    assert model(q="x").model_dump() == {"q": "x", "deep": False, "n": [1]}
