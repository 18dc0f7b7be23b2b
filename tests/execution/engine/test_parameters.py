"""What a template field hands to its component."""

import pytest

from execution.engine.plan import Parameter, parameter_of
from execution.engine.plan.parameters import is_secret

HANDS_OVER = [
    ("text", {"type": "str", "value": "a\\nb"}, "a\nb"),
    ("empty text", {"type": "str", "value": ""}, ""),
    ("list of texts", {"type": "str", "value": ["a\\nb"]}, ["a\nb"]),
    ("whole number", {"type": "int", "value": "3"}, 3),
    ("no number", {"type": "int", "value": "x"}, "x"),
    ("number", {"type": "float", "value": "0.5"}, 0.5),
    ("slider", {"type": "slider", "value": 1}, 1.0),
    ("true", {"type": "bool", "value": True}, True),
    ("false as text", {"type": "bool", "value": "false"}, False),
    (
        "rows as dictionary",
        {"type": "dict", "value": [{"key": "a", "value": 1}, {"key": "b", "value": 2}]},
        {"a": 1, "b": 2},
    ),
    ("small dictionaries", {"type": "dict", "value": [{"a": 1}, {"b": 2}]}, {"a": 1, "b": 2}),
    ("table", {"type": "table", "value": [{"a": 1}]}, [{"a": 1}]),
    ("no table", {"type": "table", "value": None}, []),
    ("file", {"type": "file", "file_path": "f/a.txt", "value": "ignored"}, "f/a.txt"),
    ("files", {"type": "file", "file_path": ["a", "b"], "list": True}, ["a", "b"]),
    ("no files", {"type": "file", "list": True}, []),
    ("literal", {"type": "code", "value": "[1, 2]"}, [1, 2]),
    ("default", {"type": "str", "value": None, "default": "d"}, "d"),
    ("prompt", {"type": "prompt", "value": "{a}\\n"}, "{a}\\n"),
    ("shown by force", {"type": "other", "override_skip": True, "show": False, "value": "v"}, "v"),
]

HANDS_OVER_NOTHING = [
    ("hidden", {"type": "str", "show": False, "value": "x"}),
    ("handle", {"type": "other", "value": "x"}),
    ("nothing", {"type": "str", "value": None}),
    ("a number in a text field", {"type": "str", "value": 5}),
    ("no file", {"type": "file", "value": "x"}),
    ("an empty choice", {"type": "tab", "value": ""}),
]


@pytest.mark.parametrize(("field", "expected"), [case[1:] for case in HANDS_OVER], ids=[case[0] for case in HANDS_OVER])
def test_a_field_hands_over(field, expected):
    assert parameter_of("f", {"show": True, **field}) == Parameter(expected)


@pytest.mark.parametrize(
    "field", [case[1] for case in HANDS_OVER_NOTHING], ids=[case[0] for case in HANDS_OVER_NOTHING]
)
def test_a_field_hands_over_nothing(field):
    assert parameter_of("f", {"show": True, **field}) is None


def test_code_is_never_handed_over():
    assert parameter_of("code", {"type": "code", "show": True, "value": "class A: pass"}) is None


def test_options_written_as_json_text_are_read():
    assert parameter_of("model_kwargs", {"type": "str", "show": True, "value": '{"a": 1}'}) == Parameter({"a": 1})
    assert parameter_of("model_kwargs", {"type": "str", "show": True, "value": "{broken"}) is None


def test_the_name_of_a_variable_is_marked_as_such():
    assert parameter_of("f", {"type": "str", "show": True, "value": "KEY", "load_from_db": True}).is_variable
    assert not parameter_of("f", {"type": "str", "show": True, "value": "", "load_from_db": True}).is_variable


def test_columns_of_a_table_may_name_variables():
    schema = {"columns": [{"name": "a", "load_from_db": True}, {"name": "b"}]}
    field = {"type": "table", "show": True, "value": [{"a": "KEY"}], "table_schema": schema}
    assert parameter_of("t", field).variable_columns == ("a",)


def test_passwords_and_variables_are_secrets():
    assert is_secret({"password": True})
    assert is_secret({"load_from_db": True})
    assert not is_secret({"type": "str"})
