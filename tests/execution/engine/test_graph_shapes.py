"""The shapes of graphs that the engine runs, each one a sentence."""

import asyncio

import pytest

from execution.engine.errors import GraphInvalid
from execution.engine.events import RunCancelled, RunFinished, VertexBuilt, VertexFailed, VertexStarted
from execution.engine.request import RunLimits
from execution.engine.runner import Cancellation
from tests.execution.engine.flow_builder import FlowBuilder, MemoryHost, run, value


def built(host: MemoryHost) -> list[str]:
    """The vertices that were built, in order."""
    return [event.vertex_id for event in host.events if isinstance(event, VertexBuilt)]


def event_of(host: MemoryHost, vertex_id: str) -> VertexBuilt:
    return next(event for event in host.events if isinstance(event, VertexBuilt) and event.vertex_id == vertex_id)


# --- graphs without cycles ---------------------------------------------------------------------------------------


async def test_an_empty_flow_ends_at_once():
    host = MemoryHost()
    outcome = await run(FlowBuilder(), host=host)
    assert outcome.succeeded
    assert isinstance(host.events[-1], RunFinished)


async def test_a_chain_hands_on_from_one_to_the_next():
    flow = FlowBuilder().add("Say", "a", text="x").add("Join", "b", own="y").add("Join", "c", own="z")
    outcome = await run(flow.chain("a", "b", "c"))
    assert value(outcome, "c") == "x+y+z"
    assert list(outcome.results) == ["a", "b", "c"]


async def test_a_diamond_runs_its_join_once_with_both_sides():
    flow = (
        FlowBuilder().add("Say", "top", text="x").add("Join", "l", own="l").add("Join", "r", own="r").add("Join", "j")
    )
    flow.chain("top", "l", "j").chain("top", "r").link("r.out", "j.b")
    host = MemoryHost()
    outcome = await run(flow, host=host)
    assert value(outcome, "j") == "x+l+x+r"
    assert built(host).count("j") == 1


async def test_only_the_predecessor_that_finishes_last_names_the_join():
    flow = FlowBuilder().add("Say", "a", text="a").add("Slow", "s", seconds="0.01").add("Join", "j")
    flow.chain("a", "j").link("s.out", "j.b")
    host = MemoryHost()
    await run(flow, host=host)
    assert event_of(host, "a").next_vertex_ids == ()
    assert event_of(host, "s").next_vertex_ids == ("j",)


async def test_a_multi_edge_list_input_keeps_the_order_in_which_the_edges_were_drawn():
    flow = FlowBuilder().add("Join", "j").add("Slow", "first", a="1", seconds="0.03").add("Say", "second", text="2")
    flow.add("Slow", "third", a="3", seconds="0.01")
    for source in ("first", "second", "third"):
        flow.link(f"{source}.out", "j.parts")
    assert value(await run(flow), "j") == "1+2+3"


async def test_vertices_that_wait_do_so_at_the_same_time():
    flow = FlowBuilder()
    for number in range(20):
        flow.add("Slow", f"s{number}", seconds="0.05")
    outcome = await run(flow, limits=RunLimits(parallel=20))
    assert outcome.seconds < 0.5
    assert len(outcome.results) == 20


async def test_no_more_vertices_wait_at_the_same_time_than_the_run_allows():
    flow = FlowBuilder().add("Join", "end")
    for number in range(9):
        flow.add("Slow", f"s{number}", seconds="0.01").link(f"s{number}.out", "end.parts")
    outcome = await run(flow, limits=RunLimits(parallel=3))
    assert outcome.seconds >= 0.03
    assert len(outcome.results) == 10


async def test_there_are_no_layers_a_fast_branch_does_not_wait_for_a_slow_one():
    flow = FlowBuilder().add("Slow", "slow", seconds="0.2").add("Say", "a", text="x").add("Slow", "b").add("Slow", "c")
    host = MemoryHost()
    await run(flow.chain("a", "b", "c"), host=host)
    assert built(host) == ["a", "b", "c", "slow"]


async def test_a_blocking_component_runs_in_a_worker_thread():
    assert value(await run(FlowBuilder().add("Blocking", "b")), "b") != "MainThread"


async def test_of_two_outputs_only_the_connected_one_is_made():
    flow = FlowBuilder().add("Two", "t").add("Join", "j").link("t.right", "j.a")
    outcome = await run(flow)
    assert outcome.results["t"].values == {"right": "right"}


async def test_without_any_edge_all_outputs_are_made():
    outcome = await run(FlowBuilder().add("Two", "t"))
    assert outcome.results["t"].values == {"left": "left", "right": "right"}


async def test_notes_are_not_run():
    flow = FlowBuilder().add("Say", "a", text="x")
    flow.nodes.append({"id": "n", "type": "noteNode", "data": {"node": {"description": "read me"}}})
    assert list((await run(flow)).results) == ["a"]


# --- branches ----------------------------------------------------------------------------------------------------


def branch(text: str, router: str = "Route") -> FlowBuilder:
    flow = (
        FlowBuilder().add("Say", "s", text=text).add(router, "r").add("Join", "yes", own="y").add("Join", "no", own="n")
    )
    return flow.chain("s", "r").link("r.short", "yes.a").link("r.long", "no.a")


@pytest.mark.parametrize(("text", "chosen", "left_out"), [("ab", "yes", "no"), ("abcd", "no", "yes")])
async def test_a_branch_runs_only_its_chosen_side(text, chosen, left_out):
    host = MemoryHost()
    outcome = await run(branch(text), host=host)
    assert chosen in outcome.results
    assert left_out not in outcome.results
    assert event_of(host, "r").inactivated_vertex_ids == (left_out,)
    assert event_of(host, "r").next_vertex_ids == (chosen,)
    assert event_of(host, chosen).inactivated_vertex_ids == ()


async def test_some_routers_tell_their_choice_with_every_later_vertex():
    host = MemoryHost()
    await run(branch("ab", router="Lasting"), host=host)
    assert event_of(host, "yes").inactivated_vertex_ids == ("no",)


async def test_a_nested_branch_chooses_again():
    flow = branch("abcd").add("Route", "r2", limit=10).add("Join", "deep", own="d").add("Join", "never")
    flow.chain("no", "r2").link("r2.short", "deep.a").link("r2.long", "never.a")
    outcome = await run(flow)
    assert value(outcome, "deep") == "abcd+n+d"
    assert "never" not in outcome.results


async def test_the_inside_of_a_branch_that_is_left_out_does_not_run():
    flow = branch("ab").add("Join", "after").chain("no", "after")
    host = MemoryHost()
    outcome = await run(flow, host=host)
    assert "after" not in outcome.results
    assert event_of(host, "r").inactivated_vertex_ids == ("no", "after")


async def test_a_join_behind_a_branch_that_is_left_out_does_not_run():
    flow = branch("ab").add("Join", "j").chain("yes", "j").link("no.out", "j.b")
    outcome = await run(flow)
    assert "j" not in outcome.results
    assert outcome.succeeded


# --- loops -------------------------------------------------------------------------------------------------------


def loop(rows: str) -> FlowBuilder:
    flow = FlowBuilder().add("Say", "s", text=rows).add("Each", "loop").add("Join", "body", own="!").add("Join", "end")
    flow.link("s.out", "loop.rows").link("loop.item", "body.a").link("body.out", "loop.>item")
    return flow.link("loop.done", "end.a")


async def test_a_loop_runs_its_body_for_each_row():
    host = MemoryHost()
    outcome = await run(loop("a,b,c"), host=host)
    assert value(outcome, "end") == "a+!,b+!,c+!"
    assert built(host) == ["s", "body", "body", "body", "loop", "end"]
    assert [event.vertex_id for event in host.events if isinstance(event, VertexStarted)] == ["body"] * 3


async def test_a_loop_over_nothing_leaves_its_body_out():
    host = MemoryHost()
    outcome = await run(loop(""), host=host)
    assert value(outcome, "end") == ""
    assert event_of(host, "loop").inactivated_vertex_ids == ("body",)


async def test_a_loop_whose_body_fails_tells_what_it_left_out():
    host = MemoryHost()
    flow = FlowBuilder().add("Say", "s", text="a").add("Each", "loop").add("Fail", "body").add("Join", "end")
    flow.link("s.out", "loop.rows").link("loop.item", "body.a").link("body.out", "loop.>item")
    await run(flow.link("loop.done", "end.a"), host=host)
    failed = next(event for event in host.events if isinstance(event, VertexFailed) and event.vertex_id == "loop")
    assert failed.inactivated_vertex_ids == ("body",)


async def test_a_loop_may_accumulate_over_its_rows():
    flow = loop("a,b").add("Count", "count")
    flow.edges[1]["target"] = flow.edges[1]["data"]["targetHandle"]["id"] = "count"
    flow.link("count.out", "body.a")
    assert value(await run(flow), "end") == "a#1+!,b#2+!"


async def test_a_loop_body_may_use_what_was_made_outside_of_it():
    flow = loop("a,b").add("Slow", "side", a="side", seconds="0.02").link("side.out", "body.b")
    assert value(await run(flow), "end") == "a+side+!,b+side+!"


async def test_a_side_branch_of_a_loop_body_runs_for_each_row():
    host = MemoryHost()
    await run(loop("a,b").add("Count", "side").link("body.out", "side.a"), host=host)
    assert built(host).count("side") == 2


async def test_a_vertex_behind_the_body_gets_the_last_row():
    flow = loop("a,b").add("Join", "last").link("body.out", "last.a").link("loop.done", "last.b")
    assert value(await run(flow), "last") == "b+!+a+!,b+!"


async def test_a_nested_loop_runs_inside_each_row_of_the_outer_one():
    flow = FlowBuilder().add("Say", "s", text="a,b").add("Each", "outer").add("Join", "rows", b=",x")
    flow.add("Each", "inner").add("Join", "body", own="!").add("Join", "end")
    flow.link("s.out", "outer.rows").link("outer.item", "inner.rows").link("inner.item", "body.a")
    flow.link("body.out", "inner.>item").link("inner.done", "outer.>item").link("outer.done", "end.a")
    assert value(await run(flow), "end") == "a+!,b+!"


async def test_a_branch_inside_a_loop_body_chooses_for_each_row():
    flow = loop("a,bbbb").add("Route", "r").add("Join", "other")
    flow.edges[1]["target"] = flow.edges[1]["data"]["targetHandle"]["id"] = "r"
    flow.link("r.short", "body.a").link("r.long", "other.a")
    outcome = await run(flow)
    assert value(outcome, "end") == "a+!,None"
    assert value(outcome, "other") == "bbbb"


async def test_an_error_in_the_body_fails_the_loop():
    flow = loop("a,b").add("Fail", "bad").link("body.out", "bad.a")
    host = MemoryHost()
    outcome = await run(flow, host=host)
    assert [problem.vertex_id for problem in outcome.failures] == ["bad", "loop"]
    assert "end" not in outcome.results
    assert isinstance(host.events[-1], RunFinished)


async def test_a_loop_whose_body_nobody_drew_fails():
    flow = FlowBuilder().add("Each", "loop", rows="a").add("Join", "end").link("loop.done", "end.a")
    outcome = await run(flow)
    assert outcome.failures[0].code == "body_missing"


# --- cycles ------------------------------------------------------------------------------------------------------


def cycle() -> FlowBuilder:
    """`grow` adds a y until the text is long enough."""
    flow = FlowBuilder().add("Say", "s", text="x").add("Join", "grow", own="y").add("Route", "r", limit=6)
    return flow.chain("s", "grow", "r").link("r.short", "grow.b").add("Join", "end").link("r.long", "end.a")


async def test_a_cycle_runs_until_its_router_takes_the_exit():
    host = MemoryHost()
    outcome = await run(cycle(), host=host)
    assert value(outcome, "end") == "x+x+y+y"
    assert built(host) == ["s", "grow", "r", "grow", "r", "end"]


async def test_what_hangs_on_a_cycle_runs_in_each_round():
    host = MemoryHost()
    await run(
        cycle().add("Count", "watch").link("grow.out", "watch.a").add("Count", "next").chain("watch", "next"), host=host
    )
    assert built(host).count("watch") == 2
    assert built(host).count("next") == 2


async def test_a_join_of_the_round_and_the_exit_gets_the_last_round():
    flow = cycle().add("Join", "j").link("grow.out", "j.a").link("r.long", "j.b")
    assert value(await run(flow), "j") == "x+x+y+y+x+x+y+y"


async def test_a_cycle_inside_a_cycle_comes_to_its_end():
    flow = cycle().add("Route", "outer", limit=20)
    flow.edges[-1]["target"] = flow.edges[-1]["data"]["targetHandle"]["id"] = "outer"
    flow.link("outer.short", "grow.parts").link("outer.long", "end.a")
    assert len(value(await run(flow), "end")) >= 20


async def test_a_cycle_that_nothing_leads_into_starts_at_its_first_vertex():
    flow = FlowBuilder().add("Join", "grow", own="y").add("Route", "r", limit=4).add("Join", "end")
    flow.chain("grow", "r").link("r.short", "grow.b").link("r.long", "end.a")
    assert value(await run(flow), "end") == "y+y+y"


def test_a_cycle_without_exit_is_refused():
    flow = FlowBuilder().add("Join", "a").add("Join", "b").chain("a", "b", "a")
    with pytest.raises(GraphInvalid) as refused:
        flow.plan()
    assert [(problem.code, problem.vertex_id) for problem in refused.value.problems] == [("cycle_without_exit", "a")]
    assert "The a, The b" in str(refused.value)


async def test_a_cycle_that_never_takes_its_exit_is_stopped():
    flow = FlowBuilder().add("Join", "grow", own="y").add("Route", "r", limit=10**9).chain("grow", "r")
    flow.link("r.short", "grow.parts")
    flow.node("grow")["template"]["parts"]["list"] = False
    outcome = await run(flow, limits=RunLimits(vertex_runs=50))
    assert outcome.failures[-1].code == "too_many_vertex_runs"
    assert not outcome.cancelled


# --- failures, cancelling, limits ----------------------------------------------------------------------------------


async def test_a_failing_vertex_keeps_its_successors_from_running_and_its_siblings_go_on():
    flow = (
        FlowBuilder()
        .add("Say", "s", text="x")
        .add("Fail", "bad")
        .add("Join", "after")
        .add("Slow", "sibling")
        .add("Join", "end")
    )
    flow.chain("s", "bad", "after").chain("s", "sibling", "end")
    host = MemoryHost()
    outcome = await run(flow, host=host)
    assert set(outcome.results) == {"s", "sibling", "end"}
    problem = outcome.failures[0]
    assert (problem.vertex_id, problem.type, problem.code) == ("bad", "Fail", "component_failed")
    assert problem.message == "Error building Component The bad: \n\nno luck"
    failed = next(event for event in host.events if isinstance(event, VertexFailed))
    assert failed.result.valid is False
    assert isinstance(host.events[-1], RunFinished)


async def test_a_cancelled_run_ends_and_says_so():
    cancellation = Cancellation()
    host = MemoryHost()
    asyncio.get_running_loop().call_later(0.02, cancellation.cancel)
    flow = FlowBuilder().add("Slow", "a", seconds="5").add("Slow", "b", seconds="5").add("Say", "c", text="x")
    outcome = await run(flow, host=host, cancellation=cancellation)
    assert outcome.cancelled
    assert list(outcome.results) == ["c"]
    assert isinstance(host.events[-1], RunCancelled)
    await asyncio.sleep(0)  # nothing of the cancellation is left for the caller


async def test_a_run_cancelled_before_it_starts_runs_nothing_that_waits():
    cancellation = Cancellation()
    cancellation.cancel()
    outcome = await run(FlowBuilder().add("Slow", "a", seconds="5"), cancellation=cancellation)
    assert outcome.cancelled
    assert outcome.results == {}


async def test_cancelling_the_calling_task_cancels_the_run():
    host = MemoryHost()
    flow = FlowBuilder().add("Slow", "a", seconds="5").add("Slow", "b", seconds="5")
    task = asyncio.create_task(run(flow, host=host))
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert isinstance(host.events[-1], RunCancelled)


async def test_cancelling_reaches_into_a_loop():
    cancellation = Cancellation()
    flow = loop("a,b").add("Slow", "slow", seconds="5").link("body.out", "slow.a")
    asyncio.get_running_loop().call_later(0.02, cancellation.cancel)
    outcome = await run(flow, cancellation=cancellation)
    assert outcome.cancelled
    assert outcome.seconds < 2


async def test_a_run_that_takes_too_long_is_stopped_with_a_reason():
    outcome = await run(FlowBuilder().add("Slow", "a", seconds="5"), limits=RunLimits(seconds=0.02))
    assert [problem.code for problem in outcome.failures] == ["run_too_long"]
    assert not outcome.cancelled


# --- where a run starts and stops ----------------------------------------------------------------------------------


def chat() -> FlowBuilder:
    flow = (
        FlowBuilder().add("ChatInput", "ChatInput-1", input_value="hi").add("Say", "side", text="side").add("Join", "j")
    )
    flow.link("ChatInput-1.message", "j.a").link("side.out", "j.b")
    return flow.add("Say", "apart", text="x").add("Join", "apart2").chain("apart", "apart2")


async def test_with_a_chat_input_parts_that_are_not_connected_to_it_do_not_run():
    host = MemoryHost()
    outcome = await run(chat(), host=host)
    assert list(outcome.results) == ["ChatInput-1", "side", "j"]
    assert value(outcome, "j") == "hi+side"
    assert host.events[0].first_layer == ("ChatInput-1",)
    assert host.events[0].to_run == ("ChatInput-1", "side", "j", "apart", "apart2")


async def test_a_side_input_is_named_as_next_by_the_vertex_whose_successor_needs_it():
    host = MemoryHost()
    await run(chat(), host=host)
    assert event_of(host, "ChatInput-1").next_vertex_ids == ("side",)
    assert event_of(host, "side").next_vertex_ids == ("j",)


async def test_a_call_from_outside_starts_side_inputs_at_once_and_the_chat_input_after_them():
    host = MemoryHost()
    outcome = await run(chat(), host=host, starts_at_entry=True)
    assert list(outcome.results) == ["side", "ChatInput-1", "j"]
    assert host.events[0].to_run == ("ChatInput-1", "side", "j")


async def test_a_call_from_outside_runs_everything_when_there_is_nothing_to_enter_by():
    outcome = await run(FlowBuilder().add("Say", "a", text="x").add("Say", "b", text="y"), starts_at_entry=True)
    assert set(outcome.results) == {"a", "b"}


async def test_without_a_chat_input_everything_runs():
    outcome = await run(FlowBuilder().add("Say", "a", text="x").add("Say", "b", text="y"))
    assert set(outcome.results) == {"a", "b"}


async def test_a_stop_component_cuts_the_graph_to_what_it_needs():
    flow = FlowBuilder().add("Say", "a").add("Join", "b").add("Join", "c").add("Say", "other").chain("a", "b", "c")
    host = MemoryHost()
    outcome = await run(flow, host=host, stop_component_id="b")
    assert set(outcome.results) == {"a", "b"}
    assert host.events[0].to_run == ("a", "b")
    assert event_of(host, "b").next_vertex_ids == ()


async def test_an_unknown_stop_component_runs_nothing():
    host = MemoryHost()
    assert (await run(FlowBuilder().add("Say", "a"), host=host, stop_component_id="x")).results == {}
    assert host.events[0].to_run == ()


async def test_a_start_component_runs_with_its_ancestors_and_what_needs_it():
    flow = FlowBuilder().add("Say", "a").add("Join", "b").add("Join", "c").add("Say", "other").add("Join", "b2")
    outcome = await run(flow.chain("a", "b", "c").chain("a", "b2"), start_component_id="b")
    assert set(outcome.results) == {"a", "b", "c"}


async def test_a_stop_component_inside_a_loop_runs_the_whole_loop():
    outcome = await run(loop("a,b"), stop_component_id="body")
    assert set(outcome.results) == {"s", "body", "loop", "end"}


# --- frozen vertices -----------------------------------------------------------------------------------------------


def frozen(text: str, flow_text: str = "z") -> FlowBuilder:
    flow = FlowBuilder().add("Say", "s", text=text).add("Join", "mid", own=flow_text, node={"frozen": True})
    return flow.add("Join", "end").chain("s", "mid", "end")


async def test_a_frozen_middle_keeps_its_result_though_its_inputs_change():
    host = MemoryHost()
    assert value(await run(frozen("first"), host=host), "end") == "first+z"
    again = await run(frozen("second"), host=host)
    assert value(again, "end") == "first+z"
    assert again.results["mid"].used_frozen_result
    assert not again.results["s"].used_frozen_result


async def test_a_frozen_vertex_runs_again_when_its_own_fields_change():
    host = MemoryHost()
    await run(frozen("first"), host=host)
    assert value(await run(frozen("second", "other"), host=host), "end") == "second+other"


async def test_a_frozen_result_stays_with_its_flow():
    host = MemoryHost()
    await run(frozen("first"), host=host, flow_id="one")
    assert value(await run(frozen("second"), host=host, flow_id="two"), "end") == "second+z"


async def test_a_frozen_loop_runs_all_the_same():
    host = MemoryHost()
    flow = loop("a,b")
    flow.node("loop")["frozen"] = True
    await run(flow, host=host)
    assert value(await run(flow, host=host), "end") == "a+!,b+!"
    assert host.frozen.kept == {}
