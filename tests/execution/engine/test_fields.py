"""Fields: their settings, their form in a template, and what a component gets to see."""

import pytest

from execution.engine.fields import (
    INPUT_TYPES,
    BoolInput,
    DataFrameInput,
    DefaultPromptField,
    DictInput,
    FileInput,
    FloatInput,
    Input,
    InputInvalid,
    IntInput,
    MessageInput,
    MessageTextInput,
    Output,
    RangeSpec,
    SettingUnknown,
    StrInput,
    TableInput,
)
from execution.engine.values import Data, DataFrame, Message


def test_a_field_stands_in_the_template_with_all_settings_of_its_kind() -> None:
    assert StrInput(name="title", display_name="Title", value="x").to_template() == {
        "_input_type": "StrInput",
        "advanced": False,
        "display_name": "Title",
        "dynamic": False,
        "info": "",
        "list": False,
        "list_add_label": "Add More",
        "load_from_db": False,
        "name": "title",
        "override_skip": False,
        "placeholder": "",
        "required": False,
        "show": True,
        "title_case": False,
        "tool_mode": False,
        "trace_as_metadata": True,
        "track_in_telemetry": False,
        "type": "str",
        "value": "x",
    }


def test_python_names_become_the_names_of_the_wire() -> None:
    assert FileInput(name="f", file_types=["csv"], is_list=True).to_template()["fileTypes"] == ["csv"]
    assert FileInput(name="f", is_list=True).to_template()["list"] is True
    assert TableInput(name="t").to_template()["is_list"] is True  # tables kept the older name


def test_optional_settings_show_only_where_given() -> None:
    template = IntInput(name="n", range_spec=RangeSpec(min=0, max=5, step=1, step_type="int")).to_template()
    assert template["range_spec"] == {"min": 0, "max": 5, "step": 1, "step_type": "int"}
    assert "range_spec" not in IntInput(name="n").to_template()


def test_a_setting_that_no_field_has_is_refused_by_name() -> None:
    with pytest.raises(SettingUnknown, match="StrInput has no setting 'colour'"):
        StrInput(name="s", colour="red")


def test_the_field_of_a_prompt_variable_carries_no_kind() -> None:
    template = DefaultPromptField(name="x", display_name="x").to_template()
    assert "_input_type" not in template
    assert template["field_type"] == "str"


def test_two_fields_of_a_kind_share_no_default() -> None:
    first, second = DictInput(name="a"), DictInput(name="b")
    first.value["k"] = 1
    assert second.value == {}


@pytest.mark.parametrize("kind", list(INPUT_TYPES.values()), ids=lambda kind: kind.__name__)
def test_every_kind_takes_its_own_default(kind: type[Input]) -> None:
    field = kind(name="f")
    field.accept(field.value)
    assert field.to_template()["name"] == "f"


@pytest.mark.parametrize(
    ("field", "value", "seen"),
    [
        (MessageTextInput(name="f"), Message(text="m"), "m"),
        (MessageTextInput(name="f"), Data(text="d"), "d"),
        (MessageTextInput(name="f"), None, None),
        (StrInput(name="f", is_list=True), "one", ["one"]),
        (StrInput(name="f", is_list=True), "", []),
        (MessageInput(name="f"), "typed", Message(text="typed")),
        (BoolInput(name="f"), "False", False),
        (BoolInput(name="f"), "yes", True),
        (IntInput(name="f"), "12", 12),
        (IntInput(name="f"), 3.0, 3),
        (IntInput(name="f"), "", None),
        (FloatInput(name="f"), "0.5", 0.5),
        (DictInput(name="f", is_list=True), [{"key": "a", "value": 1}, {"b": 2}], {"a": 1, "b": 2}),
        (DictInput(name="f"), '{"a": 1}', {"a": 1}),
        (TableInput(name="f"), DataFrame([{"a": 1}]), [{"a": 1}]),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_component_sees_what_the_kind_promises(field: Input, value: object, seen: object) -> None:
    got = field.accept(value)
    if isinstance(seen, Message):
        assert (type(got), got.text) == (Message, seen.text)
    else:
        assert got == seen


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (IntInput(name="f", display_name="Count"), "many"),
        (BoolInput(name="f", display_name="Count"), "perhaps"),
        (DictInput(name="f", display_name="Count"), "{"),
        (StrInput(name="f", display_name="Count"), object()),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_the_name_of_the_field(field: Input, value: object) -> None:
    with pytest.raises(InputInvalid, match="'Count'"):
        field.accept(value)


def test_a_table_of_pandas_arrives_as_ours() -> None:
    pandas = pytest.importorskip("pandas")
    assert isinstance(DataFrameInput(name="f").accept(pandas.DataFrame({"a": [1]})), DataFrame)


def test_an_output_shows_its_first_type_as_chosen_unless_it_says_otherwise() -> None:
    output = Output(name="o", display_name="O", method="m", types=["Data", "Message"])
    assert output.to_template()["selected"] == "Data"
    assert Output(name="o", method="m", types=["Data"], selected=None).to_template()["selected"] is None
    assert "hidden" not in output.to_template()
