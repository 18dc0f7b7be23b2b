"""OpenSearch: what the cluster is asked, with one embedding model and with several."""

import json

import pytest

from execution.components.elastic.opensearch import OpenSearchVectorStoreComponent as OpenSearch
from execution.components.elastic.opensearch_multimodal import OpenSearchMultimodalComponent as Multimodal
from execution.components.vector_search.errors import EmbeddingMissing, StoreRefused
from execution.components.vector_search.opensearch_index import Filters
from execution.engine.values import Data
from tests.execution.components.running import refreshed
from tests.execution.components.vector_search.servers import MISSING, Scripted
from tests.execution.components.vector_search.shelf import WordVectors, bench

RIVER = [Data(text="the river", id="d1")]
VECTOR = WordVectors._vector("the river")


def hits(*rows):
    return {"hits": {"hits": [{"_source": row, "_score": 1.0} for row in rows]}}


def made(component, web, **values):
    return bench(component, web.services(), **{"opensearch_url": "http://o:9200", **values})


async def test_documents_are_added_and_found_by_meaning_and_words():
    row = {"id": "d1", "year": "2024", "text": "the river", "chunk_embedding": VECTOR}
    web = Scripted(MISSING, {}, {}, hits(row))
    values = {"ingest_data": RIVER, "search_query": "the river", "docs_metadata": [{"key": "year", "value": "2024"}]}
    found = await made(OpenSearch, web, **values).give("search_results")
    assert [document.data for document in found] == [{"id": "d1", "year": "2024", "text": "the river"}]
    assert [f"{method} {url.removeprefix('http://o:9200/')}" for method, url in web.asked] == [
        "GET langflow/_mapping",
        "PUT langflow",
        "POST langflow/_bulk?refresh=true",
        "POST langflow/_search",
    ]
    field = web.bodies[1]["mappings"]["properties"]["chunk_embedding"]
    assert (field["dimension"], field["method"]["engine"], field["method"]["name"]) == (6, "jvector", "disk_ann")
    assert json.loads(web.bodies[2].splitlines()[1]) == row
    near, words = web.bodies[3]["query"]["bool"]["should"]
    assert near["knn"]["chunk_embedding"]["vector"] == VECTOR
    assert words["match"]["text"]["query"] == "the river"
    assert web.headers[0]["Authorization"] == "Basic YWRtaW46YWRtaW4="


async def test_a_known_index_gets_a_missing_field():
    web = Scripted({"langflow": {"mappings": {"properties": {"text": {}}}}}, {}, {})
    await made(OpenSearch, web, ingest_data=RIVER).give("search_results")
    assert web.asked[1] == ("PUT", "http://o:9200/langflow/_mapping")


async def test_filters_limit_what_is_found():
    web = Scripted(hits())
    filters = '{"filter": [{"term": {"year": 2024}}], "limit": 2, "score_threshold": 0.5, "owner": "alice"}'
    await made(OpenSearch, web, search_query="x", filter_expression=filters).give("search_results")
    body = web.bodies[0]
    assert body["query"]["bool"]["filter"] == [{"term": {"year": 2024}}, {"terms": {"owner": ["alice"]}}]
    assert (body["size"], body["min_score"]) == (2, 0.5)


@pytest.mark.parametrize("text", ["{", "[]"])
def test_filters_that_are_none_are_refused(text):
    with pytest.raises(StoreRefused):
        Filters.parse(text)


async def test_a_token_signs_in():
    web = Scripted(hits())
    values = {"auth_mode": "jwt", "jwt_token": "t", "jwt_header": "X-Token", "bearer_prefix": False}
    await made(OpenSearch, web, search_query="x", **values).give("search_results")
    assert web.headers[0] == {"X-Token": "t"}


@pytest.mark.parametrize(("uses_ssl", "scheme"), [(True, "https"), (False, "http")])
async def test_an_address_without_a_scheme_gets_one(uses_ssl, scheme):
    web = Scripted(hits())
    await made(OpenSearch, web, opensearch_url="o:9200", use_ssl=uses_ssl, search_query="x").give("search_results")
    assert web.asked[0][1] == f"{scheme}://o:9200/langflow/_search"


async def test_the_store_is_lent_to_others():
    web = Scripted(hits({"text": "the river", "id": "d1"}), {"langflow": {"mappings": {}}}, {}, {})
    store = await made(OpenSearch, web).give("vectorstoreconnection")
    (document,) = await store.asimilarity_search("the river", k=3)
    assert (document.page_content, document.metadata) == ("the river", {"id": "d1"})
    await store.aadd_texts(["apples"], [{"id": "d2"}])
    assert json.loads(web.bodies[3].splitlines()[1])["id"] == "d2"
    retriever = store.as_retriever(search_kwargs={"k": 1})
    web._answers.append(hits({"text": "apples"}))
    assert [found.page_content for found in await retriever.ainvoke("apples")] == ["apples"]


@pytest.mark.parametrize(("mode", "shown"), [("jwt", "jwt_token"), ("basic", "password")])
async def test_the_editor_shows_the_fields_of_the_way_to_sign_in(mode, shown):
    template = (await refreshed(OpenSearch, "auth_mode", mode))["template"]
    assert template[shown]["show"]
    assert template["jwt_token"]["show"] == (mode == "jwt")


class Named(WordVectors):
    def __init__(self, name):
        super().__init__()
        self.model = name


MODELS = [Named("small-v1"), Named("large/v2")]


async def test_each_model_has_its_own_field():
    web = Scripted(MISSING, {}, {}, hits({"text": "the river", "chunk_embedding_small_v1": VECTOR}))
    values = {"embedding": MODELS, "embedding_model_name": "large/v2", "ingest_data": RIVER, "search_query": "river"}
    found = await made(Multimodal, web, **values).give("search_results")
    assert [document.data for document in found] == [{"text": "the river"}]
    assert "chunk_embedding_large_v2" in web.bodies[1]["mappings"]["properties"]
    *near, _ = web.bodies[3]["query"]["bool"]["should"]
    assert [next(iter(part["knn"])) for part in near] == ["chunk_embedding_small_v1", "chunk_embedding_large_v2"]


@pytest.mark.parametrize(
    ("query", "body"),
    [("river", {"query": {"match": {"text": "river"}}}), ('{"size": 0, "aggs": {}}', {"size": 0, "aggs": {}})],
)
async def test_the_cluster_can_be_asked_in_its_own_words(query, body):
    web = Scripted({"hits": {"total": 7}})
    answer = await made(Multimodal, web, embedding=MODELS, search_query=query).give("raw_search")
    assert answer.data == {"hits": {"total": 7}}
    assert web.bodies == [body]


async def test_a_model_that_is_not_connected_is_missed():
    with pytest.raises(EmbeddingMissing):
        await made(Multimodal, Scripted(), embedding=MODELS, embedding_model_name="other").give("search_results")
