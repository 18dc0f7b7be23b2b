"""Vector stores that are servers: what they are asked, and what becomes of their answers."""

import json

import httpx
import pytest

from execution.components.elastic.elasticsearch import ElasticsearchVectorStoreComponent as Elasticsearch
from execution.components.milvus.milvus import MilvusVectorStoreComponent as Milvus
from execution.components.pinecone.pinecone import PineconeVectorStoreComponent as Pinecone
from execution.components.qdrant.qdrant import QdrantVectorStoreComponent as Qdrant
from execution.components.supabase.supabase import SupabaseVectorStoreComponent as Supabase
from execution.components.upstash.upstash import UpstashVectorStoreComponent as Upstash
from execution.components.vector_search.errors import StoreFailed, StoreRefused
from execution.components.weaviate.weaviate import WeaviateVectorStoreComponent as Weaviate
from execution.engine.values import Data
from tests.execution.components.vector_search.servers import MISSING, Scripted
from tests.execution.components.vector_search.shelf import WordVectors, bench

RIVER = [Data(text="the river", id="d1")]
VECTOR = WordVectors._vector("the river")
FOUND = [{"id": "d1", "text": "the river"}]
ASKED = {"ingest_data": RIVER, "search_query": "the river", "number_of_results": 2}


async def results(component, web, **values):
    made = bench(component, web.services(), **{**ASKED, **values})
    found = [row.data for row in await made.give("search_results")]
    assert web.is_done
    return found


async def test_qdrant():
    payload = {"page_content": "the river", "metadata": {"id": "d1"}}
    web = Scripted(MISSING, {"result": True}, {"result": {}}, {"result": {"points": [{"payload": payload}]}})
    assert await results(Qdrant, web, collection_name="my rivers", url="http://q:6333/") == FOUND
    place = "http://q:6333/collections/my%20rivers"
    assert web.asked == [
        ("GET", place),
        ("PUT", place),
        ("PUT", f"{place}/points?wait=true"),
        ("POST", f"{place}/points/query"),
    ]
    assert web.bodies[1] == {"vectors": {"size": 6, "distance": "Cosine"}}
    (point,) = web.bodies[2]["points"]
    assert (point["vector"], point["payload"]) == (VECTOR, payload)
    assert web.bodies[3] == {"query": VECTOR, "limit": 2, "with_payload": True}


async def test_qdrant_by_host_and_key():
    web = Scripted({"result": {"points": []}})
    values = {"ingest_data": [], "collection_name": "rivers", "host": "q", "port": 7, "prefix": "/api", "api_key": "k"}
    assert await results(Qdrant, web, **values) == []
    assert web.asked == [("POST", "https://q:7/api/collections/rivers/points/query")]
    assert web.headers[0]["api-key"] == "k"


async def test_qdrants_folders_are_refused():
    with pytest.raises(StoreRefused, match="folders"):
        await results(Qdrant, Scripted(), collection_name="rivers", path="/tmp/q")


async def test_pinecone():
    metadata = {"id": "d1", "text": "the river"}
    web = Scripted({"host": "rivers.pinecone.test"}, {"upsertedCount": 1}, {"matches": [{"metadata": metadata}]})
    assert await results(Pinecone, web, index_name="rivers", namespace="n", pinecone_api_key="k") == FOUND
    assert [url for _, url in web.asked] == [
        "https://api.pinecone.io/indexes/rivers",
        "https://rivers.pinecone.test/vectors/upsert",
        "https://rivers.pinecone.test/query",
    ]
    (vector,) = web.bodies[1]["vectors"]
    assert (vector["values"], vector["metadata"], web.bodies[1]["namespace"]) == (VECTOR, metadata, "n")
    assert web.bodies[2] == {"vector": VECTOR, "topK": 2, "includeMetadata": True, "namespace": "n"}
    assert {headers["Api-Key"] for headers in web.headers} == {"k"}


async def test_weaviate():
    shape = {"properties": [{"name": "id", "dataType": ["text"]}, {"name": "place", "dataType": ["geoCoordinates"]}]}
    row = {"text": "the river", "id": "d1"}
    web = Scripted([{"result": {}}], shape, {"data": {"Get": {"Rivers": [row]}}})
    assert await results(Weaviate, web, url="http://w", index_name="Rivers", api_key="k") == FOUND
    (stored,) = web.bodies[0]["objects"]
    assert (stored["class"], stored["properties"], stored["vector"]) == ("Rivers", row, VECTOR)
    assert web.bodies[2]["query"] == (
        "{Get {Rivers(limit: 2, nearVector: {vector: [1.0, 0.0, 0.0, 0.0, 0.0, 0.1]}) {text id}}}"
    )


async def test_weaviate_makes_the_vector_of_a_question_itself():
    web = Scripted({"properties": []}, {"data": {"Get": {"Rivers": None}}})
    values = {"ingest_data": [], "search_by_text": True, "search_query": 'a "river"', "embedding": None}
    assert await results(Weaviate, web, url="w", index_name="Rivers", **values) == []
    assert 'nearText: {concepts: ["a \\"river\\""]}' in web.bodies[1]["query"]


async def test_weaviate_refuses_an_object():
    refusal = [{"result": {"errors": {"error": [{"message": "wrong length"}]}}}]
    with pytest.raises(StoreFailed, match="wrong length"):
        await results(Weaviate, Scripted(refusal), url="w", index_name="Rivers")


@pytest.mark.parametrize("name", ["rivers", "Rivers{x}", ""])
async def test_a_name_that_is_none_in_weaviate_is_refused(name):
    with pytest.raises(StoreRefused):
        await results(Weaviate, Scripted(), url="w", index_name=name)


async def test_a_class_that_does_not_exist_is_empty():
    assert await results(Weaviate, Scripted(MISSING), url="w", index_name="Rivers", ingest_data=[]) == []


def milvus(data):
    return {"code": 0, "data": data}


async def test_milvus():
    row = {"pk": 7, "distance": 0.1, "text": "the river", "id_of": "d1", "vector": [1]}
    web = Scripted(milvus({"has": False}), milvus({}), milvus({}), milvus({"has": True}), milvus([row]))
    found = await results(Milvus, web, uri="http://m", password="root:Milvus")
    assert found == [{"id_of": "d1", "text": "the river"}]
    assert [url.removeprefix("http://m/v2/vectordb/") for _, url in web.asked] == [
        "collections/has",
        "collections/create",
        "entities/insert",
        "collections/has",
        "entities/search",
    ]
    assert (web.bodies[1]["dimension"], web.bodies[1]["primaryFieldName"]) == (6, "pk")
    assert web.bodies[2]["data"] == [{"id": "d1", "text": "the river", "vector": VECTOR}]
    assert (web.bodies[4]["data"], web.bodies[4]["limit"]) == ([VECTOR], 2)
    assert web.headers[0]["Authorization"] == "Bearer root:Milvus"


async def test_milvus_begins_anew_where_that_is_wanted():
    web = Scripted(milvus({"has": True}), milvus({}), milvus({"has": False}))
    assert await results(Milvus, web, uri="m", drop_old=True, ingest_data=[]) == []
    assert web.asked[1][1].endswith("collections/drop")


async def test_milvus_says_what_is_wrong_in_a_good_answer():
    with pytest.raises(StoreFailed, match="no such database"):
        await results(Milvus, Scripted({"code": 800, "message": "no such database"}), uri="m")


async def test_supabase():
    web = Scripted(httpx.Response(201), [{"content": "the river", "metadata": {"id": "d1"}}])
    assert await results(Supabase, web, supabase_url="https://s.test", supabase_service_key="k") == FOUND
    assert [url for _, url in web.asked] == [
        "https://s.test/rest/v1/documents",
        "https://s.test/rest/v1/rpc/match_documents?limit=2",
    ]
    (row,) = web.bodies[0]
    assert (row["content"], row["metadata"], row["embedding"]) == ("the river", {"id": "d1"}, VECTOR)
    assert web.bodies[1] == {"query_embedding": VECTOR}


async def test_upstash():
    web = Scripted({"result": "Success"}, {"result": [{"metadata": FOUND[0]}]})
    values = {"index_url": "https://u.test", "index_token": "t", "namespace": "n", "metadata_filter": "id = 'd1'"}
    assert await results(Upstash, web, **values) == FOUND
    assert [url for _, url in web.asked] == ["https://u.test/upsert/n", "https://u.test/query/n"]
    assert web.bodies[0][0]["vector"] == VECTOR
    assert web.bodies[1] == {"vector": VECTOR, "topK": 2, "includeMetadata": True, "filter": "id = 'd1'"}


async def test_upstash_makes_vectors_itself_where_no_model_is_connected():
    web = Scripted({"result": "Success"}, {"result": [{"metadata": FOUND[0]}]})
    assert await results(Upstash, web, index_url="u.test", index_token="t", embedding=None) == FOUND
    assert [url for _, url in web.asked] == ["https://u.test/upsert-data", "https://u.test/query-data"]
    assert (web.bodies[0][0]["data"], web.bodies[1]["data"]) == ("the river", "the river")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (httpx.Response(401, text="wrong key"), "Upstash answered: 401 wrong key"),
        (httpx.Response(200, text="<html>"), "Is the address right"),
    ],
)
async def test_what_a_server_refuses_is_told(answer, told):
    with pytest.raises(StoreFailed, match=told):
        await results(Upstash, Scripted(answer), index_url="u.test", index_token="t")


def hits(*rows):
    return {"hits": {"hits": [{"_source": row, "_score": score} for score, row in rows]}}


async def test_elasticsearch():
    row = {"text": "the river", "metadata": {"id": "d1"}, "vector": VECTOR}
    web = Scripted(MISSING, {}, {}, hits((0.9, row), (0.1, row)))
    values = {"elasticsearch_url": "http://e:9200", "search_score_threshold": 0.5, "username": "u", "password": "p"}
    assert await results(Elasticsearch, web, **values) == FOUND
    assert [f"{method} {url.removeprefix('http://e:9200/')}" for method, url in web.asked] == [
        "GET langflow",
        "PUT langflow",
        "POST langflow/_bulk?refresh=true",
        "POST langflow/_search",
    ]
    assert web.bodies[1]["mappings"]["properties"]["vector"]["dims"] == 6
    assert [json.loads(line) for line in web.bodies[2].splitlines()] == [{"index": {}}, row]
    assert web.bodies[3]["knn"]["query_vector"] == VECTOR
    assert web.headers[0]["Authorization"] == "Basic dTpw"


async def test_elasticsearch_can_prefer_what_differs():
    rows = [("a", [1.0, 0.0]), ("again", [1.0, 0.0]), ("b", [0.8, 0.6])]
    web = Scripted(hits(*((1.0, {"text": text, "vector": vector}) for text, vector in rows)))
    values = {"ingest_data": [], "search_type": "mmr", "elasticsearch_url": "e", "number_of_results": 2}

    class Fixed(WordVectors):
        async def aembed_query(self, text):
            return [1.0, 0.1]

    found = await results(Elasticsearch, web, embedding=Fixed(), **values)
    assert [row["text"] for row in found] == ["a", "b"]


async def test_elasticsearch_gives_any_documents_where_nothing_is_looked_for():
    web = Scripted(hits((1.0, {"text": "the river"})))
    values = {"ingest_data": [], "search_query": "", "elasticsearch_url": "", "api_key": "k"}
    assert await results(Elasticsearch, web, cloud_id="name:aG9zdC50ZXN0JGNsdXN0ZXI=", **values) == [
        {"text": "the river"}
    ]
    assert web.asked == [("POST", "https://cluster.host.test/langflow/_search")]
    assert web.headers[0]["Authorization"] == "ApiKey k"


@pytest.mark.parametrize("values", [{"elasticsearch_url": "e"}, {"elasticsearch_url": "", "cloud_id": "?"}])
async def test_a_cluster_must_be_named_in_one_way(values):
    with pytest.raises(StoreRefused):
        await results(Elasticsearch, Scripted(), **{"cloud_id": "name:aG9zdA==", **values})
