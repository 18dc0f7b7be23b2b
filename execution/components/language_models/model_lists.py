"""Ask a server which models it has. No answer is no models: the editor then offers the names that are known."""

from collections.abc import Mapping
from typing import Any

import httpx

from langflow_site.common import http
from langflow_site.common.addresses import HostUnknown, OutboundRefused

SECONDS = 10.0


async def models_of_openai_server(base_url: str, api_key: str | None) -> list[str]:
    """Return the names at an address that speaks OpenAI's protocol."""
    headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
    return _names(await _read(f"{base_url.rstrip('/')}/models", headers), "data", "id")


async def models_of_anthropic(base_url: str, api_key: str | None) -> list[str]:
    """Return the names at Anthropic."""
    headers = {"x-api-key": api_key or "", "anthropic-version": "2023-06-01"}
    return _names(await _read(f"{base_url.rstrip('/')}/v1/models", headers), "data", "id")


async def models_of_ollama(base_url: str, api_key: str | None) -> list[str]:
    """Return the names of the models that an Ollama has pulled."""
    headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
    return _names(await _read(f"{base_url.rstrip('/').removesuffix('/v1')}/api/tags", headers), "models", "name")


async def _read(url: str, headers: Mapping[str, str]) -> Any:
    try:
        answer = await http.async_client().get(url, headers=dict(headers), timeout=SECONDS)
        return answer.raise_for_status().json()
    except (httpx.HTTPError, httpx.InvalidURL, OutboundRefused, HostUnknown, ValueError):
        return None


def _names(answer: Any, key: str, name: str) -> list[str]:
    rows = answer.get(key) if isinstance(answer, Mapping) else answer
    if not isinstance(rows, list):
        return []
    return sorted(str(row[name]) for row in rows if isinstance(row, Mapping) and row.get(name))
