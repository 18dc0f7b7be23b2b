"""Webhook: the body of a request that starts the flow."""

from __future__ import annotations

import json
from typing import Any

from execution.engine.component import Component
from execution.engine.fields import MultilineInput, Output
from execution.engine.values import Data


class Webhook(Component):
    """Turn the body of a request into a record."""

    display_name = "Webhook"
    icon = "Webhook"

    inputs = [
        MultilineInput(
            name="data",
            display_name="Payload",
            info="The body of the request; type one here to try the flow.",
            advanced=True,
        ),
        MultilineInput(name="curl", display_name="cURL", value="CURL_WEBHOOK", input_types=[], advanced=True),
        MultilineInput(name="endpoint", display_name="Endpoint", value="BACKEND_URL", input_types=[], copy_field=True),
    ]
    outputs = [Output(name="output_data", display_name="Data", method="build_data")]

    def build_data(self) -> Data:
        """Return a JSON object as it is; anything else stands under `payload`."""
        body = self.data or ""
        payload, told = _read(body) if body.strip() else ({}, "The request has no body.")
        data = Data(data=payload if isinstance(payload, dict) else {"payload": payload})
        self.status = told or data
        return data


def _read(body: str) -> tuple[Any, str]:
    """Return what the body says, and what there is to say about it."""
    try:
        payload = json.loads(body)
    except ValueError:
        return body, f"The body is no JSON; it stands under 'payload'.\n\n{body}"
    return ({} if payload is None else payload), ""
