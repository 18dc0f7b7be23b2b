"""NVIDIA Rerank: a model at NVIDIA's, or on a server of one's own, says which results fit best."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from execution.components.reranking import FIELDS, OUTPUTS, Reranker, ranking_of
from execution.components.search_services import AnswerMalformed, SearchService
from execution.components.web import web_address
from execution.engine.component import Node
from execution.engine.fields import DropdownInput, SecretStrInput, StrInput

HOSTED = "https://integrate.api.nvidia.com/v1"
_HOSTED_RANKING = "https://ai.api.nvidia.com/v1/retrieval/nvidia/reranking"
"""NVIDIA's own service sorts at another address than the one that its models chat at."""
MODELS = ["nv-rerank-qa-mistral-4b:1"]


class NvidiaRerankComponent(Reranker):
    """Sort search results by how well they answer, as a model of NVIDIA's sees it."""

    display_name = "NVIDIA Rerank"
    description = "Sorts search results with a model of NVIDIA's."
    icon = "NVIDIA"

    inputs = [
        *FIELDS,
        SecretStrInput(name="api_key", display_name="NVIDIA API Key", info="Your key at NVIDIA."),
        StrInput(
            name="base_url",
            display_name="Base URL",
            info="Where the model runs. Refresh to list the models of a server of your own.",
            value=HOSTED,
            refresh_button=True,
        ),
        DropdownInput(
            name="model", display_name="Model", info="The model that sorts.", options=MODELS, value=MODELS[0]
        ),
    ]
    outputs = OUTPUTS

    async def scores(self, query: str, texts: Sequence[str]) -> list[tuple[int, float]]:
        passages = [{"text": text} for text in texts]
        body = {"model": self.model, "query": {"text": query}, "passages": passages, "truncate": "END"}
        base = (self.base_url or HOSTED).rstrip("/")
        address = _HOSTED_RANKING if base == HOSTED else f"{web_address(base)}/ranking"
        service = self._service(needs_key=base == HOSTED)
        answer = await service.ask(address, headers=self._headers(), body=body)
        return ranking_of(service, service.rows_of(answer, "rankings"), "logit")

    async def update_build_config(self, build_config: Node, field_value: Any, field_name: str | None = None) -> Node:
        """List the models of the server when somebody says where it is."""
        base = str(field_value or "").rstrip("/")
        if field_name == "base_url" and base not in {"", HOSTED}:
            service = self._service(needs_key=False)
            answer = await service.ask(f"{web_address(base)}/models", headers=self._headers())
            names = [str(row.get("id")) for row in service.rows_of(answer, "data")]
            if not names:
                raise AnswerMalformed(service=service.name, reason="it names no models.")
            build_config["model"] |= {"options": names, "value": names[0]}
        return build_config

    def _service(self, *, needs_key: bool) -> SearchService:
        field = "NVIDIA API Key" if needs_key else ""
        return SearchService(name="NVIDIA", run=self.run, key=self.api_key or "", key_field=field)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.api_key}"} if self.api_key else {}
