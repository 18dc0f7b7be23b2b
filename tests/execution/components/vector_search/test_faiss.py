"""FAISS: an index in files."""

import json

import pytest

from execution.components.FAISS.faiss import FaissVectorStoreComponent as Faiss
from execution.components.vector_search.errors import DimensionsDiffer, IndexUnreadable
from execution.engine.values import Data
from tests.execution.components.vector_search.shelf import RIVERS, ShorterVectors, bench, found


async def test_the_nearest_documents_come_first(services):
    texts = await found(Faiss, services, ingest_data=RIVERS, search_query="steel bridge", number_of_results=2)
    assert texts == ["a bridge of steel over the river", "the river crosses an old bridge"]


async def test_an_index_is_found_later(services):
    await bench(Faiss, services, ingest_data=RIVERS, persist_directory="rivers").give("search_results")
    assert await found(Faiss, services, search_query="apples", number_of_results=1, persist_directory="rivers") == [
        RIVERS[1].text
    ]


async def test_an_index_grows_and_keeps_each_document_once(services):
    await bench(Faiss, services, ingest_data=RIVERS).give("search_results")
    more = [*RIVERS, Data(text="steel")]
    assert len(await found(Faiss, services, ingest_data=more, search_query="river", number_of_results=10)) == 4


async def test_a_table_of_what_is_found_has_a_column_for_each_value(services):
    made = bench(Faiss, services, ingest_data=RIVERS, search_query="apples", number_of_results=1)
    assert (await made.give("dataframe")).to_records() == [{"id": "d2", "text": RIVERS[1].text}]


@pytest.mark.parametrize("query", [None, "", "  "])
async def test_without_a_query_nothing_is_found(services, query):
    assert await found(Faiss, services, ingest_data=RIVERS, search_query=query) == []


async def test_an_index_that_does_not_exist_is_empty(services):
    assert await found(Faiss, services, search_query="river") == []


async def test_the_texts_are_stored_as_json(services, tmp_path):
    await bench(Faiss, services, ingest_data=RIVERS, index_name="own").give("search_results")
    stored = json.loads((tmp_path / "nobody" / "faiss" / "own.json").read_text())
    assert stored[0] == {"text": RIVERS[0].text, "metadata": {"id": "d1"}}


async def test_pickled_texts_are_not_opened(services, tmp_path):
    folder = tmp_path / "nobody" / "faiss"
    folder.mkdir(parents=True)
    (folder / "langflow_index.faiss").write_bytes(b"")
    (folder / "langflow_index.pkl").write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    with pytest.raises(IndexUnreadable, match="pickled"):
        await bench(Faiss, services, search_query="river").give("search_results")


async def test_vectors_of_another_model_are_refused(services):
    await bench(Faiss, services, ingest_data=RIVERS).give("search_results")
    with pytest.raises(DimensionsDiffer, match="Use the same model"):
        await bench(Faiss, services, search_query="river", embedding=ShorterVectors()).give("search_results")
