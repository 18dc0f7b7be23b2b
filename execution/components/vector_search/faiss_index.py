"""Indexes of FAISS in files: the vectors in FAISS's own format, the texts beside them as JSON.

Pickled texts of other programs are never read: opening a pickle may run code.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from execution.components.optional_import import optional_import
from execution.components.vector_search.documents import Document, Vector
from execution.components.vector_search.errors import DimensionsDiffer, IndexUnreadable
from execution.components.vector_search.store import Query

EXTRA = "faiss"

_writing = Lock()
"""Adding reads, changes and writes whole files; two additions must not lose each other's documents."""


class FaissIndex:
    """One index. The library blocks, so it works on a thread."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name

    async def add(self, documents: Sequence[Document], vectors: Sequence[Vector]) -> None:
        """Keep the documents that are not there yet."""
        await asyncio.to_thread(self._add, documents, vectors)

    async def nearest(self, query: Query) -> list[Document]:
        """Return the documents at the least distance."""
        return await asyncio.to_thread(self._nearest, query)

    def _add(self, documents: Sequence[Document], vectors: Sequence[Vector]) -> None:
        with _writing:
            stored = self._texts()
            known = {(document.text, _json(document.metadata)) for document in stored}
            pairs = zip(documents, vectors, strict=True)
            new = [(document, vector) for document, vector in pairs if not _is_known(document, known)]
            if new:
                index = self._with_vectors([vector for _, vector in new])
                self._write(index, [*stored, *(document for document, _ in new)])

    def _nearest(self, query: Query) -> list[Document]:
        with _writing:
            stored = self._texts()
            index = self._index() if stored else None
        if index is None:
            return []
        _check_dimensions(index, query.vector)
        _, places = index.search(_matrix([query.vector]), min(query.count, len(stored)))
        return [stored[place] for place in places[0].tolist() if 0 <= place < len(stored)]

    def _with_vectors(self, vectors: Sequence[Vector]) -> Any:
        index = self._index() or _faiss().IndexFlatL2(len(vectors[0]))
        _check_dimensions(index, vectors[0])
        index.add(_matrix(vectors))
        return index

    def _texts(self) -> list[Document]:
        if not self._path(".json").exists():
            if self._path(".faiss").exists():
                raise IndexUnreadable(name=self._name)
            return []
        rows = json.loads(self._path(".json").read_text(encoding="utf-8"))
        return [Document(text=row["text"], metadata=row["metadata"]) for row in rows]

    def _index(self) -> Any:
        path = self._path(".faiss")
        return _faiss().read_index(str(path)) if path.exists() else None

    def _write(self, index: Any, documents: Sequence[Document]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        rows = [{"text": document.text, "metadata": dict(document.metadata)} for document in documents]
        self._path(".json.new").write_text(json.dumps(rows), encoding="utf-8")
        _faiss().write_index(index, str(self._path(".faiss.new")))
        # Readers see the old files or the new ones, never half of one.
        for ending in (".faiss", ".json"):
            self._path(f"{ending}.new").replace(self._path(ending))

    def _path(self, ending: str) -> Path:
        return self._folder / f"{self._name}{ending}"


def _faiss() -> Any:
    return optional_import("faiss", extra=EXTRA)


def _matrix(vectors: Sequence[Vector]) -> Any:
    return optional_import("numpy", extra=EXTRA).asarray(vectors, dtype="float32")


def _check_dimensions(index: Any, vector: Vector) -> None:
    if index.d != len(vector):
        raise DimensionsDiffer(stored=index.d, given=len(vector))


def _is_known(document: Document, known: set[tuple[str, str]]) -> bool:
    return (document.text, _json(document.metadata)) in known


def _json(metadata: Any) -> str:
    return json.dumps(metadata, sort_keys=True)
