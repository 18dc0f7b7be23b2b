"""Django's cache on Redis with JSON values: pickles from a store that others may write to would be code (rule 8)."""

from typing import Any

from django.core.cache.backends.redis import RedisCache

from langflow_site.common.models import dumps, loads


class JsonSerializer:
    """Numbers stay numbers, so that Redis can count with them."""

    def dumps(self, value: Any) -> bytes | int:
        return value if type(value) is int else dumps(value).encode()

    def loads(self, data: bytes) -> Any:
        return loads(data.decode())


class JsonRedisCache(RedisCache):
    """A RedisCache whose values are JSON."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, {**params, "OPTIONS": {**params.get("OPTIONS", {}), "serializer": JsonSerializer()}})
