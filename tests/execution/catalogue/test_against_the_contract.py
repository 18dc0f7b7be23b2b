"""Our nodes beside the reference's, as the contract lists them: names, types, defaults, options, outputs."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from execution.catalogue.selectors import nodes_by_category
from execution.components.registry import COMPONENTS

SHARED = Path(os.environ.get("CONTRACT_DIR") or Path(__file__).parents[4] / "shared")
CONTRACT = SHARED / "contract" / "components.json"

pytestmark = pytest.mark.skipif(not CONTRACT.exists(), reason="the contract lies outside of the repository")

# Recorded where NVIDIA's client was not installed: the list of endings holds a sentence about that.
UNTOLD = {("NvidiaIngestComponent", "path", "fileTypes")}

EVERY_TYPE = [(category, name) for category, types in COMPONENTS.items() for name in types]


@pytest.fixture(scope="module")
def reference() -> dict[str, Any]:
    return json.loads(CONTRACT.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def ours() -> dict[str, Any]:
    return nodes_by_category()


@pytest.mark.parametrize(("category", "name"), EVERY_TYPE)
def test_a_component_has_the_names_and_flags_of_the_reference(ours, reference, category, name):
    node, expected = ours[category][name], reference[category][name]
    for key in ("display_name", "legacy", "beta", "base_classes", "tool_mode"):
        assert node[key] == expected[key], key
    # One component of the reference's declares a field twice.
    assert node["field_order"] == list(dict.fromkeys(expected["field_order"]))


@pytest.mark.parametrize(("category", "name"), EVERY_TYPE)
def test_a_field_has_the_settings_of_the_reference(ours, reference, category, name):
    template, fields = ours[category][name]["template"], reference[category][name]["inputs"]
    assert template.keys() - {"_type", "code"} == fields.keys()
    for field, listed in fields.items():
        settings = {
            key: value
            for key, value in listed.items()
            if not str(value).startswith("<long") and (name, field, key) not in UNTOLD
        }
        assert {key: untold(key, template[field].get(key)) for key in settings} == untold_all(settings), field


def untold_all(settings: dict[str, Any]) -> dict[str, Any]:
    return {key: untold(key, value) for key, value in settings.items()}


def untold(key: str, value: Any) -> Any:
    """Return a setting without its texts for people, which are our own: those of a table's columns."""
    if key != "table_schema" or not isinstance(value, list):
        return value
    return [{name: told for name, told in column.items() if name != "description"} for column in value]


@pytest.mark.parametrize(("category", "name"), EVERY_TYPE)
def test_an_output_is_the_one_of_the_reference(ours, reference, category, name):
    outputs, expected = ours[category][name]["outputs"], reference[category][name]["outputs"]
    assert [output["name"] for output in outputs] == [output["name"] for output in expected]
    for output, settings in zip(outputs, expected, strict=True):
        assert {key: output.get(key) for key in settings} == settings
