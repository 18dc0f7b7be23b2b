"""The models that a user's Ollama has pulled. Remembered for a moment: pages and nodes ask for them again and again."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from execution.components.language_models.model_lists import models_of_ollama
from execution.components.model_catalogue.known_models import KNOWN_MODELS, KnownModel, ModelKind
from langflow_site.common import http
from langflow_site.common.addresses import HostUnknown, OutboundRefused

SECONDS = 3.0
"""A page waits for this list; who is not there by then counts as having no models."""
REMEMBERED_SECONDS = 60.0
MOST_SERVERS = 256
MOST_MODELS = 200

_KNOWN = {model.name: model for model in KNOWN_MODELS["Ollama"]}


@dataclass(frozen=True, slots=True)
class _Remembered:
    models: tuple[KnownModel, ...]
    until: float


_remembered: OrderedDict[str, _Remembered] = OrderedDict()


async def pulled_models(address: str) -> tuple[KnownModel, ...]:
    """Return the models of the Ollama at that address; none while it does not answer."""
    held = _remembered.get(address)
    if held is not None and held.until > time.monotonic():
        return held.models
    found = await _asked_for(address.rstrip("/"))
    _remembered[address] = _Remembered(found, time.monotonic() + REMEMBERED_SECONDS)
    _remembered.move_to_end(address)
    while len(_remembered) > MOST_SERVERS:
        _remembered.popitem(last=False)
    return found


def forget_pulled_models() -> None:
    """Ask every server anew."""
    _remembered.clear()


async def _asked_for(address: str) -> tuple[KnownModel, ...]:
    try:
        async with asyncio.timeout(SECONDS):
            names = (await models_of_ollama(address, None))[:MOST_MODELS]
            return tuple(await asyncio.gather(*(_described(address, name) for name in names)))
    except TimeoutError:
        return ()


async def _described(address: str, name: str) -> KnownModel:
    """Return the model with what it can do; older servers do not tell, so known names help."""
    abilities = await _abilities(address, name)
    known = _KNOWN.get(name.partition(":")[0]) or _KNOWN.get(name)
    if abilities is None:
        kind = known.kind if known else ModelKind.LANGUAGE
        return KnownModel(name=name, kind=kind, tool_calling=known.tool_calling if known else False)
    is_embedding = "embedding" in abilities and "completion" not in abilities
    return KnownModel(
        name=name,
        kind=ModelKind.EMBEDDING if is_embedding else ModelKind.LANGUAGE,
        tool_calling="tools" in abilities,
        reasoning="thinking" in abilities,
    )


async def _abilities(address: str, name: str) -> list[Any] | None:
    try:
        answer = await http.async_client().post(f"{address}/api/show", json={"model": name}, timeout=SECONDS)
        told = answer.raise_for_status().json()
    except (httpx.HTTPError, httpx.InvalidURL, OutboundRefused, HostUnknown, ValueError):
        return None
    abilities = told.get("capabilities") if isinstance(told, Mapping) else None
    return abilities if isinstance(abilities, list) else None
