"""Vector stores in databases: PostgreSQL, Redis, MongoDB."""

import os
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import psycopg
import pytest

from execution.components.mongodb import mongodb_atlas
from execution.components.mongodb.mongodb_atlas import MongoVectorStoreComponent as Mongo
from execution.components.pgvector.pgvector import PGVectorStoreComponent as Pgvector
from execution.components.redis import redis
from execution.components.redis.redis import RedisVectorStoreComponent as Redis
from execution.components.sql_databases import DatabaseRefused
from execution.components.vector_search.errors import StoreFailed, StoreRefused
from execution.engine.values import Data
from execution.runtime.databases import GuardedDatabases
from tests.execution.components.vector_search.shelf import RIVERS, bench, found

POSTGRESQL = os.environ.get("TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432")
REDIS = "redis://127.0.0.1:6379/9"


class AnyDatabase:
    def check(self, address):
        if address.host != "127.0.0.1":
            raise DatabaseRefused(reason="not allowed")


@pytest.fixture
def databases(services):
    return {**services, "databases": AnyDatabase()}


@pytest.fixture
def postgresql():
    """The address of a database of the test's own, with pgvector."""
    name = f"test_vectors_{os.getpid()}"
    try:
        server = psycopg.connect(POSTGRESQL, autocommit=True)
    except psycopg.OperationalError:
        pytest.skip("PostgreSQL cannot be reached")
    with server:
        if not server.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'").fetchone():
            pytest.skip("this PostgreSQL has no pgvector")
        server.execute(f"CREATE DATABASE {name}")
        yield f"{POSTGRESQL}/{name}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.postgresql
async def test_postgresql_finds_what_it_keeps(databases, postgresql):
    values = {"pg_server_url": postgresql, "collection_name": "rivers"}
    assert await found(Pgvector, databases, search_query="river", **values) == []
    stored = {"ingest_data": RIVERS, "search_query": "steel bridge", "number_of_results": 2}
    assert await found(Pgvector, databases, **stored, **values) == [RIVERS[2].text, RIVERS[0].text]
    assert await found(Pgvector, databases, search_query="x", pg_server_url=postgresql, collection_name="other") == []


@pytest.mark.postgresql
async def test_a_database_without_the_extension_says_so(databases):
    try:
        with psycopg.connect(POSTGRESQL) as server:
            if server.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'").fetchone():
                pytest.skip("this PostgreSQL has pgvector")
    except psycopg.OperationalError:
        pytest.skip("PostgreSQL cannot be reached")
    values = {"pg_server_url": POSTGRESQL, "collection_name": "rivers", "ingest_data": RIVERS}
    with pytest.raises(StoreFailed, match="vector"):
        await found(Pgvector, databases, **values)


async def test_nobody_at_the_address_is_told(databases):
    values = {"pg_server_url": "postgresql://127.0.0.1:1/x", "collection_name": "rivers", "search_query": "river"}
    with pytest.raises(StoreFailed, match="PostgreSQL answered"):
        await found(Pgvector, databases, **values)


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("mysql://127.0.0.1/x", StoreRefused),
        ("postgresql://127.0.0.1:x/x", StoreRefused),
        ("postgresql+psycopg2://10.0.0.1/x", DatabaseRefused),
    ],
)
async def test_an_address_that_must_not_be_is_refused(databases, address, error):
    with pytest.raises(error):
        await found(Pgvector, databases, pg_server_url=address, collection_name="rivers", search_query="river")


async def test_options_that_lead_elsewhere_are_refused(services):
    address = "postgresql://127.0.0.1/x?hostaddr=10.0.0.1"
    guarded = {**services, "databases": GuardedDatabases()}
    with pytest.raises(DatabaseRefused, match="hostaddr"):
        await found(Pgvector, guarded, pg_server_url=address, collection_name="rivers", search_query="river")


class SearchingRedis:
    """Redis with its search module, as far as the component uses it."""

    def __init__(self):
        self.commands = []
        self.rows = {}
        self.indexes = []

    async def execute_command(self, *command):
        self.commands.append(command)
        match command[0]:
            case "FT._LIST":
                return self.indexes
            case "FT.CREATE":
                self.indexes.append(command[1].encode())
                return b"OK"
            case "FT.SEARCH":
                row = next(iter(self.rows.values()))
                fields = [part for key, value in row.items() for part in (key.encode(), _bytes(value))]
                return [1, b"doc:1", [*fields, b"distance", b"0.1"]]

    async def hset(self, key, mapping):
        self.rows[key] = mapping


def _bytes(value):
    return value if isinstance(value, bytes) else value.encode()


@pytest.fixture
def searching(monkeypatch):
    client = SearchingRedis()

    @asynccontextmanager
    async def connected(address):
        yield client

    monkeypatch.setattr(redis, "connected", connected)
    return client


async def test_redis_finds_what_it_keeps(services, searching):
    values = {"redis_server_url": REDIS, "redis_index_name": "rivers", "ingest_data": RIVERS[:1]}
    made = bench(Redis, services, search_query="river", number_of_results=2, **values)
    assert [row.data for row in await made.give("search_results")] == [{"id": "d1", "text": RIVERS[0].text}]
    creation = next(command for command in searching.commands if command[0] == "FT.CREATE")
    assert creation[:6] == ("FT.CREATE", "rivers", "ON", "HASH", "PREFIX", 1)
    assert creation[creation.index("DIM") + 1] == 6
    assert searching.commands[-1][2] == "*=>[KNN 2 @content_vector $vector AS distance]"
    assert next(iter(searching.rows)).startswith("doc:rivers:")


async def test_long_texts_are_kept_in_pieces(services, searching):
    long = Data(text="\n\n".join(["river " * 100] * 3), id="d1")
    await bench(Redis, services, redis_server_url=REDIS, ingest_data=[long]).give("search_results")
    assert len(searching.rows) == 3


async def test_an_index_that_does_not_exist_is_empty(services, searching):
    assert await found(Redis, services, redis_server_url=REDIS, search_query="river") == []


async def test_a_redis_without_the_search_module_says_so(services):
    client = pytest.importorskip("redis")
    try:
        modules = client.Redis.from_url(REDIS).module_list()
    except client.RedisError:
        pytest.skip("Redis cannot be reached")
    if modules:
        pytest.skip("this Redis has modules")
    with pytest.raises(StoreFailed, match="RediSearch"):
        await found(Redis, services, redis_server_url=REDIS, search_query="river")


@pytest.mark.parametrize(
    "address",
    ["unix:///tmp/redis.sock", "redis://10.0.0.1", "redis://127.0.0.1?db=1", "http://127.0.0.1", "redis://h:x", ""],
)
async def test_a_redis_that_must_not_be_reached_is_refused(services, address):
    with pytest.raises(StoreRefused):
        await found(Redis, services, redis_server_url=address, search_query="river")


class AtlasInMemory:
    """A collection of Atlas, as far as the component uses it."""

    def __init__(self):
        self.rows = [{"_id": 1, "text": "old"}]
        self.indexes = []
        self.pipelines = []

    def delete_many(self, _query):
        self.rows.clear()

    def insert_many(self, rows):
        self.rows += rows

    def list_search_indexes(self):
        return list(self.indexes)

    def create_search_index(self, index):
        self.indexes.append(index)

    def aggregate(self, pipeline):
        self.pipelines.append(pipeline)
        return [{"_id": 7, "text": "the river", "id": "d1"}]


@pytest.fixture
def atlas(monkeypatch):
    collection = AtlasInMemory()

    @contextmanager
    def connected(self):
        yield collection

    monkeypatch.setattr(Mongo, "_connected", connected)
    return collection


ATLAS = {"mongodb_atlas_cluster_uri": "mongodb://127.0.0.1", "db_name": "d", "collection_name": "c", "index_name": "i"}


async def test_atlas_finds_what_it_keeps(services, atlas):
    values = {"ingest_data": RIVERS[:1], "search_query": "river", "number_of_results": 2, "filter_field": "id"}
    made = bench(Mongo, services, number_dimensions=6, **values, **ATLAS)
    assert [row.data for row in await made.give("search_results")] == [{"_id": "7", "id": "d1", "text": "the river"}]
    assert [row["text"] for row in atlas.rows] == ["old", RIVERS[0].text]
    (index,) = atlas.indexes
    assert index["definition"]["fields"] == [
        {"type": "vector", "path": "embedding", "numDimensions": 6, "similarity": "cosine"},
        {"type": "filter", "path": "id"},
    ]
    search = atlas.pipelines[0][0]["$vectorSearch"]
    assert (search["index"], search["path"], search["limit"], search["numCandidates"]) == ("i", "embedding", 2, 20)


async def test_atlas_begins_anew_where_that_is_wanted(services, atlas):
    await bench(Mongo, services, ingest_data=RIVERS, insert_mode="overwrite", **ATLAS).give("search_results")
    assert len(atlas.rows) == 3


@pytest.mark.parametrize(
    "address",
    ["mongodb://10.0.0.1", "mongodb://127.0.0.1/?tlsCAFile=/etc/passwd", "mongodb://%2Ftmp%2Fm.sock", "x"],
)
async def test_a_cluster_that_must_not_be_reached_is_refused(services, address):
    with pytest.raises(StoreRefused):
        await found(Mongo, services, **{**ATLAS, "mongodb_atlas_cluster_uri": address}, search_query="river")


def test_a_certificate_gets_its_lines_back_and_its_file_goes():
    lines = [
        "-----BEGIN PRIVATE KEY-----",
        "abc",
        "-----END PRIVATE KEY-----",
        "-----BEGIN CERTIFICATE-----",
        "d",
        "-----END CERTIFICATE-----",
    ]
    with mongodb_atlas._certificate_file(" ".join(lines)) as path:
        assert Path(path).read_text().splitlines() == lines
    assert not Path(path).exists()
