"""Chroma in memory and in folders; its server is test_chroma_server.py's subject."""

import pytest

from execution.components.chroma.chroma import ChromaVectorStoreComponent as Chroma
from execution.components.vector_search.errors import DimensionsDiffer, EmbeddingMissing, StoresUnavailable
from execution.engine.fields import InputInvalid
from execution.engine.values import Data, DataFrame
from tests.execution.components.vector_search.shelf import RIVERS, ShorterVectors, WordVectors, bench, found

PLACES = pytest.mark.parametrize("place", [{}, {"persist_directory": "rivers"}], ids=["memory", "folder"])


@PLACES
async def test_the_nearest_documents_come_first(services, place):
    texts = await found(Chroma, services, ingest_data=RIVERS, search_query="steel bridge", number_of_results=2, **place)
    assert texts == ["a bridge of steel over the river", "the river crosses an old bridge"]


@PLACES
async def test_mmr_prefers_what_differs(services, place):
    alike = [Data(text="river bridge"), Data(text="river bridge again"), Data(text="river steel steel")]
    values = {"ingest_data": alike, "search_query": "river", "number_of_results": 2, **place}
    assert await found(Chroma, services, **values) == ["river bridge", "river bridge again"]
    assert await found(Chroma, services, search_type="MMR", **values) == ["river bridge", "river steel steel"]


@PLACES
async def test_what_was_stored_is_found_later(services, place):
    await bench(Chroma, services, ingest_data=RIVERS, **place).give("search_results")
    assert await found(Chroma, services, search_query="apples", number_of_results=1, **place) == [RIVERS[1].text]


@PLACES
async def test_a_document_is_not_stored_twice(services, place):
    for _ in range(2):
        await bench(Chroma, services, ingest_data=RIVERS, **place).give("search_results")
    assert len(await found(Chroma, services, search_query="river", **place)) == 3


@PLACES
async def test_doubles_are_stored_where_they_are_wanted(services, place):
    for _ in range(2):
        made = bench(Chroma, services, ingest_data=RIVERS, allow_duplicates=True, **place)
        await made.give("search_results")
    assert len(await found(Chroma, services, search_query="river", **place)) == 6


@PLACES
async def test_collections_are_kept_apart(services, place):
    await bench(Chroma, services, ingest_data=RIVERS, collection_name="rivers", **place).give("search_results")
    assert await found(Chroma, services, collection_name="fruit", search_query="river", **place) == []


async def test_a_collection_in_memory_belongs_to_its_flow(services):
    await bench(Chroma, services, ingest_data=RIVERS).give("search_results")
    elsewhere = bench(Chroma, services, search_query="river")
    elsewhere.context.flow_id = "another flow"
    assert await elsewhere.give("search_results") == []


async def test_a_table_is_stored_row_by_row_with_its_columns(services):
    table = DataFrame([{"text": "river", "page": 1, "tags": ["a"]}, {"text": "apples", "page": 2, "tags": ["b"]}])
    made = bench(Chroma, services, ingest_data=table, search_query="apples", number_of_results=1)
    assert [row.data for row in await made.give("search_results")] == [{"page": 2, "text": "apples"}]


async def test_both_outputs_fill_the_store_once(services):
    model = WordVectors()
    made = bench(Chroma, services, ingest_data=RIVERS, search_query="river", allow_duplicates=True, embedding=model)
    await made.give("search_results")
    assert len(await made.give("dataframe")) == 3
    assert len(model.embedded) == 3


async def test_each_output_fills_the_store_where_nothing_is_kept(services):
    values = {"ingest_data": RIVERS, "search_query": "river", "allow_duplicates": True}
    made = bench(Chroma, services, should_cache_vector_store=False, **values)
    await made.give("search_results")
    assert len(await made.give("dataframe")) == 6


async def test_calls_of_a_tool_fill_the_store_once(services):
    model = WordVectors()
    made = bench(Chroma, services)
    vertex = type(made.component.vertex)
    facts = vertex(id="Chroma-1", display_name="Chroma", type="Chroma", tool_mode=True)
    for question in ("river", "apples"):
        caller = Chroma()
        values = {"ingest_data": RIVERS, "embedding": model, "search_query": question, "allow_duplicates": True}
        caller.bind(vertex=facts, values=values, run=made.context)
        assert len(await caller.search_documents()) == 3
    assert len(model.embedded) == 3


async def test_the_search_is_logged(services):
    made = bench(Chroma, services, ingest_data=RIVERS, search_query="river", number_of_results=1)
    await made.give("search_results")
    assert [entry.message for entry in made.component.logs] == [
        "Adding 3 documents to the Vector Store.",
        "Search input: river",
        "Search type: Similarity",
        "Number of results: 1",
    ]


async def test_without_a_query_nothing_is_searched(services):
    made = bench(Chroma, services, ingest_data=RIVERS)
    assert await made.give("search_results") == []
    assert made.component.status == ""


async def test_a_question_needs_an_embedding_model(services):
    with pytest.raises(EmbeddingMissing):
        await bench(Chroma, services, search_query="river", embedding=None).give("search_results")


async def test_vectors_of_another_model_are_refused(services):
    await bench(Chroma, services, ingest_data=RIVERS).give("search_results")
    with pytest.raises(DimensionsDiffer, match="6 numbers"):
        await bench(Chroma, services, search_query="river", embedding=ShorterVectors()).give("search_results")


async def test_what_is_no_record_cannot_be_stored(services):
    with pytest.raises(InputInvalid, match="Ingest Data"):
        await bench(Chroma, services, ingest_data=[7]).give("search_results")


async def test_a_folder_needs_a_host_that_has_one():
    with pytest.raises(StoresUnavailable):
        await bench(Chroma, {}, persist_directory="rivers").give("search_results")


async def test_the_oldest_collection_makes_place_for_new_ones(services, monkeypatch):
    monkeypatch.setattr("execution.components.vector_search.memory_store.MOST_COLLECTIONS", 1)
    await bench(Chroma, services, ingest_data=RIVERS, collection_name="first").give("search_results")
    await bench(Chroma, services, ingest_data=RIVERS, collection_name="second").give("search_results")
    assert await found(Chroma, services, collection_name="first", search_query="river") == []
