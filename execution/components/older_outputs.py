"""Give nodes of the first 1.0 exports their outputs.

Those nodes list none, and their edges say only which types they carry: a component had one output then, or one for
each type.
"""

from collections.abc import Mapping
from typing import Any

from execution.components.registry import PATHS, component_named
from execution.engine.template import output_template


def with_outputs(inner: Mapping[str, Any], type_name: str) -> Mapping[str, Any]:
    """Return what stands in the node with the outputs of today's component, if it names none; it is never changed."""
    if "outputs" in inner or type_name not in PATHS:
        return inner
    component = component_named(type_name)
    first, *others = (output_template(component, output) for output in component.outputs)
    # What the node says that it gives counts as well: a chat's message was a record and a text.
    given = [name for name in inner.get("base_classes") or () if isinstance(name, str)]
    return {**inner, "outputs": [{**first, "types": [*first["types"], *given]}, *others]}
