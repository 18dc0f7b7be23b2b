"""Expand group nodes: a group is a small flow inside a node, drawn as one component with some of its fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from execution.engine.document.handles import source_handle
from execution.engine.document.parts import Json, edges_of, nodes_of


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupProxy:
    """One field of a group node that stands for a field of a node inside."""

    group_id: str
    group_display_name: str
    group_field: str
    node_id: str
    field: str


@dataclass(slots=True)
class Expanded:
    """A document without groups."""

    nodes: list[Json]
    edges: list[Json]
    proxies: list[GroupProxy]


def expand_groups(document: Json) -> Expanded:
    """Replace every group node by the nodes inside of it. The document itself is not changed."""
    whole = Expanded(nodes=nodes_of(document), edges=edges_of(document), proxies=[])
    while groups := [node for node in whole.nodes if _inner_flow(node) is not None]:
        for group in groups:
            whole = _without_group(whole, group)
    return whole


def _inner_flow(node: Json) -> Json | None:
    data = node.get("data")
    inner = data.get("node") if isinstance(data, Mapping) else None
    flow = inner.get("flow") if isinstance(inner, Mapping) else None
    return flow if isinstance(flow, Mapping) else None


def _without_group(whole: Expanded, group: Json) -> Expanded:
    flow = _inner_flow(group) or {}
    proxied = _proxied_fields(group)
    outer = group.get("group_id") or group["id"]
    inside = [_inner_node(node, proxied.get(str(node.get("id")), {}), group, outer) for node in nodes_of(flow)]
    nodes: list[Json] = []
    for node in whole.nodes:
        nodes.extend(inside if node is group else [node])
    last = _last_node(inside, edges_of(flow))
    edges = [_redirected(edge, group, last) for edge in whole.edges]
    return Expanded(
        nodes=nodes,
        edges=[*edges_of(flow), *edges],
        proxies=[*_through(whole.proxies, group), *_proxies(group, outer)],
    )


def _template(node: Json) -> Json:
    template = node["data"]["node"].get("template")
    return template if isinstance(template, Mapping) else {}


def _proxied_fields(group: Json) -> dict[str, dict[str, Json]]:
    """Return the group's own fields by the node and field that each stands for."""
    found: dict[str, dict[str, Json]] = {}
    for field in _template(group).values():
        proxy = field.get("proxy") if isinstance(field, Mapping) else None
        if isinstance(proxy, Mapping):
            found.setdefault(str(proxy.get("id")), {})[str(proxy.get("field"))] = field
    return found


def _inner_node(node: Json, fields: Mapping[str, Json], group: Json, outer: str) -> Json:
    """Return the node as it runs inside the group: with the group's field values, frozen when the group is."""
    inner = node["data"]["node"]
    template = dict(_template(node))
    for name, field in fields.items():
        if name in template:
            template[name] = _merged_field(template[name], field)
    frozen = group["data"]["node"].get("frozen") is True
    changed = {**inner, "template": template, "frozen": frozen}
    return {**node, "group_id": outer, "data": {**node["data"], "node": changed}}


def _merged_field(own: Any, proxy: Json) -> Json:
    """The group decides the value; whether and how the field is shown stays as it was inside."""
    kept = {key: own[key] for key in ("show", "advanced", "display_name") if isinstance(own, Mapping) and key in own}
    inside = own.get("proxy") if isinstance(own, Mapping) else None
    merged = {**{key: value for key, value in proxy.items() if key != "proxy"}, **kept}
    # A group inside a group hands its fields on; they keep pointing further inwards.
    return {**merged, "proxy": inside} if inside else merged


def _last_node(nodes: list[Json], edges: list[Json]) -> str | None:
    """Return the node whose outputs are the group's: the one that feeds no other node inside."""
    sources = {edge.get("source") for edge in edges}
    return next((str(node["id"]) for node in nodes if node.get("id") not in sources), None)


def _redirected(edge: Json, group: Json, last: str | None) -> Json:
    """Return the edge with its end at the group moved to the node inside."""
    if edge.get("source") == group["id"]:
        edge = _with_source(edge, _proxied_output(edge, group) or (last, None))
    if edge.get("target") == group["id"]:
        edge = _with_target(edge, group)
    return edge


def _proxied_output(edge: Json, group: Json) -> tuple[str, str | None] | None:
    """Newer groups name in each output which node inside makes it."""
    handle = source_handle(edge)
    for output in group["data"]["node"].get("outputs") or ():
        proxy = output.get("proxy") if isinstance(output, Mapping) else None
        if handle and isinstance(proxy, Mapping) and output.get("name") == handle.output:
            return str(proxy.get("id")), proxy.get("name")
    return None


def _with_source(edge: Json, end: tuple[str | None, str | None]) -> Json:
    node_id, output = end
    handle = source_handle(edge)
    if handle is None or node_id is None:
        return edge
    moved = {"id": node_id, "name": output or handle.output, "output_types": sorted(handle.types)}
    return _with_handle({**edge, "source": node_id}, "sourceHandle", moved)


def _with_target(edge: Json, group: Json) -> Json:
    handle = _raw_target(edge)
    field = _template(group).get(str(handle.get("fieldName")))
    proxy = handle.get("proxy") or (field.get("proxy") if isinstance(field, Mapping) else None)
    if not isinstance(proxy, Mapping):
        return edge
    moved = {key: handle[key] for key in ("type", "inputTypes") if key in handle}
    moved |= {"fieldName": proxy.get("field"), "id": proxy.get("id")}
    return _with_handle({**edge, "target": proxy.get("id")}, "targetHandle", moved)


def _raw_target(edge: Json) -> Json:
    data = edge.get("data")
    handle = data.get("targetHandle") if isinstance(data, Mapping) else None
    return handle if isinstance(handle, Mapping) else {}


def _with_handle(edge: Json, key: str, handle: Json) -> Json:
    data = edge.get("data")
    return {**edge, "data": {**(data if isinstance(data, Mapping) else {}), key: handle}}


def _proxies(group: Json, outer: str) -> list[GroupProxy]:
    """Return where tweaks of the group's fields go. Groups inside a group cannot be tweaked themselves."""
    if outer != group["id"]:
        return []
    name = str(group["data"]["node"].get("display_name") or "")
    return [
        GroupProxy(
            group_id=group["id"],
            group_display_name=name,
            group_field=group_field,
            node_id=str(field["proxy"].get("id")),
            field=str(field["proxy"].get("field")),
        )
        for group_field, field in _template(group).items()
        if isinstance(field, Mapping) and isinstance(field.get("proxy"), Mapping)
    ]


def _through(proxies: list[GroupProxy], group: Json) -> list[GroupProxy]:
    """Return the proxies with those that end at this group's fields led on to the nodes inside."""
    inner = {proxy.group_field: proxy for proxy in _proxies({**group, "group_id": None}, group["id"])}
    led_on = []
    for proxy in proxies:
        onward = inner.get(proxy.field) if proxy.node_id == group["id"] else None
        if onward is None:
            led_on.append(proxy)
        else:
            led_on.append(
                GroupProxy(
                    group_id=proxy.group_id,
                    group_display_name=proxy.group_display_name,
                    group_field=proxy.group_field,
                    node_id=onward.node_id,
                    field=onward.field,
                )
            )
    return led_on
