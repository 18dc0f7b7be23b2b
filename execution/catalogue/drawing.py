"""Draw a flow as the editor would: nodes from the catalogue, their values, and the edges between them."""

import asyncio
from copy import deepcopy
from typing import Any

from execution.catalogue.selectors import nodes_by_category
from execution.components.registry import component_named
from execution.components.templating import variables_of
from execution.engine.document.handles import handle_text
from execution.engine.fields import DefaultPromptField
from execution.engine.ports import RunContext
from execution.engine.refreshing import TOOL_MODE, refreshed_node

COLUMN_WIDTH = 420
ROW_HEIGHT = 360
NOTE_SIZE = {"width": 380, "height": 280}

Json = dict[str, Any]


class Drawing:
    """A canvas. Columns and rows say where things stand; `data` is the flow's document."""

    def __init__(self) -> None:
        self._types = {name: node for types in nodes_by_category().values() for name, node in types.items()}
        self._nodes: dict[str, Json] = {}
        self._edges: list[Json] = []

    def add(self, type_name: str, key: str, *, at: tuple[float, float], title: str = "", **values: Any) -> str:
        """Place a component, give its fields these values, and return its id."""
        node = deepcopy(self._types[type_name])
        node["display_name"] = title or node["display_name"]
        for name, value in values.items():
            node["template"][name]["value"] = value
        node_id = f"{type_name.replace(' ', '')}-{key}"
        data = {"id": node_id, "type": type_name, "node": node, "showNode": not node["minimized"]}
        self._place(node_id, "genericNode", at, data)
        return node_id

    def add_tool(self, type_name: str, key: str, *, at: tuple[float, float], title: str = "", **values: Any) -> str:
        """Place a component in tool mode: it gives its tools, which its table of actions lists."""
        node_id = self.add(type_name, key, at=at, title=title, **values)
        node = self._nodes[node_id]["data"]["node"]
        component = component_named(type_name)
        change = refreshed_node(component, template=node["template"], field=TOOL_MODE, value=True, run=_nobodys_run())
        as_tool = asyncio.run(change)
        node |= {name: as_tool[name] for name in ("template", "outputs", "tool_mode")}
        return node_id

    def add_prompt(self, key: str, template: str, *, at: tuple[float, float], title: str = "") -> str:
        """Place a prompt template with a field for each of its variables."""
        node_id = self.add("Prompt Template", key, at=at, title=title, template=template)
        node = self._nodes[node_id]["data"]["node"]
        variables = variables_of(template)
        node["custom_fields"] = {"template": variables}
        for name in variables:
            node["template"][name] = DefaultPromptField(name=name, display_name=name).to_template()
        return node_id

    def note(self, text: str, *, at: tuple[float, float]) -> None:
        """Pin a note for people to the canvas."""
        node_id = f"note-{len(self._nodes)}"
        node = {
            "description": text,
            "display_name": "",
            "documentation": "",
            "template": {"backgroundColor": "amber"},
        }
        self._place(node_id, "noteNode", at, {"id": node_id, "type": "note", "node": node})
        self._nodes[node_id] |= {**NOTE_SIZE, "measured": dict(NOTE_SIZE)}

    def connect(self, source: str, output: str, target: str, field: str) -> None:
        """Draw an edge from an output to a field."""
        facts = self._template_of(target)[field]
        end = {"fieldName": field, "id": target, "inputTypes": facts.get("input_types") or [], "type": facts["type"]}
        self._draw(source, output, target, end)

    def connect_back(self, source: str, output: str, loop: str, loop_output: str) -> None:
        """Draw the edge that leads from the end of a loop's body back to the loop."""
        facts = self._output_of(loop, loop_output)
        types = [*facts["types"], *(facts.get("loop_types") or [])]
        end = {"dataType": self._type_of(loop), "id": loop, "name": loop_output, "output_types": types}
        self._draw(source, output, loop, end)

    @property
    def data(self) -> Json:
        return {"nodes": list(self._nodes.values()), "edges": self._edges, "viewport": {"x": 0, "y": 0, "zoom": 0.8}}

    def _draw(self, source: str, output: str, target: str, end: Json) -> None:
        types = self._output_of(source, output)["types"]
        start = {"dataType": self._type_of(source), "id": source, "name": output, "output_types": types}
        start_text, end_text = handle_text(start), handle_text(end)
        self._edges.append(
            {
                "id": f"xy-edge__{source}{start_text}-{target}{end_text}",
                "source": source,
                "target": target,
                "sourceHandle": start_text,
                "targetHandle": end_text,
                "data": {"sourceHandle": start, "targetHandle": end},
                "animated": False,
                "className": "",
            }
        )

    def _place(self, node_id: str, kind: str, at: tuple[float, float], data: Json) -> None:
        position = {"x": at[0] * COLUMN_WIDTH, "y": at[1] * ROW_HEIGHT}
        self._nodes[node_id] = {"id": node_id, "type": kind, "position": position, "data": data}

    def _type_of(self, node_id: str) -> str:
        type_name: str = self._nodes[node_id]["data"]["type"]
        return type_name

    def _template_of(self, node_id: str) -> Json:
        template: Json = self._nodes[node_id]["data"]["node"]["template"]
        return template

    def _output_of(self, node_id: str, name: str) -> Json:
        outputs: list[Json] = self._nodes[node_id]["data"]["node"]["outputs"]
        return next(output for output in outputs if output["name"] == name)


def _nobodys_run() -> RunContext:
    """What the hooks of a component get that ask for nothing."""
    nothing: Any = None
    return RunContext(
        run_id="", flow_id="", flow_name="", user_id=None, session_id="", variables=nothing, messages=nothing,
        services={},
    )  # fmt: skip
