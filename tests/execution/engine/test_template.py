"""The node of a component, as the catalogue lists it and the editor saves it."""

from hashlib import sha256
from pathlib import Path

import pytest

from execution.components.registry import all_components
from execution.engine.component import Component
from execution.engine.fields import Output, StrInput
from execution.engine.source import foreign_packages
from execution.engine.template import node_of, returned_types
from execution.engine.values import Data, DataFrame, Message

KEYS = {
    "base_classes",
    "beta",
    "conditional_paths",
    "custom_fields",
    "display_name",
    "documentation",
    "edited",
    "field_order",
    "frozen",
    "icon",
    "legacy",
    "metadata",
    "minimized",
    "output_types",
    "outputs",
    "pinned",
    "template",
    "tool_mode",
}


class Probe(Component):
    display_name = "Probe"
    inputs = [StrInput(name="b"), StrInput(name="a")]
    outputs = [
        Output(name="first", display_name="First", method="give_data"),
        Output(name="second", display_name="Second", method="give_table"),
    ]

    def give_data(self) -> Data:
        return Data()

    def give_table(self) -> DataFrame:
        return DataFrame()


def many() -> list[Data] | Message | None:
    return None


def test_a_node_has_every_key_the_editor_reads() -> None:
    node = node_of(Probe)
    assert set(node) == KEYS
    assert list(node["template"]) == ["_type", "code", "b", "a"]
    assert node["field_order"] == ["b", "a"]
    assert node["base_classes"] == ["Data", "DataFrame"]


def test_a_node_carries_its_source_and_the_hash_of_it() -> None:
    node = node_of(Probe)
    code = Path(__file__).read_text()
    assert node["template"]["code"]["value"] == code
    assert node["metadata"]["code_hash"] == sha256(code.encode()).hexdigest()[:12]


def test_a_node_names_the_packages_its_source_needs() -> None:
    assert node_of(Probe)["metadata"]["dependencies"]["dependencies"] == [{"name": "pytest", "version": None}]


def test_the_types_of_an_output_are_what_its_method_returns() -> None:
    assert [output["types"] for output in node_of(Probe)["outputs"]] == [["Data"], ["DataFrame"]]
    assert returned_types(many) == ["Data", "Message"]


def test_packages_are_found_without_running_the_code() -> None:
    code = "import os.path\nraise SystemExit\ndef late():\n    from pandas.io import json\n    import execution.x\n"
    assert foreign_packages(code, own=frozenset({"execution"})) == ["pandas"]


@pytest.mark.parametrize(
    ("code", "packages"),
    [
        ("import os, numpy as np; import jq", ["numpy", "jq"]),
        ("if True: import yaml.nodes", ["yaml"]),
        ("import os, \\\n    httpx", ["httpx"]),
        ("def late():\n    from pandas.core import frame", ["pandas"]),
        ("from . import near\nimport os", []),
        ('"""Words\nimport nothing from here import it."""\nimport os', []),
    ],
)
def test_the_packages_are_those_of_the_imports_however_they_are_written(code, packages):
    assert foreign_packages(code, own=frozenset()) == packages


@pytest.mark.parametrize("named", list(all_components()), ids=lambda named: named[1])
def test_every_component_of_the_registry_answers_to_its_name(named: tuple[str, str, type[Component]]) -> None:
    _, name, component = named
    node = node_of(component)
    assert component.name == name
    assert node["icon"]
    assert all(output["types"] for output in node["outputs"])
    assert all(hasattr(component, output.method) for output in component.output_by_name.values())
