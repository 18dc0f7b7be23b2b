"""Build flow documents from a server's own catalogue, for the conformance scenarios.

The scenarios name components by type and fields by name; the document they send must be what the editor would send.
"""

import copy
import json
from typing import Any

Json = dict[str, Any]

COLUMN_WIDTH = 300

PROMPT_VARIABLE: Json = {
    "field_type": "str",
    "required": False,
    "placeholder": "",
    "list": False,
    "show": True,
    "multiline": True,
    "value": "",
    "fileTypes": [],
    "file_path": "",
    "advanced": False,
    "input_types": ["Message"],
    "dynamic": False,
    "info": "",
    "load_from_db": False,
    "title_case": False,
    "type": "str",
}


class FlowBuilder:
    """Collects nodes and edges; `flow(name)` gives the body of `POST /flows/`."""

    def __init__(self, catalogue: Json) -> None:
        self._types = {name: node for category in catalogue.values() for name, node in category.items()}
        self.nodes: list[Json] = []
        self.edges: list[Json] = []

    def add(self, type_name: str, node_id: str, **values: Any) -> str:
        """Add a component with these field values and return its id."""
        node = copy.deepcopy(self._types[type_name])
        for name, value in values.items():
            node["template"][name]["value"] = value
        self.nodes.append(
            {
                "id": node_id,
                "type": "genericNode",
                "position": {"x": COLUMN_WIDTH * len(self.nodes), "y": 0},
                "data": {"id": node_id, "type": type_name, "node": node, "showNode": True},
            }
        )
        return node_id

    def add_prompt(self, node_id: str, template: str, *variables: str) -> str:
        """Add a Prompt Template whose variables are fields, as the editor makes them."""
        self.add("Prompt Template", node_id, template=template)
        node = self._node(node_id)
        node["custom_fields"] = {"template": list(variables)}
        for name in variables:
            node["template"][name] = {**copy.deepcopy(PROMPT_VARIABLE), "name": name, "display_name": name}
        return node_id

    def link(self, source_id: str, output_name: str, target_id: str, field_name: str) -> None:
        """Draw an edge from an output to a field."""
        source = self._source_handle(source_id, output_name)
        target = self._target_handle(target_id, field_name)
        source_text, target_text = _handle_text(source), _handle_text(target)
        self.edges.append(
            {
                "id": f"reactflow__edge-{source_id}{source_text}-{target_id}{target_text}",
                "source": source_id,
                "target": target_id,
                "sourceHandle": source_text,
                "targetHandle": target_text,
                "data": {"sourceHandle": source, "targetHandle": target},
                "animated": False,
                "className": "",
            }
        )

    def flow(self, name: str, **fields: Any) -> Json:
        viewport = {"x": 0, "y": 0, "zoom": 1}
        data = {"nodes": self.nodes, "edges": self.edges, "viewport": viewport}
        return {"name": name, "description": "", "data": data, **fields}

    def _data(self, node_id: str) -> Json:
        return next(node["data"] for node in self.nodes if node["id"] == node_id)

    def _node(self, node_id: str) -> Json:
        return self._data(node_id)["node"]

    def _source_handle(self, node_id: str, output_name: str) -> Json:
        data = self._data(node_id)
        output = next(output for output in data["node"]["outputs"] if output["name"] == output_name)
        types = [output["selected"]] if output.get("selected") else output["types"]
        return {"dataType": data["type"], "id": node_id, "name": output_name, "output_types": types}

    def _target_handle(self, node_id: str, field_name: str) -> Json:
        field = self._node(node_id)["template"][field_name]
        return {
            "fieldName": field_name,
            "id": node_id,
            "inputTypes": field.get("input_types") or [],
            "type": field.get("type", "str"),
        }


def _handle_text(handle: Json) -> str:
    """The editor writes handles as JSON with another quote, because they stand inside element ids."""
    return json.dumps(handle).replace('"', "œ")


def echo_flow(catalogue: Json, name: str) -> Json:
    """Chat Input straight into Chat Output."""
    return chain_flow(catalogue, 0, name)


def chain_flow(catalogue: Json, length: int, name: str) -> Json:
    """Chat Input through so many Prompt Templates, which change nothing, into Chat Output."""
    builder = FlowBuilder(catalogue)
    source, output = builder.add("ChatInput", "ChatInput-aaaaa"), "message"
    for number in range(length):
        prompt = builder.add_prompt(f"Prompt-{number:05}", "{x}", "x")
        builder.link(source, output, prompt, "x")
        source, output = prompt, "prompt"
    builder.link(source, output, builder.add("ChatOutput", "ChatOutput-zzzzz"), "input_value")
    return builder.flow(name)
