"""Wikipedia's articles and Wikidata's entities, by MediaWiki's API."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from execution.components.search_services import AnswerMalformed, SearchService
from execution.engine.errors import EngineError
from execution.engine.values import Data

if TYPE_CHECKING:
    from execution.engine.ports import RunContext

_WIKIDATA = "https://www.wikidata.org/w/api.php"
_LANGUAGE = re.compile(r"[a-z][a-z0-9-]{1,30}")
_LONGEST_QUERY = 300
"""MediaWiki refuses longer ones."""
_MOST_ARTICLES = 50
"""More cannot be told in one answer."""


class LanguageInvalid(EngineError, ValueError):
    """No Wikipedia has such a name."""

    code = "language_invalid"
    message = "'{language}' is no language of Wikipedia: give its code, for example en or de."


async def wikipedia_articles(
    run: RunContext, query: str, *, language: str, most: int, longest: int, with_all_facts: bool
) -> list[Data]:
    """Return the articles that fit best; their texts cut to a length, with more facts where wanted."""
    if not _LANGUAGE.fullmatch(language):
        raise LanguageInvalid(language=language)
    if not query.strip() or most < 1:
        return []
    service = SearchService(name="Wikipedia", run=run)
    address = f"https://{language}.wikipedia.org/w/api.php"
    answer = await service.ask(address, query=_articles_asked(query, most))
    pages = sorted(_pages_of(service, answer), key=lambda page: page.get("index", 0))
    found = []
    for page in pages:
        text = await _text_of(service, address, page)
        found.append(_article(service, page, text, longest=longest, with_all_facts=with_all_facts))
    return found


def _articles_asked(query: str, most: int) -> dict[str, Any]:
    return {
        "action": "query",
        "format": "json",
        "formatversion": 2,
        "generator": "search",
        "gsrsearch": query[:_LONGEST_QUERY],
        "gsrlimit": min(most, _MOST_ARTICLES),
        "prop": "info|categories|pageprops",
        "inprop": "url",
        "cllimit": "max",
        "clshow": "!hidden",
    }


def _pages_of(service: SearchService, answer: dict[str, Any]) -> list[dict[str, Any]]:
    if "error" in answer:
        error = answer["error"]
        raise AnswerMalformed(service=service.name, reason=error.get("info", "") if isinstance(error, dict) else "")
    found = answer.get("query") or {}
    if not isinstance(found, dict):
        raise AnswerMalformed(service=service.name, reason="'query' is no object.")
    return service.rows_of(found, "pages")


def _article(service: SearchService, page: dict[str, Any], text: str, *, longest: int, with_all_facts: bool) -> Data:
    introduction = text.partition("\n\n\n== ")[0]
    facts = {"title": page.get("title", ""), "summary": introduction, "source": page.get("fullurl", "")}
    if with_all_facts:
        facts["categories"] = [str(row.get("title", "")) for row in service.rows_of(page, "categories")]
        facts["page_id"] = page.get("pageid")
    return Data(text=text[:longest] if longest > 0 else text, data=facts)


async def _text_of(service: SearchService, address: str, page: dict[str, Any]) -> str:
    """Return the whole article as plain text; MediaWiki gives that for one page at a time."""
    asked = {
        "action": "query",
        "format": "json",
        "formatversion": 2,
        "prop": "extracts",
        "explaintext": 1,
        "pageids": page.get("pageid"),
    }
    pages = _pages_of(service, await service.ask(address, query=asked))
    return str(pages[0].get("extract") or "") if pages else ""


async def wikidata_entities(run: RunContext, query: str) -> list[Data]:
    """Return the entities of that name; where there are none, one record that says so."""
    service = SearchService(name="Wikidata", run=run)
    asked = {"action": "wbsearchentities", "format": "json", "search": query, "language": "en"}
    rows = service.rows_of(await service.ask(_WIKIDATA, query=asked), "search")
    if not rows:
        return [Data(data={"error": "No search results found."})]
    return [_entity(row) for row in rows]


def _entity(row: dict[str, Any]) -> Data:
    label, description = row.get("label", ""), row.get("description", "")
    facts = {
        "label": label,
        "id": row.get("id", ""),
        "url": row.get("url", ""),
        "description": description,
        "concepturi": row.get("concepturi", ""),
    }
    return Data(text=f"{label}: {description}", data=facts)
