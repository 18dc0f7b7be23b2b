"""Prepared queries give what the same query gives when it is built anew."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models import CharField, UUIDField

from flows.models import Flow
from langflow_site.common.prepared import Parameter, PreparedQuery

pytestmark = pytest.mark.django_db


def flow_named(name):
    return Flow.objects.create(name=name, data={"nodes": [], "edges": []})


def by_id_and_name():
    flows = Flow.objects.filter(pk=Parameter("flow_id", UUIDField()), name=Parameter("name", CharField()))
    return flows.values_list("id", "name", "data", "updated_at")


def test_rows_are_those_of_the_query():
    query = PreparedQuery(by_id_and_name)
    one, other = flow_named("one"), flow_named("other")
    for flow in (one, other, one):
        assert query.rows(flow_id=flow.pk, name=flow.name) == [(flow.pk, flow.name, flow.data, flow.updated_at)]
    assert query.rows(flow_id=one.pk, name="other") == []
    assert query.rows(flow_id=uuid.uuid4(), name="one") == []


def test_it_is_built_once():
    built = []

    def build():
        built.append(1)
        return Flow.objects.filter(name=Parameter("name", CharField())).values_list("name")[:1]

    query = PreparedQuery(build)
    flow_named("one")
    assert [query.rows(name=name) for name in ("one", "two", "one")] == [[("one",)], [], [("one",)]]
    assert built == [1]


def test_values_are_data(django_assert_num_queries):
    query = PreparedQuery(lambda: Flow.objects.filter(name=Parameter("name", CharField())).values_list("name"))
    with django_assert_num_queries(1):
        assert query.rows(name="' OR 1=1 --") == []


def test_a_parameter_without_a_value_is_an_error():
    query = PreparedQuery(lambda: Flow.objects.filter(name=Parameter("name", CharField())).values_list("name"))
    with pytest.raises(KeyError):
        query.rows()


@pytest.mark.django_db(transaction=True)
def test_threads_ask_by_their_own_connections():
    query = PreparedQuery(by_id_and_name)
    flow = flow_named("one")

    def ask(_):
        try:
            return query.rows(flow_id=flow.pk, name="one")[0][0]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(ask, range(20))) == {flow.pk}
