"""Make JSON of texts that nearly are: single quotes, names without quotes, trailing commas, missing brackets."""

from __future__ import annotations

from execution.components.json_queries import EXTRA
from execution.components.optional_import import optional_import


def repaired_json(text: str) -> str:
    """Return the JSON text; an empty text where there is nothing to repair. Needs the extra `json`."""
    repaired: str = optional_import("json_repair", extra=EXTRA).repair_json(text, ensure_ascii=False)
    return repaired
