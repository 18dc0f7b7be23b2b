"""Prompt Template: places, escapes, and what is refused."""

from typing import Any

import pytest

from execution.components.models_and_agents.prompt_template import PromptTemplate
from execution.components.templating import TemplateInvalid, VariableMissing, mustache_variables_of, variables_of
from execution.engine.refreshing import refreshed_node
from execution.engine.values import Data, Message
from tests.execution.components.running import edit_context, give, refreshed


async def prompt(template: str, **values: Any) -> str:
    message = await give(PromptTemplate, "prompt", template=template, **values)
    return message.text


@pytest.mark.parametrize(
    ("template", "values", "text"),
    [
        ("Hello {name}!", {"name": "Ann"}, "Hello Ann!"),
        ("{a}-{b}-{a}", {"a": "1", "b": "2"}, "1-2-1"),
        ("{{literal}} and {x}", {"x": "v"}, "{literal} and v"),
        ("é\n\n{x}\t.", {"x": "ž"}, "é\n\nž\t."),
        ("Just text", {}, "Just text"),
        ("", {}, ""),
        ("{x}", {"x": Message(text="from an edge")}, "from an edge"),
        ("{x}", {"x": Data(text="of a record")}, "of a record"),
        ("{x}", {"x": ["a", Message(text="b")]}, "a\nb"),
        ("[{x}]", {"x": None}, "[]"),
        ("{x:>5} {x!r}", {"x": "1"}, "    1 '1'"),
        ("{x}", {"x": "{y}"}, "{y}"),
    ],
)
async def test_places_are_filled(template: str, values: dict[str, Any], text: str) -> None:
    assert await prompt(template, **values) == text


@pytest.mark.parametrize(
    ("template", "values", "text"),
    [
        ("{{a}} {b}", {"a": "1<"}, "1< {b}"),
        ("{{a}}{{missing}}", {"a": "1"}, "1"),
        ('{"json": {{a}}}', {"a": "1"}, '{"json": 1}'),
    ],
)
async def test_double_brackets_leave_single_ones_alone(template: str, values: dict[str, Any], text: str) -> None:
    assert await prompt(template, use_double_brackets=True, **values) == text


@pytest.mark.parametrize("template", ["{{#a}}x{{/a}}", "{{{a}}}", "{{ a }}", "{{>part}}", "{{!note}}"])
async def test_only_plain_places_are_mustache_here(template: str) -> None:
    with pytest.raises(TemplateInvalid, match="Only simple variable substitution"):
        await prompt(template, use_double_brackets=True, a="1")


@pytest.mark.parametrize(
    "template", ["bad {x", "bad x}", "{x.__class__}", "{x[0}", "{}", "{0}", "{x:99999999}", "{x:>9{y}}"]
)
async def test_a_template_that_cannot_be_filled_is_refused(template: str) -> None:
    with pytest.raises((TemplateInvalid, VariableMissing)):
        await prompt(template, x="1")


async def test_a_place_without_a_field_is_named() -> None:
    with pytest.raises(VariableMissing, match="'b'"):
        await prompt("{a} {b}", a="1")


def test_the_places_of_a_template_are_listed_once_in_their_order() -> None:
    assert variables_of("{b} {a} {{c}} {b!r} {d[k]}") == ["b", "a", "d"]
    assert mustache_variables_of("{{b}} {a} {{c}} {{b}}") == ["b", "c"]


async def test_other_brackets_make_other_words_variables() -> None:
    double = await refreshed(PromptTemplate, "use_double_brackets", True, template="Hi {{a}} {b}")
    assert double["template"]["template"]["type"] == "mustache"
    assert double["custom_fields"] == {"template": ["a"]}
    assert double["template"]["a"]["input_types"] == ["Message"]
    single = await refreshed_again(double["template"], "use_double_brackets", False)
    assert single["template"]["template"]["type"] == "prompt"
    assert single["custom_fields"] == {"template": ["b"]}
    assert "a" not in single["template"]


async def test_a_template_that_is_being_written_has_no_variables_yet() -> None:
    node = await refreshed(PromptTemplate, "use_double_brackets", False, template="Hi {a")
    assert node["custom_fields"] == {"template": []}


async def test_another_change_keeps_the_fields_of_the_variables() -> None:
    double = await refreshed(PromptTemplate, "use_double_brackets", True, template="Hi {{a}}")
    node = await refreshed_again(double["template"], "tool_placeholder", "x")
    assert node["template"]["a"] == double["template"]["a"]
    assert node["custom_fields"] == {"template": ["a"]}


async def refreshed_again(template: dict[str, Any], field: str, value: Any) -> dict[str, Any]:
    return await refreshed_node(PromptTemplate, template=template, field=field, value=value, run=edit_context())
