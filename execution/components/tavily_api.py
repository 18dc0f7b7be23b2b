"""Tavily's two calls and their fields, for its components of today and of older flows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from execution.components.search_services import SearchService, listed
from execution.engine.fields import BoolInput, DropdownInput, Input, IntInput, MessageTextInput, SecretStrInput
from execution.engine.values import Data

if TYPE_CHECKING:
    from execution.engine.component import Component

_SEARCH = "https://api.tavily.com/search"
_EXTRACT = "https://api.tavily.com/extract"
_KEY_FIELD = "Tavily API Key"
_FOUND = ("title", "url", "content", "score")

API_KEY = SecretStrInput(
    name="api_key", display_name="Tavily API Key", info="The key of your account at Tavily.", required=True
)

SEARCH_FIELDS: list[Input] = [
    DropdownInput(
        name="search_depth",
        display_name="Search Depth",
        info="How thoroughly to search; advanced costs more.",
        advanced=True,
        options=["basic", "advanced"],
        value="advanced",
    ),
    IntInput(
        name="chunks_per_source",
        display_name="Chunks Per Source",
        info="How many passages of each page, 1 to 3; only for the advanced depth.",
        advanced=True,
        value=3,
    ),
    DropdownInput(
        name="topic",
        display_name="Search Topic",
        info="The kind of pages to look among.",
        advanced=True,
        options=["general", "news"],
        value="general",
    ),
    IntInput(name="days", display_name="Days", info="How many days back news may date.", advanced=True, value=7),
    IntInput(name="max_results", display_name="Max Results", info="How many results at most.", advanced=True, value=5),
    BoolInput(
        name="include_answer",
        display_name="Include Answer",
        info="Also give a short answer to the question.",
        advanced=True,
        value=True,
    ),
    DropdownInput(
        name="time_range",
        display_name="Time Range",
        info="How far back pages may date.",
        advanced=True,
        options=["day", "week", "month", "year"],
    ),
    BoolInput(
        name="include_images", display_name="Include Images", info="Also give images.", advanced=True, value=True
    ),
    MessageTextInput(
        name="include_domains",
        display_name="Include Domains",
        info="Only these domains, with commas between.",
        advanced=True,
    ),
    MessageTextInput(
        name="exclude_domains",
        display_name="Exclude Domains",
        info="None of these domains, with commas between.",
        advanced=True,
    ),
    BoolInput(
        name="include_raw_content",
        display_name="Include Raw Content",
        info="Also give the whole text of each page.",
        advanced=True,
    ),
]
"""What a search by Tavily can be told, behind the question."""


async def tavily_results(component: Component, query: str) -> list[Data]:
    """Return the answer where one was asked for, then the pages, then the images."""
    service = _service(component)
    answer = await service.ask(_SEARCH, headers=_headers(component), body=_question(component, query))
    found = []
    if component.include_answer and answer.get("answer"):
        found.append(Data(text=answer["answer"]))
    found += [_page(row, with_raw=bool(component.include_raw_content)) for row in service.rows_of(answer, "results")]
    if component.include_images and answer.get("images"):
        found.append(Data(text="Images found", data={"images": answer["images"]}))
    return found


async def tavily_extracts(component: Component) -> list[Data]:
    """Return the text of each page; those that could not be read come last, as one record."""
    service = _service(component)
    body = {
        "urls": listed(component.urls),
        "extract_depth": component.extract_depth,
        "include_images": bool(component.include_images),
    }
    answer = await service.ask(_EXTRACT, headers=_headers(component), body=body)
    found = [_extract(row) for row in service.rows_of(answer, "results")]
    if answer.get("failed_results"):
        found.append(Data(text="Failed to extract some URLs", data={"failed_results": answer["failed_results"]}))
    return found


def _service(component: Component) -> SearchService:
    return SearchService(name="Tavily", run=component.run, key=component.api_key or "", key_field=_KEY_FIELD)


def _headers(component: Component) -> dict[str, str]:
    return {"Authorization": f"Bearer {component.api_key}"}


def _question(component: Component, query: str) -> dict[str, Any]:
    question: dict[str, Any] = {
        "query": query,
        "search_depth": component.search_depth,
        "topic": component.topic,
        "max_results": component.max_results,
        "include_images": bool(component.include_images),
        "include_answer": bool(component.include_answer),
        "include_raw_content": bool(component.include_raw_content),
        "include_domains": listed(component.include_domains),
        "exclude_domains": listed(component.exclude_domains),
    }
    # The service refuses these where they mean nothing.
    if component.search_depth == "advanced" and component.chunks_per_source:
        question["chunks_per_source"] = component.chunks_per_source
    if component.topic == "news" and component.days:
        question["days"] = component.days
    if component.time_range:
        question["time_range"] = component.time_range
    return question


def _page(row: dict[str, Any], *, with_raw: bool) -> Data:
    names = (*_FOUND, "raw_content") if with_raw else _FOUND
    return Data(text=row.get("content") or "", data={name: row.get(name) for name in names})


def _extract(row: dict[str, Any]) -> Data:
    text = row.get("raw_content") or ""
    return Data(
        text=text, data={"url": row.get("url"), "raw_content": row.get("raw_content"), "images": row.get("images", [])}
    )
