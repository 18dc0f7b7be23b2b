"""Condition: records go one of two ways."""

from typing import Any

import pytest

from execution.components.flow_controls.data_conditional_router import DataConditionalRouter
from execution.engine.values import Data
from tests.execution.components.running import Bench


async def routed(records: Any, **values: Any) -> tuple[Any, Any, Bench]:
    settings = {"key_name": "k", "compare_value": "v", **values}
    bench = Bench(DataConditionalRouter, data_input=records, **settings)
    return await bench.give("true_output"), await bench.give("false_output"), bench


@pytest.mark.parametrize(
    ("operator", "value", "compare_value", "fits"),
    [
        ("equals", "v", "v", True),
        ("equals", "V", "v", False),
        ("equals", 5, "5", True),
        ("not equals", "w", "v", True),
        ("contains", "avb", "v", True),
        ("starts with", "avb", "a", True),
        ("ends with", "avb", "b", True),
        ("boolean validator", True, "", True),
        ("boolean validator", "Yes", "", True),
        ("boolean validator", "no", "", False),
        ("boolean validator", 0, "", False),
    ],
)
async def test_the_value_of_the_key_decides(operator: str, value: Any, compare_value: str, fits: bool) -> None:
    record = Data(k=value)
    taken, left, bench = await routed([record], operator=operator, compare_value=compare_value)
    assert (taken, left) == (([record], None) if fits else (None, [record]))
    assert bench.component.stopped_outputs == {"false_output" if fits else "true_output"}


async def test_the_records_that_fit_go_the_true_way() -> None:
    first, second, third = Data(k="v", i=1), Data(k="w"), Data(k="v", i=2)
    assert (await routed([first, second, third]))[:2] == ([first, third], None)


async def test_a_missing_key_goes_the_false_way() -> None:
    taken, left, bench = await routed([Data(z=1)])
    assert (taken, left) == (None, [Data(z=1)])
    assert bench.component.status == "Key 'k' not found in Data"


@pytest.mark.parametrize("records", [[], ["text"]])
async def test_what_is_no_record_is_told_both_ways(records: Any) -> None:
    taken, left, bench = await routed(records)
    assert taken.data == left.data == {"error": "Input is not a Data object"}
    assert bench.component.stopped_outputs == set()
