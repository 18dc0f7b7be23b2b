"""Flows to measure, made from a server's own catalogue."""

import uuid
from typing import Any

import httpx

from tests.benchmarks.load import Target
from tests.contract.lfkit import chain_flow


def run_target(base: str, api_key: str, *, prompts: int) -> Target:
    """Store a flow of Chat Input, so many prompts and Chat Output; return the route that runs it."""
    with httpx.Client(base_url=base, headers={"x-api-key": api_key}, timeout=120, trust_env=False) as client:
        catalogue = client.get("/api/v1/all").raise_for_status().json()
        flow = chain_flow(catalogue, prompts, f"benchmark {prompts} {uuid.uuid4().hex[:8]}")
        flow_id = client.post("/api/v1/flows/", json=flow).raise_for_status().json()["id"]
    return Target(url=f"{base}/api/v1/run/{flow_id}", headers={"x-api-key": api_key}, body=_message)


def bare_target(base: str) -> Target:
    return Target(url=f"{base}/bare", headers={}, body=_message)


def _message(number: int) -> dict[str, Any]:
    return {"input_value": f"message {number}", "input_type": "chat", "output_type": "chat"}
