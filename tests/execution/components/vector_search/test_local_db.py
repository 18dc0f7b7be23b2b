"""Local DB: one mode fills a collection, the other asks it."""

import pytest

from execution.components.vectorstores.local_db import LocalDBComponent as LocalDB
from execution.engine.refreshing import refreshed_node
from execution.engine.template import node_of
from tests.execution.components.running import edit_context
from tests.execution.components.vector_search.shelf import RIVERS, bench, found


async def test_a_filled_collection_can_be_asked(services):
    filled = await bench(LocalDB, services, ingest_data=RIVERS, collection_name="rivers").give("dataframe")
    assert len(filled) == 0
    values = {"mode": "Retrieve", "existing_collections": "rivers", "search_query": "apples", "number_of_results": 1}
    assert await found(LocalDB, services, **values) == [RIVERS[1].text]


async def test_folders_are_kept_apart(services):
    await bench(LocalDB, services, ingest_data=RIVERS, persist_directory="one").give("dataframe")
    assert await found(LocalDB, services, persist_directory="other", search_query="river") == []


async def node_in_mode(mode, services):
    context = edit_context()
    context.services = services
    template = node_of(LocalDB)["template"]
    return (await refreshed_node(LocalDB, template=template, field="mode", value=mode, run=context))["template"]


@pytest.mark.parametrize(
    ("mode", "shown", "hidden"),
    [("Ingest", "ingest_data", "search_query"), ("Retrieve", "existing_collections", "collection_name")],
)
async def test_each_mode_shows_its_fields(services, mode, shown, hidden):
    template = await node_in_mode(mode, services)
    assert template[shown]["show"]
    assert not template[hidden]["show"]


async def test_the_collections_that_exist_are_offered(services):
    await bench(LocalDB, services, ingest_data=RIVERS, collection_name="rivers").give("dataframe")
    template = await node_in_mode("Retrieve", services)
    assert template["existing_collections"]["options"] == ["rivers"]
