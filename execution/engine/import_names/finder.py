"""The import hook: modules made from the table of import names."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from execution.engine.import_names.table import IMPORT_NAMES

_PACKAGES = frozenset(
    module.rsplit(".", count)[0] for module in IMPORT_NAMES for count in range(1, module.count(".") + 1)
)


class ImportNames(MetaPathFinder, Loader):
    """Finds and makes the modules of the table, and the packages above them."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in IMPORT_NAMES and fullname not in _PACKAGES:
            return None
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return NamesModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing runs: names are found when they are used."""


class NamesModule(ModuleType):
    """One module of the table."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__dict__["__all__"] = sorted(IMPORT_NAMES.get(name, ()))

    def __getattr__(self, name: str) -> Any:
        target = IMPORT_NAMES.get(self.__name__, {}).get(name)
        if target is None:
            raise AttributeError(f"module '{self.__name__}' has no attribute '{name}'")
        found = _found(target)
        self.__dict__[name] = found
        return found


def _found(target: str) -> Any:
    module, _, attribute = target.partition(":")
    try:
        return getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError):
        if module.startswith("execution."):
            raise
        # A type of a library that is not installed: annotations only need its name.
        return type(attribute, (), {"__module__": module})


_finder = ImportNames()


def install() -> None:
    """Let the names resolve from now on; names of an installed Langflow are hidden behind ours."""
    if _finder not in sys.meta_path:
        sys.meta_path.insert(0, _finder)


def uninstall() -> None:
    """Forget the names and the modules that were made for them."""
    if _finder in sys.meta_path:
        sys.meta_path.remove(_finder)
    # A list first: other threads import meanwhile, and lazy modules when they are looked at.
    for name in [name for name, module in list(sys.modules.items()) if isinstance(module, NamesModule)]:
        del sys.modules[name]
