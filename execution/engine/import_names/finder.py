"""The import hook: modules made from the table of import names, and those in which our components are found."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Mapping, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from execution.engine.import_names.closed import CLOSED, reason_against
from execution.engine.import_names.stand_ins import STAND_INS
from execution.engine.import_names.table import IMPORT_NAMES

_COMPONENTS = re.compile(r"(lfx|langflow)\.components(\.(FAISS|Notion|[a-z]\w*))*")
"""Modules of components: releases moved them about, so that any name will do."""
_OUR_COMPONENT = "execution.components.for_authors:component_for_authors"

_MODULES = frozenset({*IMPORT_NAMES, *(f"{root}.{module}" for root in ("langflow", "lfx") for module in CLOSED)})
_PACKAGES = frozenset(module.rsplit(".", count)[0] for module in _MODULES for count in range(1, module.count(".") + 1))


class ImportNames(MetaPathFinder, Loader):
    """Finds and makes the modules of the table, and the packages above them."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in _MODULES and fullname not in _PACKAGES and not _COMPONENTS.fullmatch(fullname):
            return None
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return NamesModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing runs: names are found when they are used."""


class StandIns(ImportNames):
    """Asked last: makes modules for parts of packages that nobody has installed."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return ModuleSpec(fullname, self, is_package=True) if fullname in STAND_INS else None


def _names_of(module: str) -> Mapping[str, str]:
    return IMPORT_NAMES.get(module) or STAND_INS.get(module) or {}


class NamesModule(ModuleType):
    """One module of the table."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__dict__["__all__"] = sorted(_names_of(name))

    def __getattr__(self, name: str) -> Any:
        reason = reason_against(self.__name__, name)
        if reason is not None:
            raise ImportError(f"{name} {reason}")
        target = _names_of(self.__name__).get(name)
        found = _found(target) if target else self._component(name)
        self.__dict__[name] = found
        return found

    def _component(self, name: str) -> Any:
        missing = AttributeError(f"module '{self.__name__}' has no attribute '{name}'")
        if not _COMPONENTS.fullmatch(self.__name__) or not name[:1].isupper():
            raise missing
        try:
            return _found(_OUR_COMPONENT)(name)
        except LookupError:
            raise missing from None


def _found(target: str) -> Any:
    module, _, attribute = target.partition(":")
    try:
        return getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError):
        if module.startswith("execution."):
            raise
        # A type of a library that is not installed: annotations only need its name.
        return type(attribute, (), {"__module__": module, "__init__": _refuse_without(module)})


def _refuse_without(module: str) -> Any:
    def refuse(self: Any, *_arguments: Any, **_options: Any) -> None:
        package = module.partition(".")[0].replace("_", "-")
        raise ImportError(f"{type(self).__name__} needs the package {package}, which is not installed.")

    return refuse


_finder = ImportNames()
_last_finder = StandIns()


def install() -> None:
    """Let the names resolve from now on; names of an installed Langflow are hidden behind ours."""
    if _finder not in sys.meta_path:
        sys.meta_path.insert(0, _finder)
        sys.meta_path.append(_last_finder)


def uninstall() -> None:
    """Forget the names and the modules that were made for them."""
    if _finder in sys.meta_path:
        sys.meta_path.remove(_finder)
        sys.meta_path.remove(_last_finder)
    # A list first: other threads import meanwhile, and lazy modules when they are looked at.
    for name in [name for name, module in list(sys.modules.items()) if isinstance(module, NamesModule)]:
        del sys.modules[name]
