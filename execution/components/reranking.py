"""What components that sort search results anew share: their fields, and how the new order is handed on."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from execution.components.search_services import AnswerMalformed, SearchService
from execution.engine.component import Component
from execution.engine.fields import DataInput, Input, IntInput, MultilineInput, Output
from execution.engine.values import Data

FIELDS: list[Input] = [
    MultilineInput(
        name="search_query", display_name="Search Query", info="What the results shall answer.", tool_mode=True
    ),
    DataInput(name="search_results", display_name="Search Results", info="What was found.", is_list=True),
    IntInput(name="top_n", display_name="Top N", info="How many results to keep.", value=3, advanced=True),
]
OUTPUTS = [
    Output(name="reranked_documents", display_name="Reranked Documents", method="compress_documents", types=["Data"]),
]


class Reranker(Component, ABC):
    """Base of the components that let a service say which results fit a question best."""

    search_query: str | None
    search_results: list[Data]
    top_n: int | None

    @abstractmethod
    async def scores(self, query: str, texts: Sequence[str]) -> list[tuple[int, float]]:
        """Return position and score of the texts, the best one first."""

    async def compress_documents(self) -> list[Data]:
        """Return the best results, each with its `relevance_score`."""
        results, most = self.search_results, max(self.top_n or 0, 0)
        if not results or not most:
            return []
        ranked = await self.scores(self.search_query or "", [result.get_text() or "" for result in results])
        found = [_scored(results, position, score) for position, score in ranked[:most]]
        self.status = found
        return found


def ranking_of(service: SearchService, rows: Sequence[Mapping[str, Any]], score: str) -> list[tuple[int, float]]:
    """Return position and score of a service's rows, the best one first. Raises AnswerMalformed."""
    try:
        found = [(int(row["index"]), float(row[score])) for row in rows]
    except (KeyError, TypeError, ValueError):
        raise AnswerMalformed(service=service.name, reason=f"a row has no position or no '{score}'.") from None
    return sorted(found, key=lambda ranked: -ranked[1])


def _scored(results: Sequence[Data], position: int, score: float) -> Data:
    if not 0 <= position < len(results):
        raise AnswerMalformed(service="The reranker", reason=f"there is no result number {position}.")
    result = results[position]
    return Data(data={**result.data, "relevance_score": score}, text_key=result.text_key)
