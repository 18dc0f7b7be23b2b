"""Run one component alone: no graph, no server."""

from __future__ import annotations

from typing import Any

from execution.engine.component import Component
from execution.engine.events import Event
from execution.engine.ports import Neighbour, RunContext, VertexFacts
from execution.engine.refreshing import refreshed_node
from execution.engine.template import node_of
from tests.execution.components.memory_host import MemoryHistory, MemoryVariables

SESSION = "session"
FLOW = "flow"


class Bench:
    """One component with its values bound, and everything it told and kept."""

    def __init__(self, component: type[Component], *, fed_by: Neighbour | None = None, **values: Any) -> None:
        self.events: list[Event] = []
        self.history = MemoryHistory()
        self.context = RunContext(
            run_id="run",
            flow_id=FLOW,
            flow_name="",
            user_id=None,
            session_id=SESSION,
            variables=MemoryVariables({}),
            messages=self.history,
            services={},
            emit=self.events.append,
        )
        self.component = self.again(component, fed_by=fed_by, **values)

    def again(self, component: type[Component], *, fed_by: Neighbour | None = None, **values: Any) -> Component:
        """Bind the next execution of the same run."""
        sources = {fed_by.field: (fed_by,)} if fed_by else {}
        facts = VertexFacts(
            id=f"{component.name}-1", display_name=component.display_name, type=component.name, sources=sources
        )
        self.component = component()
        self.component.bind(vertex=facts, values=values, run=self.context)
        return self.component

    async def give(self, output: str) -> Any:
        """Make one output."""
        return await self.component.result_of(self.component.output_by_name[output])


def edit_context(*, user_id: str | None = None, variables: dict[str, str] | None = None) -> RunContext:
    """Return what a component knows while its node is edited: whose it is, and that user's variables."""
    return RunContext(
        run_id="",
        flow_id="",
        flow_name="",
        user_id=user_id,
        session_id="",
        variables=MemoryVariables(variables or {}),
        messages=MemoryHistory(),
        services={},
    )


async def refreshed(component: type[Component], field: str, value: Any, **values: Any) -> dict[str, Any]:
    """Return the node of a component with these values after somebody changed one field in the editor."""
    template = node_of(component)["template"]
    for name, given in values.items():
        template[name]["value"] = given
    return await refreshed_node(component, template=template, field=field, value=value, run=edit_context())


async def give(component: type[Component], output: str, **values: Any) -> Any:
    """Return one output of a component that gets these values."""
    return await Bench(component, **values).give(output)
