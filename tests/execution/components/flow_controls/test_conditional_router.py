"""If-Else: operators, letters, and the way out of a cycle."""

from typing import Any

import pytest

from execution.components.flow_controls.conditional_router import ConditionalRouter
from execution.engine.refreshing import refreshed_node
from tests.execution.components.running import Bench, edit_context, refreshed


async def answers(**values: Any) -> tuple[str, str, set[str]]:
    bench = Bench(ConditionalRouter, true_case_message="T", false_case_message="F", **values)
    true, false = await bench.give("true_result"), await bench.give("false_result")
    return true.text, false.text, bench.component.stopped_outputs


@pytest.mark.parametrize(
    ("operator", "text", "other", "holds"),
    [
        ("equals", "a", "a", True),
        ("equals", "a", "A", False),
        ("not equals", "a", "b", True),
        ("contains", "hello world", "lo w", True),
        ("contains", "hello", "", True),
        ("starts with", "hello", "lo", False),
        ("ends with", "hello", "lo", True),
        ("regex", "abc123", r"^[a-z]+\d+$", True),
        ("regex", "xabc", "abc", False),
        ("regex", "abc", "[", False),
        ("less than", "2", "10", True),
        ("less than", "b", "c", False),
        ("less than or equal", "2.0", "2", True),
        ("greater than", "x", "1", False),
        ("greater than", "-1", "-2", True),
        ("greater than or equal", "10", "10", True),
    ],
)
async def test_an_operator_decides(operator: str, text: str, other: str, holds: bool) -> None:
    decided = await answers(operator=operator, input_text=text, match_text=other)
    assert decided == (("T", "", {"false_result"}) if holds else ("", "F", {"true_result"}))


async def test_capital_letters_count_only_where_wanted_and_always_in_a_regex() -> None:
    loose = {"case_sensitive": False, "input_text": "Abc", "match_text": "aBC"}
    assert (await answers(operator="equals", **loose))[0] == "T"
    assert (await answers(operator="regex", **loose))[1] == "F"


async def test_a_branch_without_a_message_gets_an_empty_one() -> None:
    bench = Bench(ConditionalRouter, input_text="a", match_text="a", true_case_message="")
    assert (await bench.give("true_result")).text == ""


async def test_a_cycle_takes_the_default_route_after_its_rounds() -> None:
    values = {"input_text": "a", "match_text": "a", "max_iterations": 2, "default_route": "false_result"}
    bench = Bench(ConditionalRouter, **values)
    routes = [bench.component.route()]
    routes += [bench.again(ConditionalRouter, **values).route() for _ in range(2)]
    assert routes == ["true_result", "true_result", "false_result"]


async def test_a_regex_has_no_switch_for_letters_and_the_others_get_it_back() -> None:
    regex = await refreshed(ConditionalRouter, "operator", "regex")
    assert "case_sensitive" not in regex["template"]
    equals = await refreshed_node(
        ConditionalRouter, template=regex["template"], field="operator", value="equals", run=edit_context()
    )
    assert equals["template"]["case_sensitive"]["value"] is True
