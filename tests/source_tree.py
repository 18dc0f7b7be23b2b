"""The repository's modules and what they import, read from their text: nothing is imported to find out."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("accounts", "execution", "files", "flows", "langflow_site", "monitor", "projects")
EDGES = frozenset({"admin", "apps", "commands", "consumers", "tasks", "urls", "views"})


@dataclass(frozen=True, slots=True, order=True)
class Module:
    """One file of ours, by its dotted name."""

    name: str
    path: Path

    @property
    def parts(self) -> list[str]:
        return self.name.split(".")

    @property
    def app(self) -> str:
        return self.parts[0]

    @property
    def is_edge(self) -> bool:
        """Does it translate between the outside and the core?"""
        return not EDGES.isdisjoint(self.parts[1:])


@cache
def modules() -> tuple[Module, ...]:
    return tuple(sorted(_modules()))


def _modules() -> Iterator[Module]:
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            if "migrations" not in path.parts:
                yield Module(_name_of(path), path)


def _name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports_of(module: Module) -> frozenset[str]:
    """Return the dotted names that the module imports, also inside functions; imports for types only do not count."""
    tree = ast.parse(module.path.read_text(encoding="utf-8"))
    return frozenset(name for node in _outside_type_checking(tree) for name in _imported_names(node))


def _outside_type_checking(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        yield child
        yield from _outside_type_checking(child)


def _imported_names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        for alias in node.names:
            full = f"{node.module}.{alias.name}"
            yield full if full in _names() else node.module


@cache
def _names() -> frozenset[str]:
    return frozenset(module.name for module in modules())


def our_imports(module: Module) -> Iterator[Module]:
    """Return the modules of ours that the module imports."""
    by_name = {other.name: other for other in modules()}
    return (by_name[name] for name in imports_of(module) if name in by_name and by_name[name] != module)
