"""The table of components: complete, true, and found by every name that flows use."""

import importlib
import inspect
from pathlib import Path

import pytest
from django.core.management import call_command

from execution.components.expectations import problems_of
from execution.components.registry import COMPONENTS, PATHS, all_components, component_named, find_component
from execution.components.released_code import RELEASED_CODE
from execution.engine.component import Component
from execution.engine.document import NodeFacts, code_digest
from execution.engine.errors import ComponentEdited, ComponentUnknown
from execution.engine.template import node_of

FOLDER = Path(importlib.import_module("execution.components").__file__ or "").parent
MODULES = [
    f"execution.components.{file.parent.name}.{file.stem}"
    for file in sorted(FOLDER.glob("*/*.py"))
    if file.parent.name in COMPONENTS and file.stem != "__init__"
]


def node(type_name: str, **facts: object) -> NodeFacts:
    known = {
        "id": f"{type_name}-1",
        "display_name": "Node",
        "template": {},
        "outputs": (),
        "code": "",
        "code_digest": "",
        "marked_edited": False,
        "frozen": False,
        "tool_mode": False,
        "group_id": None,
    }
    return NodeFacts(type=type_name, **{**known, **facts})  # type: ignore[arg-type]  # the test's own table


@pytest.mark.parametrize("module", MODULES)
def test_every_component_in_the_tree_is_registered(module):
    members = vars(importlib.import_module(module)).values()
    own = [it for it in members if inspect.isclass(it) and issubclass(it, Component) and it.__module__ == module]
    registered = {path for path in PATHS.values() if path.startswith(f"{module}.")}
    # A subclass in the same file may be a detail; the file's own component is in the table.
    assert registered <= {f"{module}.{it.__name__}" for it in own}
    assert bool(own) == bool(registered)


@pytest.mark.parametrize(
    ("category", "type_name"), [(name, kind) for name, kinds in COMPONENTS.items() for kind in kinds]
)
def test_a_component_fulfils_what_components_must(category, type_name):
    assert list(problems_of(type_name, component_named(type_name))) == []
    assert f".components.{category}." in PATHS[type_name]


def test_the_expectations_find_mistakes():
    class Wrong(Component):
        inputs = [*component_named("ChatInput").inputs, *component_named("ChatInput").inputs]

    found = " ".join(problems_of("Right", Wrong))
    for mistake in ("calls itself 'Wrong'", "no display name", "no docstring", "no outputs", "'input_value' twice"):
        assert mistake in found


def test_a_node_is_played_by_the_class_of_its_type():
    assert find_component(node("ChatInput")) is component_named("ChatInput")


def test_an_unedited_node_of_our_own_is_accepted():
    template = node_of(component_named("ChatInput"))
    code, digest = template["template"]["code"]["value"], template["metadata"]["code_hash"]
    assert find_component(node("ChatInput", code=code, code_digest=digest)) is component_named("ChatInput")


@pytest.mark.parametrize("facts", [{"marked_edited": True}, {"code": "changed", "code_digest": "0123456789ab"}])
def test_edited_code_is_refused(facts):
    with pytest.raises(ComponentEdited, match="ChatInput"):
        find_component(node("ChatInput", **facts))


@pytest.mark.parametrize("marked", [False, True])
def test_code_of_a_release_is_not_edited_whatever_stands_beside_it(monkeypatch, marked):
    released = {"ChatInput": frozenset({code_digest("as released")})}
    monkeypatch.setattr("execution.components.registry.RELEASED_CODE", released)
    stale = {"code": "as released", "code_digest": "0123456789ab"}
    assert find_component(node("ChatInput", **stale, marked_edited=marked)) is component_named("ChatInput")


def test_the_released_code_of_every_component_is_known():
    assert PATHS.keys() <= RELEASED_CODE.keys()


def test_an_unknown_type_is_named():
    with pytest.raises(ComponentUnknown, match="Frobnicator is not known"):
        find_component(node("Frobnicator"))


@pytest.mark.parametrize(
    ("type_name", "package"),
    [
        ("CrewAIAgentComponent", "crewai"),
        ("ComposioGmailAPIComponent", "composio-langchain"),
        ("YfinanceComponent", "yfinance"),
        ("Confluence", "langchain-community"),
    ],
)
def test_an_unknown_type_of_a_vendor_names_the_package(type_name, package):
    with pytest.raises(ComponentUnknown, match=rf"{type_name} is not known.*{package}"):
        find_component(node(type_name))


def test_the_command_lists_every_type(capsys):
    call_command("components")
    listed = capsys.readouterr().out
    assert all(type_name in listed for _, type_name, _ in all_components())


def test_the_command_checks_every_component(capsys):
    call_command("components", check=True)
    assert "Every component is as it must be." in capsys.readouterr().out
