"""The predicates of scheduling: who is ready, what a cycle takes back, what a branch leaves out."""

import pytest

from execution.engine.plan import cut_of
from execution.engine.plan.cycles import closing_edges, find_cycles
from execution.engine.plan.model import reach
from execution.engine.ports import RunContext
from execution.engine.readiness import deliver, left_out_by
from execution.engine.state import Scope
from tests.execution.engine.flow_builder import FlowBuilder, MemoryHost


def scope_of(plan, **cut) -> Scope:
    found = cut_of(plan, **cut)
    host = MemoryHost().ports
    context = RunContext(
        run_id="r",
        flow_id="f",
        flow_name="",
        user_id=None,
        session_id="s",
        variables=host.variables,
        messages=host.messages,
        services={},
    )
    scope = Scope(waiting=found.waiting.copy(), context=context, is_lazy=found.is_lazy)
    scope.ready.extend(found.first)
    scope.demanded.update(found.first)
    return scope


def finish(plan, scope: Scope, vertex_id: str, *stopped: str) -> list[str]:
    """Take the vertex from the ready ones, deliver, and return who is ready now."""
    index = plan.index_of[vertex_id]
    scope.ready.remove(index)
    deliver(plan, scope, plan.vertices[index], set(stopped))
    return [plan.vertices[ready].id for ready in scope.ready]


class TestDeliver:
    def test_a_join_is_ready_after_its_last_delivery(self):
        plan = (
            FlowBuilder().add("Say", "a").add("Say", "b").add("Join", "j").chain("a", "j").link("b.out", "j.b").plan()
        )
        scope = scope_of(plan)
        assert finish(plan, scope, "a") == ["b"]
        assert finish(plan, scope, "b") == ["j"]

    def test_two_edges_from_one_vertex_count_as_two_deliveries(self):
        plan = FlowBuilder().add("Say", "a").add("Join", "j").chain("a", "j").link("a.out", "j.b").plan()
        assert finish(plan, scope_of(plan), "a") == ["j"]

    def test_a_stopped_output_delivers_nothing(self):
        flow = FlowBuilder().add("Route", "r").add("Join", "x").add("Join", "y")
        plan = flow.link("r.short", "x.a").link("r.long", "y.a").plan()
        assert finish(plan, scope_of(plan), "r", "long") == ["x"]

    def test_a_cycle_takes_back_what_it_delivered_and_what_came_of_it(self):
        flow = FlowBuilder().add("Say", "s").add("Join", "a").add("Route", "r").add("Join", "watch").add("Join", "last")
        flow.chain("s", "a", "r").link("r.short", "a.b").chain("a", "watch", "last")
        plan = flow.plan()
        scope = scope_of(plan)
        for vertex_id in ("s", "a", "watch", "last"):
            finish(plan, scope, vertex_id)
        assert finish(plan, scope, "r", "long") == ["a"]
        assert finish(plan, scope, "a") == ["r", "watch"]
        assert finish(plan, scope, "watch") == ["r", "last"]

    def test_side_inputs_are_asked_for_through_vertices_that_wait_themselves(self):
        flow = FlowBuilder().add("ChatInput", "ChatInput-1").add("Say", "far").add("Join", "near").add("Join", "j")
        plan = flow.chain("far", "near", "j").link("ChatInput-1.message", "j.b").add("Say", "apart").plan()
        scope = scope_of(plan)
        assert finish(plan, scope, "ChatInput-1") == ["far"]


class TestLeftOut:
    def test_everything_behind_a_stopped_output_is_left_out_but_never_the_router(self):
        flow = FlowBuilder().add("Route", "r").add("Join", "x").add("Join", "y").chain("x", "y")
        plan = flow.link("r.short", "x.a").plan()
        found = left_out_by(plan, plan.vertices[0], {"short"})
        assert {plan.vertices[index].id for index in found} == {"x", "y"}


class TestCycles:
    @pytest.mark.parametrize(
        ("successors", "members"),
        [
            ([[1], [2], []], []),
            ([[1], [0]], [{0, 1}]),
            ([[0]], [{0}]),
            ([[1], [2], [1, 3], [4], [3]], [{1, 2}, {3, 4}]),
        ],
        ids=["a chain has none", "two that feed each other", "one that feeds itself", "two apart"],
    )
    def test_cycles_are_found(self, successors, members):
        cycles = find_cycles(range(len(successors)), successors)
        assert sorted((set(cycle.members) for cycle in cycles), key=min) == members

    def test_a_cycle_is_entered_where_something_leads_in(self):
        (cycle,) = find_cycles([0, 1, 2], [[2], [2], [1]])
        assert cycle.entries == (2,)

    def test_a_cycle_is_closed_by_the_edge_that_leads_back(self):
        successors = [[1], [2], [1]]
        (cycle,) = find_cycles([0, 1, 2], successors)
        assert closing_edges(cycle, successors) == {(2, 1)}

    def test_long_cycles_need_no_recursion(self):
        count = 20_000
        (cycle,) = find_cycles(range(count), [[(number + 1) % count] for number in range(count)])
        assert len(cycle.members) == count


def test_everything_that_can_be_reached_is_found_once():
    assert reach([0], [[1, 2], [3], [3], [0]]) == {0, 1, 2, 3}
