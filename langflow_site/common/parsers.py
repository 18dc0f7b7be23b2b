"""Bodies as DRF reads them. Only forms are read by it; views that take JSON read it by common/requests.py."""

from typing import Any

from rest_framework.parsers import BaseParser


class NoForm(BaseParser):
    """A JSON body where a form belongs: it has no fields and no files, so what the route needs is missing."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> dict[str, Any]:
        return {}
