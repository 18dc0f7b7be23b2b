"""What several processes share: a cache and a channel layer, in memory or, with `LANGFLOW_REDIS_URL`, in Redis."""

from typing import Any

from langflow_site.settings import langflow

MOST_ENTRIES = 100_000
"""By default 300: strangers could push each other's counters out."""


def _caches() -> dict[str, Any]:
    if not langflow.REDIS_URL:
        memory = "django.core.cache.backends.locmem.LocMemCache"
        return {"default": {"BACKEND": memory, "OPTIONS": {"MAX_ENTRIES": MOST_ENTRIES}}}
    return {
        "default": {
            "BACKEND": "langflow_site.common.redis_cache.JsonRedisCache",
            "LOCATION": langflow.REDIS_URL,
            "KEY_PREFIX": f"{langflow.REDIS_PREFIX}cache",
        }
    }


def _channel_layers() -> dict[str, Any]:
    if not langflow.REDIS_URL:
        return {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    options = {"hosts": [langflow.REDIS_URL], "prefix": f"{langflow.REDIS_PREFIX}channels"}
    return {"default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": options}}


CACHES = _caches()
CHANNEL_LAYERS = _channel_layers()
