"""What every component must fulfil, checked by `manage.py components --check` and by the tests."""

import inspect
from collections.abc import Iterator

from execution.engine.component import Component
from execution.engine.template import node_of


def problems_of(type_name: str, component: type[Component]) -> Iterator[str]:
    """Yield one sentence for everything that is wrong with the component."""
    if component.name != type_name:
        yield f"is registered as '{type_name}' but calls itself '{component.name}'"
    if not component.display_name:
        yield "has no display name"
    if not inspect.getdoc(component) or component.__doc__ is None:
        yield "has no docstring"
    yield from _field_problems(component)
    yield from _output_problems(component)


def _field_problems(component: type[Component]) -> Iterator[str]:
    names = [field.name for field in component.inputs]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"declares the field '{name}' twice"
    for field in component.inputs:
        if not field.name.isidentifier():
            yield f"has a field '{field.name}' that cannot be an attribute"
        # Values of fields become attributes: a method of the same name would be gone when it is called.
        if callable(getattr(component, field.name, None)):
            yield f"has a method and a field named '{field.name}'"


def _output_problems(component: type[Component]) -> Iterator[str]:
    if not (component.outputs or component.dynamic_outputs or component.other_outputs):
        yield "has no outputs"
    for output in node_of(component)["outputs"]:
        method = getattr(component, output["method"], None)
        if not callable(method):
            yield f"has no method '{output['method']}' for its output '{output['name']}'"
        elif len(inspect.signature(method).parameters) != 1:
            yield f"has a method '{output['method']}' that takes parameters"
        if not output["types"]:
            yield f"does not say what its output '{output['name']}' gives"
