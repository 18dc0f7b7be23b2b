"""From code to its component class. This runs the code."""

from __future__ import annotations

import linecache
import sys
from functools import lru_cache
from types import ModuleType

from execution.engine.component import Component
from execution.engine.custom_code.checks import check_component_code
from execution.engine.custom_code.errors import CodeFailed, CodeInvalid
from execution.engine.document import code_digest

MODULES = "custom_components"


@lru_cache(maxsize=128)
def load_component(code: str) -> type[Component]:
    """Return the class that the code defines; raises CodeInvalid or CodeFailed."""
    check_component_code(code)
    return component_in(_executed(code))


def component_in(module: ModuleType) -> type[Component]:
    """Return the component class that the module defines; raises CodeInvalid where there is none.

    Of several classes it is the first that no other class of the module inherits from.
    """
    own = [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Component) and value.__module__ == module.__name__
    ]
    leaves = [kind for kind in own if not any(other is not kind and issubclass(other, kind) for other in own)]
    if not leaves:
        raise CodeInvalid(reason="No Component subclass found in the code.")
    return leaves[0]


def _executed(code: str) -> ModuleType:
    name = f"{MODULES}.code_{code_digest(code)}"
    file = f"<{name}>"
    module = ModuleType(name)
    module.__file__ = file
    sys.modules[name] = module  # annotations of its classes are looked up there
    linecache.cache[file] = (len(code), None, code.splitlines(keepends=True), file)  # and its source here
    try:
        exec(compile(code, file, "exec", dont_inherit=True), module.__dict__)  # noqa: S102  # what this module is for
    except Exception as error:  # the code may raise anything; its author is told what
        del sys.modules[name]
        raise CodeFailed(reason=f"{type(error).__name__}: {error}") from error
    return module
