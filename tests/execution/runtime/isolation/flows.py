"""Flows of one component whose code stands in the node."""

from typing import Any

HEAD = """
from lfx.custom import Component
from lfx.io import MessageTextInput, HandleInput, Output
from lfx.schema import Data, DataFrame, Message

class Probe(Component):
    inputs = [MessageTextInput(name="x", value="dflt"), HandleInput(name="given")]
    outputs = [Output(name="out", method="make")]

"""

FIELD = {"name": "x", "type": "str", "show": True, "value": "a"}


def probe(body: str, *, is_async: bool = False) -> str:
    """Return the code of a component whose one method has that body."""
    lines = "\n".join("        " + line for line in body.strip("\n").splitlines())
    return f"{HEAD}    {'async ' if is_async else ''}def make(self) -> Message:\n{lines}\n"


def flow_of(
    code: str, *, type_name: str = "Probe", outputs: list[dict[str, Any]] | None = None, **fields: Any
) -> dict[str, Any]:
    """Return a flow with that component alone."""
    shown = outputs or [{"name": "out", "method": "make", "types": ["Message"]}]
    template = {"x": FIELD, "code": {"value": code}, **fields}
    node = {"template": template, "outputs": shown, "display_name": "Probe", "edited": True}
    return {"nodes": [{"id": "Probe-p", "data": {"id": "Probe-p", "type": type_name, "node": node}}], "edges": []}
