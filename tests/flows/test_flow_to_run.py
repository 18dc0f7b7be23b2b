"""How a run finds its flow."""

import uuid

import pytest

from flows.errors import FlowNotFound, FlowToRunNotFound
from flows.models import Flow
from flows.selectors import flow_data, flow_to_run
from flows.services import own_copy_of_starter


def test_a_flow_is_found_by_id_and_by_endpoint_name(alice, flow_of):
    flow = flow_of(alice, endpoint_name="echo")
    for identifier in (str(flow.pk), flow.pk.hex, "echo"):
        found = flow_to_run(identifier, user_id=alice.pk)
        assert (found.id, found.user_id, found.version_stamp) == (flow.pk, alice.pk, flow.version_stamp)


def test_finding_costs_one_query_that_reads_no_graph(alice, flow_of, django_assert_num_queries):
    flow_of(alice, endpoint_name="echo")
    with django_assert_num_queries(1) as queries:
        flow_to_run("echo", user_id=alice.pk)
    assert '"data"' not in queries.captured_queries[0]["sql"]


def test_a_strangers_flow_is_not_found(alice, bob, flow_of):
    flow = flow_of(alice, endpoint_name="echo")
    for identifier in (str(flow.pk), "echo", "nothing", str(uuid.uuid4())):
        with pytest.raises(FlowToRunNotFound):
            flow_to_run(identifier, user_id=bob.pk)


def test_each_user_has_the_endpoint_name_for_themselves(alice, bob, flow_of):
    for user in (alice, bob):
        flow_of(user, endpoint_name="echo")
    assert flow_to_run("echo", user_id=bob.pk).user_id == bob.pk


def test_without_a_user_anybodys_flow_is_found(alice, flow_of):
    flow = flow_of(alice, endpoint_name="echo")
    assert flow_to_run("echo").id == flow.pk
    assert flow_to_run(str(flow.pk)).id == flow.pk


def test_a_starter_is_everybodys_to_run_unless_they_have_that_name(alice, flow_of, starter):
    assert flow_to_run("starter", user_id=alice.pk).user_id is None
    flow = flow_of(alice, endpoint_name="starter")
    assert flow_to_run("starter", user_id=alice.pk).id == flow.pk


def test_the_first_run_of_a_starter_makes_it_the_callers_own(alice, bob, starter):
    copy = own_copy_of_starter(user_id=alice.pk, starter_id=starter.pk)
    assert (copy.user_id, copy.name, copy.endpoint_name) == (alice.pk, "Starter", "starter")
    assert own_copy_of_starter(user_id=alice.pk, starter_id=starter.pk) == copy
    for identifier in ("starter", str(starter.pk)):
        assert flow_to_run(identifier, user_id=alice.pk) == copy
        assert flow_to_run(identifier, user_id=bob.pk).user_id is None
    assert Flow.objects.get(pk=copy.id).data == starter.data


def test_the_graph_of_a_flow_is_never_missing(alice, flow_of):
    assert flow_data(flow_of(alice, data=None).pk) == {"nodes": [], "edges": []}
    with pytest.raises(FlowNotFound):
        flow_data(uuid.uuid4())
