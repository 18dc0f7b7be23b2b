"""Component code is read without running it, loaded, and drawn as a node."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from execution.engine import import_names
from execution.engine.custom_code.checks import LONGEST_CODE, check_component_code
from execution.engine.custom_code.describing import described
from execution.engine.custom_code.errors import CodeFailed, CodeInvalid
from execution.engine.custom_code.loading import load_component

COMPONENT = "from lfx.custom import Component\nfrom lfx.io import *\nfrom lfx.schema import *\n"
OLD = "from langflow import CustomComponent\nfrom langflow.schema import Data\n"


@pytest.fixture(autouse=True)
def names() -> Iterator[None]:
    import_names.install()
    yield
    import_names.uninstall()


def node_of(code: str) -> dict[str, Any]:
    node: dict[str, Any] = described(load_component(code))["data"]
    return node


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("class X(:", "Invalid Python code: invalid syntax"),
        ("x = 1", "No Component subclass"),
        ("class X: pass", "No Component subclass"),
        ("x" * (LONGEST_CODE + 1), "longer than"),
        ("x = f'" + "{a}" * 60_000 + "'", "too many braces"),
        ("x = " + "-" * 100_000 + "1", "nested too deeply"),
        ("x = " + "1 + " * 40_000 + "1", "Invalid Python code"),
        ("(" * 1000, "Invalid Python code"),
        ("class X(Y): pass\0", "Invalid Python code"),
    ],
)
def test_code_that_is_no_component_is_refused_by_reading(code: str, reason: str) -> None:
    with pytest.raises(CodeInvalid, match=reason):
        check_component_code(code)


def test_reading_runs_nothing() -> None:
    check_component_code("raise SystemExit\nclass X(Component): pass")


def test_a_class_that_only_looks_like_a_component_is_refused_when_loaded() -> None:
    with pytest.raises(CodeInvalid, match="No Component subclass"):
        load_component("class X(dict): pass")


def test_what_the_top_level_raises_is_told() -> None:
    with pytest.raises(CodeFailed, match="ZeroDivisionError: division by zero"):
        load_component(COMPONENT + "1 / 0\nclass X(Component): pass")


@pytest.mark.parametrize(
    "classes",
    [
        "class Base(Component): pass\nclass Mine(Base): pass\nclass Helper: pass",
        "class Mine(Component): pass\nclass Other(Component): pass",
    ],
)
def test_the_first_class_that_nobody_extends_is_the_component(classes: str) -> None:
    assert load_component(COMPONENT + classes).__name__ == "Mine"


def test_an_input_without_a_name_is_told() -> None:
    with pytest.raises(CodeInvalid, match="no name"):
        node_of(COMPONENT + "class X(Component):\n    inputs = [StrInput(display_name='A')]\n")


def test_what_an_author_says_beside_the_fields_is_kept() -> None:
    node = node_of(COMPONENT + "class X(Component):\n    priority = 3\n    metadata = {'team': 'red'}\n")
    assert (node["priority"], node["metadata"]["team"], node["icon"]) == (3, "red", None)


@pytest.mark.parametrize(("told", "shown"), [("'says ' + type(self).__name__", "says X"), ("self.absent", None)])
def test_a_description_may_be_a_property(told: str, shown: str | None) -> None:
    code = COMPONENT + f"class X(Component):\n    @property\n    def description(self): return {told}\n"
    assert node_of(code).get("description") == shown


def test_fields_and_outputs_are_written_as_hooks_put_them_into_nodes() -> None:
    space: dict[str, Any] = {}
    exec(COMPONENT + "field, output = IntInput(name='n', value=1), Output(name='o', method='make')", space)
    space["output"].add_types(["Data", "Data"])
    assert space["field"].to_dict() == space["field"].model_dump() == space["field"].to_template()
    assert space["output"].to_dict()["types"] == space["output"].model_dump()["types"] == ["Data"]


def test_types_come_from_declaration_and_annotation() -> None:
    output = 'outputs = [Output(name="o", method="make", types=["Text"])]'
    code = f"{COMPONENT}class X(Component):\n    {output}\n    def make(self) -> Message | Data: ...\n"
    assert node_of(code)["outputs"][0]["types"] == ["Text", "Message", "Data"]


def test_annotations_that_only_type_checkers_import_are_read() -> None:
    code = (
        "from __future__ import annotations\n" + COMPONENT + "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    from nowhere import Thing\n"
        'class X(Component):\n    outputs = [Output(name="o", method="make")]\n    def make(self) -> Thing: ...\n'
    )
    assert node_of(code)["outputs"][0]["types"] == ["Thing"]


def test_base_classes_give_their_inputs_and_outputs() -> None:
    code = (
        "from lfx.base.models.model import LCModelComponent\n"
        "class X(LCModelComponent):\n    inputs = [*LCModelComponent.get_base_inputs()]\n"
        "    def build_model(self): ...\n"
    )
    node = node_of(code)
    assert node["field_order"] == ["input_value", "system_message", "stream"]
    assert [output["name"] for output in node["outputs"]] == ["text_output", "model_output"]


def test_a_component_of_the_first_generation_shows_its_arguments() -> None:
    code = OLD + (
        "class Old(CustomComponent):\n"
        "    def build_config(self):\n"
        "        return {'word': {'display_name': 'Word', 'value': 'dd'}, 'n': {'advanced': True}}\n"
        "    def build(self, word: str, n: int = 3, items: list[Data] | None = None) -> Data: ...\n"
    )
    node = node_of(code)
    template = node["template"]
    assert template["word"]["required"] is True
    assert (template["word"]["display_name"], template["word"]["value"]) == ("Word", "dd")
    assert (template["n"]["type"], template["n"]["value"], template["n"]["advanced"]) == ("int", 3, True)
    assert (template["items"]["list"], template["items"]["required"]) == (True, False)
    assert [(output["name"], output["types"]) for output in node["outputs"]] == [("data", ["Data"])]


def test_annotations_of_the_first_generation_may_be_texts() -> None:
    code = (
        "from __future__ import annotations\n"
        + OLD
        + ("class Old(CustomComponent):\n    def build(self, n: int, rows: list[Data], what: Missing) -> Data: ...\n")
    )
    template = node_of(code)["template"]
    assert (template["n"]["type"], template["rows"]["list"], template["what"]["type"]) == ("int", True, "other")


def test_a_component_of_the_first_generation_runs() -> None:
    code = OLD + "class Old(CustomComponent):\n    def build(self, word: str = 'z') -> str: return word.upper()\n"
    component: Any = load_component(code)()
    component.values = {"word": "abc", "code": "x"}
    assert asyncio.run(component.run_build()) == "ABC"
