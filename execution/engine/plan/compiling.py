"""Compile a flow document into a Plan, or tell everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from execution.engine.document import NodeFacts
from execution.engine.errors import EngineError, GraphInvalid
from execution.engine.graph import Graph, read_graph
from execution.engine.plan.checks import check_edges
from execution.engine.plan.model import Plan, PlanVertex, TweakTarget
from execution.engine.plan.vertices import plan_vertex
from execution.engine.plan.wiring import wire

if TYPE_CHECKING:
    from execution.engine.component import Component

FindComponent = Callable[[NodeFacts], "type[Component]"]
"""Returns the class that plays a node; raises ComponentUnknown or ComponentEdited."""


def compile_plan(data: Mapping[str, Any], find_component: FindComponent) -> Plan:
    """Return the plan of a flow's data. Raises GraphInvalid with every problem, or DocumentInvalid."""
    graph = read_graph(data)
    classes = _component_classes(graph, find_component)
    check_edges(graph, classes)
    if None in classes or graph.problems:
        raise GraphInvalid(graph.problems)
    found = [component_class for component_class in classes if component_class is not None]
    vertices = [plan_vertex(graph, index, component_class) for index, component_class in enumerate(found)]
    plan = _assembled(graph, vertices)
    wire(graph, plan)
    if graph.problems:
        raise GraphInvalid(graph.problems)
    return plan


def _component_classes(graph: Graph, find_component: FindComponent) -> list[type[Component] | None]:
    classes: list[type[Component] | None] = []
    for index, node in enumerate(graph.nodes):
        try:
            classes.append(find_component(node))
        except EngineError as error:
            classes.append(None)
            graph.report(index, error.code, f"{node.display_name}: {error}")
    return classes


def _assembled(graph: Graph, vertices: list[PlanVertex]) -> Plan:
    successors: list[list[int]] = [[] for _ in vertices]
    for edge in graph.edges:
        successors[edge.source].append(edge.target)
    plan = Plan(
        vertices=vertices,
        index_of={vertex.id: vertex.index for vertex in vertices},
        successors=successors,
        tweakable={},
        ids_by_display_name={},
        targets_by_field={},
        inputs=tuple(vertex for vertex in vertices if vertex.is_input),
    )
    _add_tweak_targets(graph, plan)
    return plan


def _add_tweak_targets(graph: Graph, plan: Plan) -> None:
    """Nodes inside a group cannot be tweaked: the group's own fields decide."""
    for index, node in enumerate(graph.nodes):
        if node.group_id is None:
            plan.ids_by_display_name[node.display_name] = node.id
            for name, field in node.template.items():
                target = TweakTarget(index, name, field)
                _add_target(plan, node.id, name, target)
                # Callers of a flow that an older release saved know its fields by their names of then.
                former = field.get("former_name")
                if former and former not in node.template:
                    _add_target(plan, node.id, str(former), target)
    for proxy in graph.proxies:
        inner = plan.index_of.get(proxy.node_id)
        if inner is not None and proxy.field in graph.nodes[inner].template:
            plan.ids_by_display_name[proxy.group_display_name] = proxy.group_id
            inside = TweakTarget(inner, proxy.field, graph.nodes[inner].template[proxy.field])
            _add_target(plan, proxy.group_id, proxy.group_field, inside)


def _add_target(plan: Plan, node_id: str, name: str, target: TweakTarget) -> None:
    plan.tweakable.setdefault(node_id, {})[name] = target
    plan.targets_by_field.setdefault(name, []).append(target)
