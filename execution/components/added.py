"""Components that the operator added: Python files in folders, and modules of installed packages.

They are the operator's code: they run in the server, as its own components do. What somebody makes of them in a flow is
custom code like any other.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

from execution.components.registry import PATHS
from execution.engine import import_names
from execution.engine.component import Component
from execution.engine.custom_code.describing import described
from execution.engine.custom_code.loading import MODULES, component_in
from execution.engine.document import code_digest
from execution.engine.errors import EngineError
from execution.engine.template import source_of

ENTRY_POINTS = "langflow_site.components"
"""Group in which packages name a module or a package of components; the entry's name is their category."""


class ComponentNotLoaded(EngineError):
    """A file or module that should define a component does not."""

    code = "component_not_loaded"
    message = "{place}: {reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedComponent:
    """One component of the operator's."""

    category: str
    component: type[Component]
    node: Mapping[str, Any]
    digest: str
    """Of its code, which flows carry along."""
    place: str
    """The file, or the module."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedComponents:
    """Everything that the operator added, and what could not be loaded."""

    by_type: Mapping[str, AddedComponent]
    problems: tuple[ComponentNotLoaded, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """Where a component should be."""

    category: str
    place: str
    """As people find it."""
    module: str
    file: Path | None = None
    """Of a module that no import finds."""


def load_added(folders: Sequence[Path]) -> AddedComponents:
    """Load what is in the folders and what installed packages bring. Nothing that fails stops the rest."""
    found: dict[str, AddedComponent] = {}
    problems = [
        ComponentNotLoaded(place=folder, reason="there is no such folder.") for folder in folders if not folder.is_dir()
    ]
    for source in (*_files_in(folders), *_modules_of_packages(problems)):
        try:
            added = _loaded(source)
            _require_free(added, found)
        except ComponentNotLoaded as problem:
            problems.append(problem)
        else:
            found[added.component.name] = added
    return AddedComponents(by_type=found, problems=tuple(problems))


def _files_in(folders: Iterable[Path]) -> Iterator[_Source]:
    """Yield the files in the folders and one level below; the folder that holds a file names its category."""
    for folder in folders:
        for file in sorted((*folder.glob("*.py"), *folder.glob("*/*.py"))):
            if not file.name.startswith("_"):
                category = file.parent.name
                # Two folders may hold files of one name.
                name = f"{MODULES}.file_{code_digest(str(file))}_{file.stem}"
                yield _Source(category=category, place=str(file), module=name, file=file)


def _modules_of_packages(problems: list[ComponentNotLoaded]) -> Iterator[_Source]:
    """Yield the modules that packages name, and those inside of what they name."""
    for entry in sorted(entry_points(group=ENTRY_POINTS), key=lambda entry: (entry.name, entry.value)):
        try:
            module = _imported(entry)
        except ComponentNotLoaded as problem:
            problems.append(problem)
            continue
        inside = [found.name for found in pkgutil.iter_modules(getattr(module, "__path__", ()))]
        names = [f"{entry.module}.{name}" for name in inside if not name.startswith("_")] or [entry.module]
        yield from (_Source(category=entry.name, place=name, module=name) for name in names)


def _imported(entry: EntryPoint) -> ModuleType:
    return _module(_Source(category=entry.name, place=entry.value, module=entry.module))


def _loaded(source: _Source) -> AddedComponent:
    module = _module(source)
    try:
        component = component_in(module)
        node = described(component)["data"]
    except EngineError as error:
        raise ComponentNotLoaded(place=source.place, reason=str(error)) from error
    if "is_trusted_only" not in vars(component):
        # What it reaches is not known; strangers get it where it says that they may.
        component.is_trusted_only = True
    return AddedComponent(
        category=source.category,
        component=component,
        node=node,
        digest=code_digest(source_of(component)),
        place=source.place,
    )


def _module(source: _Source) -> ModuleType:
    import_names.install()
    try:
        return importlib.import_module(source.module) if source.file is None else _of_file(source.module, source.file)
    except (Exception, SystemExit) as error:  # the operator's code may raise anything; the server starts all the same
        sys.modules.pop(source.module, None)
        place = _place_of(error, source)
        raise ComponentNotLoaded(place=place, reason=f"{type(error).__name__}: {error}") from error


def _of_file(name: str, file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # annotations of its classes are looked up there
    spec.loader.exec_module(module)
    return module


def _place_of(error: BaseException, source: _Source) -> str:
    """Return where in the source it went wrong, as file and line where a line is known."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{error.filename}:{error.lineno}"
    lines = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_in(frame.filename, source)]
    return f"{lines[-1].filename}:{lines[-1].lineno}" if lines else source.place


def _is_in(file: str, source: _Source) -> bool:
    if source.file is not None:
        return file == str(source.file)
    return file.endswith((f"{source.module.replace('.', '/')}.py", f"{source.module.replace('.', '/')}/__init__.py"))


def _require_free(added: AddedComponent, found: Mapping[str, AddedComponent]) -> None:
    """Raise ComponentNotLoaded where a component of that type is there already."""
    type_name = added.component.name
    other = found.get(type_name)
    if type_name in PATHS or other is not None:
        whose = f"comes from {other.place}" if other else "is the server's own"
        raise ComponentNotLoaded(place=added.place, reason=f"the type '{type_name}' {whose}; give the class a `name`.")
