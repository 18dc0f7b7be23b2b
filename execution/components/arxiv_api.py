"""arXiv's API: papers as an Atom feed with facts of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from execution.components.search_services import AnswerMalformed, SearchService

if TYPE_CHECKING:
    from execution.engine.ports import RunContext

_SEARCH = "https://export.arxiv.org/api/query"
_ATOM = "{http://www.w3.org/2005/Atom}"
_OWN = "{http://arxiv.org/schemas/atom}"
FIELDS = {"all": "all", "title": "ti", "abstract": "abs", "author": "au", "cat": "cat"}


async def arxiv_papers(run: RunContext, query: str, *, field: str, most: int) -> list[dict[str, Any]]:
    """Return the papers that fit best. Raises SearchFailed when arXiv does not answer, or with something else."""
    if not query.strip() or most < 1:
        return []
    service = SearchService(name="arXiv", run=run)
    asked = {"search_query": f"{FIELDS.get(field, 'all')}:{query}", "max_results": most}
    feed = await service.ask_text(_SEARCH, query=asked)
    try:
        # expat limits what entities may grow to, and fetches none
        root = ET.fromstring(feed)  # noqa: S314  # see above
    except ET.ParseError:
        raise AnswerMalformed(service=service.name, reason="it is no feed.") from None
    return [_paper(entry) for entry in root.iter(f"{_ATOM}entry")]


def _paper(entry: ET.Element) -> dict[str, Any]:
    links = entry.findall(f"{_ATOM}link")
    primary = entry.find(f"{_OWN}primary_category")
    return {
        "id": _text(entry, f"{_ATOM}id"),
        "title": _text(entry, f"{_ATOM}title"),
        "summary": _text(entry, f"{_ATOM}summary"),
        "published": _text(entry, f"{_ATOM}published"),
        "updated": _text(entry, f"{_ATOM}updated"),
        "authors": [_text(author, f"{_ATOM}name") for author in entry.findall(f"{_ATOM}author")],
        "arxiv_url": next((link.get("href") for link in links if link.get("rel") == "alternate"), None),
        "pdf_url": next((link.get("href") for link in links if link.get("title") == "pdf"), None),
        "comment": _text(entry, f"{_OWN}comment"),
        "journal_ref": _text(entry, f"{_OWN}journal_ref"),
        "primary_category": None if primary is None else primary.get("term"),
        "categories": [category.get("term") for category in entry.findall(f"{_ATOM}category")],
    }


def _text(element: ET.Element, name: str) -> str | None:
    text = element.findtext(name)
    return None if text is None else " ".join(text.split())
