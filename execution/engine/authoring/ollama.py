"""Ask an Ollama which models it has, for hooks that list them."""

from __future__ import annotations

import importlib
from typing import Any

from execution.engine.authoring.addresses import transform_localhost_url

SECONDS = 5


def _root(url: str | None) -> str:
    return str(transform_localhost_url(url) or "").rstrip("/").removesuffix("/v1").rstrip("/")


async def is_valid_ollama_url(url: str | None) -> bool:
    """Does an Ollama answer there?"""
    httpx = importlib.import_module("httpx")
    if not _root(url):
        return False
    try:
        async with httpx.AsyncClient(timeout=SECONDS) as client:
            answer = await client.get(f"{_root(url)}/api/tags")
    except (httpx.HTTPError, httpx.InvalidURL):
        return False
    return bool(answer.status_code == httpx.codes.OK)


async def get_ollama_models(
    base_url_value: str,
    desired_capability: str,
    json_models_key: str = "models",
    json_name_key: str = "name",
    json_capabilities_key: str = "capabilities",
) -> list[str]:
    """Return the names of the models that can do it, sorted. Raises ValueError where no Ollama answers."""
    httpx = importlib.import_module("httpx")
    root = _root(base_url_value)
    try:
        async with httpx.AsyncClient(timeout=SECONDS) as client:
            listed = (await client.get(f"{root}/api/tags")).raise_for_status().json()
            found = []
            for model in listed.get(json_models_key, []):
                name: Any = model[json_name_key]
                told = (await client.post(f"{root}/api/show", json={"model": name})).raise_for_status().json()
                if desired_capability in (told.get(json_capabilities_key) or []):
                    found.append(name)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError) as error:
        raise ValueError(f"Could not get model names from Ollama at {root}.") from error
    return sorted(found)
