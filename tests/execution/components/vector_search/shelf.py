"""Vector stores without a server of ours: an embedding model that knows five words, places in a folder of the test."""

from pathlib import Path
from typing import Any

from execution.components.vector_search.errors import StoreRefused
from execution.engine.component import Component
from execution.engine.values import Data
from tests.execution.components.running import Bench

WORDS = ("river", "bridge", "apples", "garden", "steel")

RIVERS = [
    Data(text="the river crosses an old bridge", id="d1"),
    Data(text="apples and pears in the garden", id="d2"),
    Data(text="a bridge of steel over the river", id="d3"),
]


class WordVectors:
    """Counts the words that it knows; the last number keeps vectors of other texts from being nothing."""

    model = "word-vectors"

    def __init__(self) -> None:
        self.embedded: list[str] = []

    async def aembed_documents(self, texts: list[str]) -> list[list[float]]:
        self.embedded += texts
        return [self._vector(text) for text in texts]

    async def aembed_query(self, text: str) -> list[float]:
        return self._vector(text)

    @staticmethod
    def _vector(text: str) -> list[float]:
        return [*(float(text.lower().split().count(word)) for word in WORDS), 0.1]


class ShorterVectors(WordVectors):
    """Another model."""

    @staticmethod
    def _vector(text: str) -> list[float]:
        return [float(len(text))]


class FolderPlaces:
    """Every owner has a folder below the test's; loopback is the only place where servers may be."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def folder(self, owner: str | None, *parts: str) -> Path:
        return self.root.joinpath(owner or "nobody", *(part.lstrip("/") for part in parts))

    async def check(self, host: str, port: int) -> None:
        if host not in {"127.0.0.1", "localhost"}:
            raise StoreRefused(reason=f"{host}:{port} is not allowed")


def bench(component: type[Component], services: dict[str, Any], **values: Any) -> Bench:
    """Return the component with an embedding model, in a run with these services."""
    made = Bench(component, **{"embedding": WordVectors(), **values})
    made.context.services = services
    return made


async def found(component: type[Component], services: dict[str, Any], **values: Any) -> list[str]:
    """Return the texts of what a search finds."""
    output = "search_results" if "search_results" in component.output_by_name else "dataframe"
    results = await bench(component, services, **values).give(output)
    rows = [row.data for row in results] if isinstance(results, list) else results.to_records()
    return [row["text"] for row in rows]
