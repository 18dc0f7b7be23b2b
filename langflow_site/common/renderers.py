"""JSON out of DRF views by orjson."""

from typing import Any

from rest_framework.renderers import BaseRenderer

from langflow_site.common.models import encoded


class OrjsonRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None
    render_style = "binary"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return b"" if data is None and _has_no_content(renderer_context) else encoded(data)


def _has_no_content(renderer_context: Any) -> bool:
    response = (renderer_context or {}).get("response")
    return response is not None and response.status_code == 204
