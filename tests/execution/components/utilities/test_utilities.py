"""Calculator, Current Date, ID Generator."""

import re
from typing import Any
from uuid import UUID

import pytest

from execution.components.arithmetic import LONGEST_EXPRESSION
from execution.components.utilities.calculator_component import CalculatorComponent
from execution.components.utilities.current_date import CurrentDate
from execution.components.utilities.id_generator import IDGenerator
from execution.engine.template import node_of
from tests.execution.components.running import give


async def calculated(expression: str) -> dict[str, Any]:
    return (await give(CalculatorComponent, "result", expression=expression)).data


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("1+2", "3"),
        ("-3+1", "-2"),
        ("+3", "3"),
        ("7%3", "1"),
        ("7//2", "3"),
        ("2*3.5", "7"),
        ("10/4", "2.5"),
        ("1/3", "0.333333"),
        ("0.1+0.2", "0.3"),
        ("2**-1", "0.5"),
        ("(1+2)*-(3-1)", "-6"),
        ("9**20", "12157665459056928768"),
        ("  5 ", "5"),
        ("1200", "1200"),
        ("0", "0"),
    ],
)
async def test_arithmetic_is_worked_out(expression: str, result: str) -> None:
    assert await calculated(expression) == {"result": result}


@pytest.mark.parametrize(
    ("expression", "problem"),
    [
        ("", "Invalid expression"),
        ("2 +", "Invalid expression"),
        ("1/0", "Error: Division by zero"),
        ("5%0", "Error: Division by zero"),
        ("9**9**9", "Invalid expression"),
        ("(-8)**0.5", "no real number"),
        ("__import__('os')", "Unsupported operation or expression type: Call"),
        ("(1).real", "Attribute"),
        ("x", "Name"),
        ("'a'*3", "str"),
        ("1 < 2", "Compare"),
        ("2^3", "BitXor"),
        ("1,2", "Tuple"),
        ("(" * 500 + "1" + ")" * 500, "Invalid expression"),
        ("1+" * LONGEST_EXPRESSION + "1", "longer than"),
    ],
)
async def test_what_is_no_arithmetic_is_told_and_never_evaluated(expression: str, problem: str) -> None:
    told = await calculated(expression)
    assert problem in told["error"]
    assert told["input"] == expression


async def test_date_and_time_are_told_in_a_zone() -> None:
    text = (await give(CurrentDate, "current_date", timezone="Europe/Prague")).text
    assert re.fullmatch(r"Current date and time in Europe/Prague: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d CES?T", text)
    assert (await give(CurrentDate, "current_date")).text.endswith("UTC")


@pytest.mark.parametrize("zone", ["Nope/Zone", "", "../../etc/passwd", "Europe"])
async def test_an_unknown_zone_is_told(zone: str) -> None:
    assert (await give(CurrentDate, "current_date", timezone=zone)).text.startswith("Error: ")


def test_the_zones_are_offered() -> None:
    template = CurrentDate().update_build_config(node_of(CurrentDate)["template"], "UTC", "timezone")
    assert {"UTC", "Europe/Prague"} <= set(template["timezone"]["options"])


async def test_an_id_is_given_or_made() -> None:
    assert (await give(IDGenerator, "id", unique_id="fixed")).text == "fixed"
    first, second = [(await give(IDGenerator, "id")).text for _ in range(2)]
    assert UUID(first) != UUID(second)


def test_the_button_writes_a_new_id() -> None:
    template = IDGenerator().update_build_config(node_of(IDGenerator)["template"], "old", "unique_id")
    assert UUID(template["unique_id"]["value"])
