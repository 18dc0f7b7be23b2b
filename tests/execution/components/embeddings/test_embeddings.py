"""What is done with embeddings: one text's vector, and how near two vectors are."""

import pytest

from execution.components.embeddings.similarity import EmbeddingSimilarityComponent, TwoVectorsNeeded, VectorMissing
from execution.components.embeddings.text_embedder import EmbeddingModelMissing, TextEmbedderComponent, TextMissing
from execution.components.langchain_utilities.fake_embeddings import LangChainFakeEmbeddings
from execution.components.language_models import errors
from execution.components.openai.openai_embeddings import OpenAIEmbeddings
from execution.engine.values import Data
from tests.execution.components.running import give


def vectors(*found):
    return [Data(data={"embeddings": vector}) for vector in found]


@pytest.mark.parametrize(
    ("metric", "score"),
    [
        ("Cosine Similarity", {"cosine_similarity": 0.5}),
        ("Euclidean Distance", {"euclidean_distance": pytest.approx(2**0.5)}),
        ("Manhattan Distance", {"manhattan_distance": 2.0}),
    ],
)
async def test_two_vectors_have_a_score(metric, score):
    given = vectors([1, 0, 1], [1, 1, 0])
    found = await give(
        EmbeddingSimilarityComponent, "similarity_data", embedding_vectors=given, similarity_metric=metric
    )
    assert found.data == {"embedding_1": [1, 0, 1], "embedding_2": [1, 1, 0], "similarity_score": score}


async def test_a_vector_of_zeros_is_near_to_nothing():
    found = await give(EmbeddingSimilarityComponent, "similarity_data", embedding_vectors=vectors([0, 0], [1, 1]))
    assert found.data["similarity_score"] == {"cosine_similarity": 0.0}


async def test_vectors_of_different_lengths_have_no_score():
    found = await give(EmbeddingSimilarityComponent, "similarity_data", embedding_vectors=vectors([1], [1, 1]))
    assert found.data["similarity_score"] == {"error": "Embeddings must have the same dimensions."}


@pytest.mark.parametrize(
    ("given", "error"),
    [(vectors([1]), TwoVectorsNeeded), ([], TwoVectorsNeeded), ([Data(data={}), Data(data={})], VectorMissing)],
)
async def test_anything_but_two_vectors_is_refused(given, error):
    with pytest.raises(error):
        await give(EmbeddingSimilarityComponent, "similarity_data", embedding_vectors=given)


async def model_at(provider, bound, **fields):
    made = bound(OpenAIEmbeddings, openai_api_base=provider.url, openai_api_key="sk-of-the-test", **fields)
    return await made.result_of(made.output_by_name["embeddings"])


async def test_a_text_is_handed_on_with_its_vector(bound, provider):
    model = await model_at(provider, bound)
    found = await give(TextEmbedderComponent, "embeddings", embedding_model=model, message="alpha")
    assert found.data == {"text": "alpha", "embeddings": [5.0, 1.0]}


async def test_a_refusal_keeps_the_providers_words(bound, provider):
    model = await model_at(provider, bound, max_retries=0)
    provider.busy = 1
    with pytest.raises(errors.ProviderRateLimited, match="Error code: 429"):
        await give(TextEmbedderComponent, "embeddings", embedding_model=model, message="alpha")


async def test_without_text_or_model_nothing_is_embedded(bound, provider):
    with pytest.raises(TextMissing):
        await give(TextEmbedderComponent, "embeddings", embedding_model=object(), message="")
    with pytest.raises(EmbeddingModelMissing):
        await give(TextEmbedderComponent, "embeddings", message="alpha")


@pytest.mark.parametrize(("dimensions", "length"), [(3, 3), (0, 5)])
async def test_fake_embeddings_have_the_length_that_was_asked_for(dimensions, length):
    model = await give(LangChainFakeEmbeddings, "embeddings", dimensions=dimensions)
    assert len(model.embed_query("x")) == length
