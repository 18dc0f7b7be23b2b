"""SerpApi, SearchApi and Serper: search engines behind a key, with results as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from execution.components.search_services import SearchFailed, SearchService, shortened

if TYPE_CHECKING:
    from execution.engine.component import Component
    from execution.engine.ports import RunContext

_SERPAPI = "https://serpapi.com/search"
_SEARCHAPI = "https://www.searchapi.io/api/v1/search"
_SERPER = "https://google.serper.dev"
_NOTHING = "hasn't returned any results"


async def serpapi_rows(component: Component, query: str) -> list[dict[str, Any]]:
    """Return title, link and snippet of SerpApi's results."""
    key = component.serpapi_api_key or ""
    service = SearchService(name="SerpApi", run=component.run, key=key, key_field="SerpAPI API Key")
    # Who searches says with which engine, but not whose key, nor another form of answer.
    asked = {"engine": "google", **_parameters(component), "q": query, "api_key": key, "output": "json"}
    return _short(component, _organic(service, await service.ask(_SERPAPI, query=asked), "organic_results"))


async def searchapi_rows(component: Component, query: str) -> list[dict[str, Any]]:
    """Return title, link and snippet of SearchApi's results."""
    key = component.api_key or ""
    service = SearchService(name="SearchApi", run=component.run, key=key, key_field="SearchAPI API Key")
    asked = {"engine": component.engine or "google", **_parameters(component), "q": query}
    answer = await service.ask(_SEARCHAPI, query=asked, headers={"Authorization": f"Bearer {key}"})
    return _short(component, _organic(service, answer, "organic_results"))


async def serper_rows(
    run: RunContext, key: str, query: str, *, most: int, kind: str = "search", options: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Return Serper's results as it gives them; `kind` is search or news."""
    service = SearchService(name="Serper", run=run, key=key, key_field="Serper API Key")
    body = {"gl": "us", "hl": "en", **(options or {}), "q": query, "num": most}
    answer = await service.ask(f"{_SERPER}/{kind}", headers={"X-API-KEY": key}, body=body)
    return service.rows_of(answer, "news" if kind == "news" else "organic")[: max(most, 0)]


def _parameters(component: Component) -> dict[str, Any]:
    given = component.search_params or {}
    return {name: value for name, value in given.items() if name and value is not None and value != ""}


def _organic(service: SearchService, answer: dict[str, Any], name: str) -> list[dict[str, Any]]:
    problem = answer.get("error")
    if problem and _NOTHING not in str(problem):
        raise SearchFailed(service=service.name, reason=service.masked(str(problem)))
    return service.rows_of(answer, name)


def _short(component: Component, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    most = max(component.max_results or 0, 0)
    return [
        {
            "title": shortened(row.get("title"), component.max_snippet_length),
            "link": row.get("link") or "",
            "snippet": shortened(row.get("snippet"), component.max_snippet_length),
        }
        for row in rows[:most]
    ]
