"""Flows of every kind, as people and other tools make them: the starters, and graphs drawn from the catalogue."""

import json
import random
from collections.abc import Iterator, Mapping
from typing import Any

from flows.services.starters import FOLDER
from tests.contract.lfkit import FlowBuilder

Json = dict[str, Any]

ODD_VALUES = [
    "", "plain", "Zürich 東京 🦜", "two\nlines\t", "\u2028", "</script>", "{x} {{y}}", 0, -1, 2**53 + 1, 1.5, 1e-7,
    True, False, None, [], {}, [1, "a", None, {"b": []}], {"": {"nested": [{"deep": None}]}}, 1e21,
]  # fmt: skip

ODD_NAMES = ["a/b\\c", "..", ".hidden", "Ünïcode 流れ", "trailing dot.", "CON", "q?*:<>|", "x" * 300, "same", "SAME"]

DRAWN_NAMES = ["Flow", "Support answers", "Read, then file", "2026", *ODD_NAMES]

SOME = {"icon": "Bot", "icon_bg_color": "#a1b2c3", "gradient": "3", "tags": ["agents", "ü"], "locked": True}
TOOL = {"mcp_enabled": True, "action_name": "answer_it", "action_description": "Answers\nwhat is asked."}
PUBLIC = {"access_type": "PUBLIC", "endpoint_name": "e-{number}"}
FACTS: list[Json] = [{}, SOME, TOOL, PUBLIC, {"is_component": True}, {**SOME, **TOOL, **PUBLIC}]


def varied_flows(catalogue: Mapping[str, Json], count: int, *, seed: int = 1) -> Iterator[Json]:
    """Give bodies of `POST /flows/`: first the starters, then drawn ones. The same seed gives the same flows."""
    starters = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.json"))]
    drawn = random.Random(seed)
    for number in range(count):
        facts = {name: _numbered(value, number) for name, value in FACTS[number % len(FACTS)].items()}
        if number < len(starters):
            flow = {name: starters[number].get(name) for name in ("name", "description", "data", "tags")}
        else:
            name = f"{DRAWN_NAMES[number % len(DRAWN_NAMES)]} {number}"
            flow = {**_drawn_flow(catalogue, drawn, name), "description": str(drawn.choice(ODD_VALUES))}
        # The editor tells it, and not every server looks for itself.
        has_webhook = any(node["data"].get("type") == "Webhook" for node in flow["data"]["nodes"])
        yield {**flow, **facts, "webhook": has_webhook}


def _numbered(value: Any, number: int) -> Any:
    return value.format(number=number) if isinstance(value, str) else value


def _drawn_flow(catalogue: Mapping[str, Json], drawn: random.Random, name: str) -> Json:
    types = sorted(name for category in catalogue.values() for name in category)
    builder = FlowBuilder(dict(catalogue))
    for number in range(drawn.randrange(6)):
        node_id = builder.add(drawn.choice(types), f"Node-{number:05}")
        _fill(builder._node(node_id)["template"], drawn)
    for source, target in zip(builder.nodes, builder.nodes[1:], strict=False):
        _link(builder, source, target, drawn)
    flow = builder.flow(name)
    flow["data"]["viewport"] = {"zoom": drawn.random(), "x": drawn.uniform(-1e4, 1e4), "y": -0.0}
    flow["data"]["notes"] = drawn.sample(ODD_VALUES, 5)  # whatever else another tool keeps there
    return flow


def _fill(template: Json, drawn: random.Random) -> None:
    """Change some fields; a few secrets name a variable."""
    for field in template.values():
        if isinstance(field, dict) and drawn.random() < 0.3:
            field["value"] = drawn.choice(ODD_VALUES)
            if field.get("password"):
                field.update(value=drawn.choice(["sk-secret", "OPENAI_API_KEY"]), load_from_db=drawn.random() < 0.5)


def _link(builder: FlowBuilder, source: Json, target: Json, drawn: random.Random) -> None:
    outputs = [output["name"] for output in source["data"]["node"].get("outputs") or []]
    fields = [
        name for name, field in target["data"]["node"]["template"].items()
        if isinstance(field, dict) and field.get("input_types")
    ]  # fmt: skip
    if outputs and fields:
        builder.link(source["id"], drawn.choice(outputs), target["id"], drawn.choice(fields))
