"""Variables of prompts as fields, drawn by code."""

from typing import Any

import pytest

from execution.engine.authoring.prompts import (
    dict_values_to_string,
    process_prompt_template,
    safe_mustache_render,
    validate_prompt,
)
from execution.engine.values import Data, Message


def test_each_variable_has_a_field_and_former_ones_go():
    template: dict[str, Any] = {"template": {}, "old": {"value": "x"}, "kept": {"value": "mine"}}
    fields: dict[str, Any] = {"template": ["old", "kept"]}
    assert process_prompt_template("{kept} and {new}", "template", fields, template) == ["kept", "new"]
    assert set(template) == {"template", "kept", "new"}
    assert template["kept"]["value"] == "mine"
    assert template["new"]["input_types"] == ["Message"]
    assert fields == {"template": ["kept", "new"]}


def test_both_kinds_of_braces():
    assert validate_prompt("{a} {{b}} {a}") == ["a"]
    assert validate_prompt("{a} {{b}}", is_mustache=True) == ["b"]
    assert safe_mustache_render("{{a}}-{{b}}", {"a": 1}) == "1-"
    with pytest.raises(ValueError, match="variable"):
        safe_mustache_render("{{#a}}x{{/a}}", {})


def test_names_that_no_field_can_have_are_told():
    with pytest.raises(ValueError, match="1st"):
        validate_prompt("{1st}")
    assert validate_prompt("{1st}", silent_errors=True) == ["1st"]
    with pytest.raises(ValueError, match=r"'\}'|expected"):
        validate_prompt("{a")


def test_values_become_their_texts():
    found = dict_values_to_string({"m": Message(text="hi"), "d": [Data(text="a"), "b"], "n": 3})
    assert found == {"m": "hi", "d": "a\nb", "n": 3}
