"""Semantic Text Splitter and VectorStoreInfo."""

import pytest

from execution.components.langchain_utilities.semantic_splitter import SemanticTextSplitter, percentile, threshold
from execution.components.langchain_utilities.vector_store_info import VectorStoreInfoComponent
from execution.components.vector_search.errors import VectorStoreMissing
from execution.engine.values import Data
from tests.execution.components.running import give
from tests.execution.components.vector_search.shelf import WordVectors

TEXT = "The river runs. The river is long. Apples are red. Apples are green."
HALVES = ["The river runs. The river is long.", "Apples are red. Apples are green."]


async def chunks(text=TEXT, **values):
    record = Data(text=text, page=3)
    found = await give(SemanticTextSplitter, "chunks", data_inputs=[record], embeddings=WordVectors(), **values)
    assert all(row.data["page"] == 3 for row in found)
    return [row.data["text"] for row in found]


async def test_a_text_is_cut_where_its_subject_changes():
    assert await chunks(number_of_chunks=2) == HALVES


@pytest.mark.parametrize(
    ("kind", "amount"), [("percentile", 60.0), ("standard_deviation", 1.0), ("interquartile", 0.5)]
)
async def test_large_differences_are_found_in_several_ways(kind, amount):
    values = {"breakpoint_threshold_type": kind, "breakpoint_threshold_amount": amount}
    assert await chunks(number_of_chunks=0, **values) == HALVES


@pytest.mark.parametrize(("number", "made"), [(1, 1), (3, 3), (9, 4)])
async def test_as_many_chunks_are_made_as_there_can_be(number, made):
    assert len(await chunks(number_of_chunks=number)) == made


async def test_neighbours_can_be_looked_at_together():
    assert await chunks(number_of_chunks=2, buffer_size=1) == HALVES


async def test_the_author_may_say_what_stands_between_sentences():
    found = await chunks("the river;the river;apples", number_of_chunks=2, sentence_split_regex=";")
    assert found == ["the river the river", "apples"]


async def test_one_sentence_stays_whole():
    assert await chunks("The river") == ["The river"]


def test_percentiles_lie_between_two_numbers_where_they_must():
    assert percentile([3.0, 1.0], 50) == 2.0
    assert percentile([1.0], 95) == 1.0
    assert threshold([0.0, 1.0], "percentile", None) == pytest.approx(0.95)


class Shelf:
    async def asimilarity_search(self, query, **options):
        return []


async def test_a_store_is_handed_on_with_its_facts():
    shelf = Shelf()
    values = {"vectorstore_name": "n", "vectorstore_description": "d", "input_vectorstore": shelf}
    facts = await give(VectorStoreInfoComponent, "info", **values)
    assert (facts.name, facts.description, facts.vectorstore) == ("n", "d", shelf)


async def test_without_a_store_there_is_nothing_to_tell():
    with pytest.raises(VectorStoreMissing):
        await give(VectorStoreInfoComponent, "info", vectorstore_name="n", vectorstore_description="d")
