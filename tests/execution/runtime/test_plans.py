"""Plans are compiled once, however many runs want one."""

import asyncio
import threading
import uuid
from typing import Any

import pytest

from execution.runtime import plans
from execution.runtime.errors import FlowHasNoData
from execution.runtime.plans import PlanCache
from flows.selectors import RunnableFlow


def a_flow() -> RunnableFlow:
    return RunnableFlow(
        id=uuid.uuid4(), user_id=uuid.uuid4(), name="f", endpoint_name=None, version_stamp=uuid.uuid4(),
        access_type="PRIVATE",
    )  # fmt: skip


class Compiling:
    """Stands for the reading and compiling of flows, which takes until it is told to end."""

    def __init__(self) -> None:
        self.asked: list[uuid.UUID] = []
        self.may_end = threading.Event()
        self.error: Exception | None = None
        self.stamps: dict[uuid.UUID, uuid.UUID] = {}

    def __call__(self, flow_id: uuid.UUID) -> tuple[uuid.UUID, Any]:
        self.asked.append(flow_id)
        assert self.may_end.wait(30)
        if self.error is not None:
            raise self.error
        return self.stamps[flow_id], object()


@pytest.fixture
def compiling(monkeypatch: pytest.MonkeyPatch) -> Compiling:
    stand_in = Compiling()

    async def in_thread(function: Any, *args: Any) -> Any:
        return await asyncio.to_thread(function, *args)

    monkeypatch.setattr(plans, "_compiled", stand_in)
    monkeypatch.setattr(plans, "in_database", in_thread)
    return stand_in


async def begun(cache: PlanCache, flow: RunnableFlow, compiling: Compiling, *, callers: int) -> list[asyncio.Task[Any]]:
    """Let so many ask for the flow's plan, and return when the first has begun to compile it."""
    compiling.stamps[flow.id] = flow.version_stamp
    asking = [asyncio.ensure_future(cache.plan_of(flow)) for _ in range(callers)]
    for _ in range(1000):
        if flow.id in compiling.asked:
            break
        await asyncio.sleep(0.01)
    return asking


async def test_callers_at_the_same_time_share_one_compilation(compiling: Compiling) -> None:
    cache, flow, other = PlanCache(), a_flow(), a_flow()
    asking = await begun(cache, flow, compiling, callers=20) + await begun(cache, other, compiling, callers=2)
    compiling.may_end.set()
    made = await asyncio.gather(*asking)
    assert compiling.asked == [flow.id, other.id]
    assert len(set(map(id, made))) == 2
    assert await cache.plan_of(flow) is made[0]
    assert compiling.asked == [flow.id, other.id]


async def test_a_caller_that_goes_away_leaves_the_others_their_plan(compiling: Compiling) -> None:
    cache, flow = PlanCache(), a_flow()
    first, second = await begun(cache, flow, compiling, callers=2)
    first.cancel()
    compiling.may_end.set()
    assert await second is await cache.plan_of(flow)
    assert first.cancelled()
    assert len(compiling.asked) == 1


async def test_all_are_told_why_there_is_no_plan_and_the_next_one_tries_again(compiling: Compiling) -> None:
    cache, flow = PlanCache(), a_flow()
    asking = await begun(cache, flow, compiling, callers=3)
    compiling.error = FlowHasNoData(flow_id=flow.id)
    compiling.may_end.set()
    assert [type(told) for told in await asyncio.gather(*asking, return_exceptions=True)] == [FlowHasNoData] * 3
    compiling.error = None
    assert await cache.plan_of(flow) is not None
    assert len(compiling.asked) == 2


async def test_a_flow_that_was_changed_meanwhile_is_kept_as_it_is_now(compiling: Compiling) -> None:
    cache, flow = PlanCache(), a_flow()
    (asking,) = await begun(cache, flow, compiling, callers=1)
    compiling.stamps[flow.id] = uuid.uuid4()
    compiling.may_end.set()
    plan = await asking
    assert await cache.plan_of(flow) is not plan
    assert len(compiling.asked) == 2
