"""Draw a compact flow in full: the nodes of the catalogue with the values given, and handles for the edges.

Pure: it asks `node_of_type` for a node that nobody else holds, and changes nothing else.
"""

from collections.abc import Callable
from typing import Any

from execution.catalogue.errors import EdgeEndUnknown, EditedNodeEmpty, PromptInvalid
from execution.catalogue.prompts import with_variables
from execution.catalogue.serializers import CompactEdge, CompactFlowData, CompactNode
from execution.components.templating import TemplateInvalid, mustache_variables_of, variables_of
from execution.engine.document.handles import handle_text

Json = dict[str, Any]
NodeOfType = Callable[[str], Json]


def expanded(flow: CompactFlowData, node_of_type: NodeOfType) -> Json:
    """Return the flow's document. Raises EditedNodeEmpty, EdgeEndUnknown, and what `node_of_type` raises."""
    nodes = {node.id: _node(node, node_of_type) for node in flow.nodes}
    return {"nodes": list(nodes.values()), "edges": [_edge(edge, nodes) for edge in flow.edges]}


def _node(compact: CompactNode, node_of_type: NodeOfType) -> Json:
    if compact.edited and compact.node is None:
        raise EditedNodeEmpty(id=compact.id)
    node = compact.node if compact.edited else node_of_type(compact.type)
    _fill(node or {}, compact.values)
    return {"id": compact.id, "type": "genericNode", "data": {"type": compact.type, "node": node, "id": compact.id}}


def _fill(node: Json, values: Json) -> None:
    """Put the values into their fields. The variables of a prompt get fields first; other unknown names are dropped."""
    template = node.get("template")
    if not isinstance(template, dict):
        return
    for name, field in list(template.items()):
        if isinstance(field, dict) and field.get("type") == "prompt" and isinstance(values.get(name), str):
            node.update(with_variables(node, name, _variables(values[name], values), former=[]))
    for name, value in values.items():
        if isinstance(node["template"].get(name), dict):
            node["template"][name]["value"] = value


def _variables(text: str, values: Json) -> list[str]:
    try:
        return mustache_variables_of(text) if values.get("use_double_brackets") else variables_of(text)
    except TemplateInvalid as error:
        raise PromptInvalid(reason=str(error)) from None


def _edge(compact: CompactEdge, nodes: dict[str, Json]) -> Json:
    source, target = _end(nodes, "Source", compact.source), _end(nodes, "Target", compact.target)
    start = {
        "dataType": source["type"],
        "id": compact.source,
        "name": compact.source_output,
        "output_types": _types_of_output(source["node"], compact.source_output),
    }
    end = _target_handle(target, compact)
    start_text, end_text = handle_text(start), handle_text(end)
    return {
        "id": f"reactflow__edge-{compact.source}{start_text}-{compact.target}{end_text}",
        "source": compact.source,
        "sourceHandle": start_text,
        "target": compact.target,
        "targetHandle": end_text,
        "data": {"sourceHandle": start, "targetHandle": end},
        "className": "",
        "selected": False,
        "animated": False,
    }


def _end(nodes: dict[str, Json], end: str, node_id: str) -> Json:
    if node_id not in nodes:
        raise EdgeEndUnknown(end=end, id=node_id)
    data: Json = nodes[node_id]["data"]
    return data


def _types_of_output(node: Json, name: str) -> list[str]:
    output = _output_named(node, name)
    types: list[str] = list((output or {}).get("types") or node.get("base_classes") or ())
    return types


def _output_named(node: Json, name: str) -> Json | None:
    outputs = [output for output in node.get("outputs") or () if isinstance(output, dict)]
    return next((output for output in outputs if output.get("name") == name), None)


def _target_handle(target: Json, compact: CompactEdge) -> Json:
    field = (target["node"].get("template") or {}).get(compact.target_input)
    output = _output_named(target["node"], compact.target_input)
    if not isinstance(field, dict) and output is not None and output.get("allows_loop"):
        # What comes back to a loop ends at an output, not at a field.
        types = [*(output.get("types") or ()), *(output.get("loop_types") or ())]
        return {
            "dataType": target["type"],
            "id": compact.target,
            "name": compact.target_input,
            "output_types": types,
        }
    kind = field.get("type", "str") if isinstance(field, dict) else "str"
    taken = field.get("input_types") if isinstance(field, dict) else None
    return {"fieldName": compact.target_input, "id": compact.target, "inputTypes": taken or [kind], "type": kind}
