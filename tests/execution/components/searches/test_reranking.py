"""Rerankers: the new order, scores, refusals, and where NVIDIA's model is asked."""

import httpx
import pytest

from execution.components.cohere.cohere_rerank import CohereRerank
from execution.components.nvidia.nvidia_rerank import NvidiaRerankComponent
from execution.components.search_services import AnswerMalformed, KeyMissing
from execution.engine.template import node_of
from execution.engine.values import Data
from tests.execution.components.searches.services import asked_json, bench_of, json_answer

RESULTS = [Data(data={"text": "a", "page": 1}), Data(data={"text": "b"}), Data(data={"text": "c"})]
BY_COHERE = json_answer({"results": [{"index": 2, "relevance_score": 0.9}, {"index": 0, "relevance_score": 0.5}]})
BY_NVIDIA = json_answer(
    {"rankings": [{"index": 0, "logit": -1.5}, {"index": 2, "logit": 3}, {"index": 1, "logit": -2}]}
)
BOTH = pytest.mark.parametrize(("component", "answer"), [(CohereRerank, BY_COHERE), (NvidiaRerankComponent, BY_NVIDIA)])


@BOTH
async def test_the_best_results_come_first_with_their_scores(component, answer):
    values = {"api_key": "key", "search_query": "q", "search_results": RESULTS, "top_n": 2}
    bench, web = bench_of(component, answer, **values)
    found = await bench.give("reranked_documents")
    assert [item.get_text() for item in found] == ["c", "a"]
    assert found[1].data["page"] == 1
    assert found[0].data["relevance_score"] > found[1].data["relevance_score"]
    assert web.asked[0].headers["Authorization"] == "Bearer key"
    assert "relevance_score" not in RESULTS[2].data


@BOTH
async def test_nothing_is_asked_where_there_is_nothing_to_sort(component, answer):
    bench, web = bench_of(component, answer, api_key="key", search_query="q", search_results=[])
    assert await bench.give("reranked_documents") == []
    assert not web.asked


@BOTH
async def test_a_missing_key_is_told(component, answer):
    bench, _ = bench_of(component, answer, search_query="q", search_results=RESULTS)
    with pytest.raises(KeyMissing):
        await bench.give("reranked_documents")


@pytest.mark.parametrize("rows", [[{"index": 9, "relevance_score": 1}], [{"index": 0}], [{"relevance_score": 1}], "x"])
async def test_an_answer_that_names_no_result_is_told(rows):
    bench, _ = bench_of(
        CohereRerank, json_answer({"results": rows}), api_key="key", search_query="q", search_results=RESULTS
    )
    with pytest.raises(AnswerMalformed):
        await bench.give("reranked_documents")


async def test_a_server_of_ones_own_needs_no_key():
    values = {"search_query": "q", "search_results": RESULTS, "base_url": "http://nim.local:8000/v1/"}
    bench, web = bench_of(NvidiaRerankComponent, BY_NVIDIA, **values)
    await bench.give("reranked_documents")
    assert str(web.asked[0].url) == "http://nim.local:8000/v1/ranking"
    assert asked_json(web)["passages"] == [{"text": "a"}, {"text": "b"}, {"text": "c"}]


async def test_a_refresh_lists_the_models_of_the_server():
    bench, _ = bench_of(NvidiaRerankComponent, json_answer({"data": [{"id": "own"}]}))
    template = node_of(NvidiaRerankComponent)["template"]
    changed = await bench.component.update_build_config(template, "http://nim.local/v1", "base_url")
    assert (changed["model"]["options"], changed["model"]["value"]) == (["own"], "own")


async def test_a_server_without_models_is_told():
    bench, _ = bench_of(NvidiaRerankComponent, httpx.Response(200, json={}))
    with pytest.raises(AnswerMalformed):
        await bench.component.update_build_config(node_of(NvidiaRerankComponent)["template"], "http://nim", "base_url")
