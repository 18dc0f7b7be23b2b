"""Loop and Pass."""

from typing import Any

import pytest

from execution.components.flow_controls.loop_component import LoopComponent
from execution.components.flow_controls.pass_message import Pass
from execution.engine.fields import InputInvalid
from execution.engine.values import Data, DataFrame, Message
from tests.execution.components.running import Bench, give


class Body:
    """Stands for the vertices of the body; notes what went in."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.rows: list[dict[str, Any]] = []

    async def __call__(self, vertex_id: str, item: Data) -> Any:
        self.rows.append(item.data)
        return self.answers.pop(0)


def loop(body: Body, data: Any) -> Bench:
    bench = Bench(LoopComponent, data=data)
    bench.context.run_body = body
    return bench


async def test_each_row_goes_once_through_the_body_and_its_result_is_a_row() -> None:
    body = Body(Message(text="x"), Data(n=2))
    bench = loop(body, DataFrame([{"a": 1}, {"a": 2}]))
    item, done = await bench.give("item"), await bench.give("done")
    assert body.rows == [{"a": 1}, {"a": 2}]
    assert item.data == {"text": ""}
    assert done.to_records() == [{"text": "x", "n": None}, {"text": None, "n": 2}]
    assert bench.component.stopped_outputs == {"item"}


async def test_the_body_runs_also_where_nobody_wants_the_results() -> None:
    body = Body("x")
    await loop(body, [Data(a=1)]).give("item")
    assert body.rows == [{"a": 1}]


@pytest.mark.parametrize(
    ("answer", "rows"),
    [
        (DataFrame([{"a": 1}, {"a": 2}]), [{"a": 1}, {"a": 2}]),
        ([Data(a=1), "x"], [{"a": 1, "text": None}, {"a": None, "text": "x"}]),
        ({"a": 1}, [{"a": 1}]),
        (5, [{"text": "5"}]),
    ],
)
async def test_whatever_comes_back_becomes_rows(answer: Any, rows: list[dict[str, Any]]) -> None:
    assert (await loop(Body(answer), Data(a=1)).give("done")).to_records() == rows


async def test_no_rows_are_no_rounds() -> None:
    body = Body()
    assert len(await loop(body, DataFrame([])).give("done")) == 0
    assert body.rows == []


async def test_a_loop_without_input_is_an_error() -> None:
    with pytest.raises(InputInvalid):
        await loop(Body(), None).give("done")


async def test_pass_hands_on_the_one_and_drops_the_other() -> None:
    assert (await give(Pass, "output_message", input_message="keep", ignored_message="drop")).text == "keep"
