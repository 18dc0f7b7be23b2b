"""Frozen vertices answer with what they gave before.

A frozen result is found by flow, vertex, code and what the vertex's own fields hold. What arrives over edges does
not count: freezing means that the result stays although the inputs change.
"""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256

from execution.engine.plan import PlanVertex
from execution.engine.ports import FrozenKey
from execution.engine.results import VertexResult
from execution.engine.runner.inputs import own_values
from execution.engine.state import RunState
from execution.engine.toolkit import TOOL_OUTPUT


def may_be_frozen(vertex: PlanVertex) -> bool:
    """Loops always run: they have rows to hand out. So do toolsets: their tools belong to one run."""
    return vertex.facts.frozen and vertex.body is None and TOOL_OUTPUT not in vertex.outputs


async def frozen_result(state: RunState, vertex: PlanVertex) -> VertexResult | None:
    """Return the kept result, marked as such, or None."""
    found = await state.host.frozen.get(frozen_key(state, vertex))
    return None if found is None else replace(found, used_frozen_result=True, messages=[], seconds=0.0)


async def keep_frozen(state: RunState, vertex: PlanVertex, result: VertexResult) -> None:
    """Keep the result for the next run."""
    await state.host.frozen.put(frozen_key(state, vertex), result)


def frozen_key(state: RunState, vertex: PlanVertex) -> FrozenKey:
    """Return the name under which the vertex's result is kept."""
    facts = [vertex.facts.type, vertex.code_digest, own_values(state, vertex)]
    text = json.dumps(facts, sort_keys=True, default=str)
    return FrozenKey(state.request.flow_id, vertex.id, sha256(text.encode()).hexdigest())
