"""How the texts of files become chunks; what a preview shows is what is stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from execution.components.recursive_splitting import pieces_of_text
from execution.components.splitting import unescaped

FINER = ("\n\n", "\n", " ", "")
"""Where pieces are cut that have no separator inside and are still too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """How texts are cut."""

    size: int
    overlap: int
    separator: str = ""
    """Where to cut first; empty leaves it to the usual places."""

    def chunks_of(self, text: str) -> list[str]:
        """Return the chunks of a text. Raises ValueError for sizes that leave no room."""
        first = unescaped(self.separator)
        separators = [first, *(finer for finer in FINER if finer != first)] if first else None
        return pieces_of_text(text, size=self.size, overlap=self.overlap, separators=separators)


def preview_of(name: str, text: str, cut: Cut, *, most: int) -> dict[str, Any]:
    """Return what a preview shows of a file: how many chunks it has, and the first of them with their places."""
    chunks = cut.chunks_of(text) if text.strip() else []
    return {"file_name": name, "total_chunks": len(chunks), "preview_chunks": list(_placed(text, chunks[:most]))}


def _placed(text: str, chunks: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the chunks with their places; each is looked for behind the start of the one before it."""
    start = -1
    for number, chunk in enumerate(chunks):
        found = text.find(chunk, start + 1)
        start = found if found >= 0 else start + 1
        yield {
            "content": chunk,
            "index": number,
            "char_count": len(chunk),
            "start": start,
            "end": start + len(chunk),
        }
