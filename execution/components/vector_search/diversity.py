"""Choose documents that are near to a question and differ from each other (maximal marginal relevance)."""

from __future__ import annotations

from collections.abc import Sequence

from execution.components.embeddings.similarity import cosine
from execution.components.vector_search.documents import Vector

CANDIDATES = 20
"""How many near ones are looked at, however few are wanted."""
BALANCE = 0.5
"""How much nearness counts; the rest is difference."""


def most_diverse(question: Vector, candidates: Sequence[Vector], count: int) -> list[int]:
    """Return the places of the chosen candidates in the order in which they were chosen."""
    relevance = [cosine(question, candidate) for candidate in candidates]
    likeness = [0.0] * len(candidates)
    chosen: list[int] = []
    left = list(range(len(candidates)))
    while left and len(chosen) < count:
        best = max(left, key=lambda place: _worth(relevance[place], likeness[place], is_first=not chosen))
        left.remove(best)
        chosen.append(best)
        for place in left:
            near = cosine(candidates[place], candidates[best])
            likeness[place] = near if len(chosen) == 1 else max(likeness[place], near)
    return chosen


def _worth(relevance: float, likeness: float, *, is_first: bool) -> float:
    return relevance if is_first else BALANCE * relevance - (1 - BALANCE) * likeness
