"""Redis Chat Memory: sessions in a real Redis, where one is there."""

from uuid import uuid4

import pytest
import redis

from execution.components.models_and_agents.memory import Memory
from execution.components.redis.chat_memory import RedisIndexChatMemory
from execution.components.vector_search.errors import StoreRefused
from tests.execution.components.running import Bench
from tests.execution.components.vector_search.shelf import bench

DATABASE = "9"


@pytest.fixture
def session():
    """A session that no other test has."""
    client = redis.Redis(db=int(DATABASE))
    name = f"test-{uuid4()}"
    try:
        client.ping()
    except redis.RedisError:
        pytest.skip("Redis cannot be reached")
    yield name
    client.delete(f"message_store:{name}", f"own:{name}")
    client.close()


async def history(services, **values):
    made = bench(RedisIndexChatMemory, services, host="127.0.0.1", database=DATABASE, **values)
    return await made.give("memory")


async def test_messages_come_back_in_their_order(services, session):
    memory = await history(services, session_id=session)
    for text, sender in (("Hello", "User"), ("Hi", "Machine")):
        await Bench(Memory, memory=memory, message=text, sender=sender).give("stored_messages")
    again = await history(services, session_id=session)
    found = await Bench(Memory, memory=again).give("messages_text")
    assert found.get_text() == "User: Hello\nAI: Hi"


async def test_a_prefix_keeps_histories_apart(services, session):
    own = await history(services, session_id=session, key_prefix="own:")
    await Bench(Memory, memory=own, message="Hello", sender="User").give("stored_messages")
    assert len(await own.aget_messages()) == 1
    assert await (await history(services, session_id=session)).aget_messages() == []
    await own.aclear()
    assert await own.aget_messages() == []


async def test_the_runs_session_is_the_usual_one(services):
    assert (await history(services))._key == "message_store:session"


async def test_a_host_that_must_not_be_reached_is_refused(services):
    with pytest.raises(StoreRefused):
        await bench(RedisIndexChatMemory, services, host="10.0.0.1").give("memory")
