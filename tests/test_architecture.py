"""The rules of docs/architecture.md that can be tested: who imports whom, how long a file may be, what is told."""

import re
import sys

import pytest

from tests.source_tree import ROOT, Module, imports_of, modules, our_imports

APPS_FROM_THE_TOP = ("execution", "monitor", "files", "flows", "projects", "accounts", "langflow_site.common")
RANK = {name: number for number, name in enumerate(reversed(APPS_FROM_THE_TOP))}

EXECUTION_RANK = {
    "engine": 0,
    "querysets": 0,
    "components": 1,
    "models": 1,
    "wire": 1,
    "runtime": 2,
    "admin": 4,
    "management": 4,
    "signals": 4,
    "apps": 5,
    "tasks": 4,
}
SLICE_RANK = 3
SLICES = frozenset(
    {
        "assistant",
        "builds",
        "catalogue",
        "knowledge",
        "mcp",
        "openai_responses",
        "runs",
        "voice",
        "webhooks",
        "workflows",
    },
)

LAYERS_INSIDE_AN_APP = {"models": 0, "querysets": 0, "selectors": 1, "serializers": 2, "services": 2}
EDGE_LAYERS = {"admin": 3, "commands": 3, "consumers": 3, "tasks": 3, "views": 3, "urls": 4}

ENGINE_MAY_IMPORT = sys.stdlib_module_names | {"pydantic", "execution"}
ENGINE_DOORS = {
    "execution.engine.toolkit.langchain_door": {"langchain_core"},
    "execution.engine.values.langchain_door": {"langchain_core"},
    "execution.engine.values.pandas_door": {"pandas", "tabulate"},
}
"""The one module through which the engine reaches each optional library, on first use."""

LONGEST_FILE = 400


def _app_rank(module: Module) -> int | None:
    """None for langflow_site outside `common`: it puts the apps together."""
    return RANK.get("langflow_site.common" if module.name.startswith("langflow_site.common") else module.app)


EVERY_MODULE = pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)


@EVERY_MODULE
def test_apps_import_only_downward(module: Module) -> None:
    """Core to core only downward; an edge may call the core of any app, nobody another app's edge."""
    rank = _app_rank(module)
    for other in our_imports(module):
        if rank is None or _app_rank(other) is None or _app_rank(other) == rank:
            continue
        assert not other.is_edge, f"{module.name} imports {other.name}, an edge of another app"
        assert module.is_edge or _app_rank(other) < rank, f"{module.name} imports {other.name}, which is above it"


@pytest.mark.parametrize(
    "module", [module for module in modules() if _app_rank(module) is not None], ids=lambda module: module.name
)
def test_no_app_imports_the_site_that_puts_it_together(module: Module) -> None:
    site = [other.name for other in our_imports(module) if other.app == "langflow_site" and _app_rank(other) is None]
    assert not site


@pytest.mark.parametrize(
    "module", [module for module in modules() if module.app == "execution"], ids=lambda module: module.name
)
def test_execution_imports_only_inward(module: Module) -> None:
    """engine <- components, wire <- runtime <- slices; slices never import each other."""
    for other in our_imports(module):
        if other.app != "execution" or _part(other) == _part(module) or not _part(other):
            continue
        allowed = _execution_rank(other) < _execution_rank(module)
        assert allowed, f"{module.name} imports {other.name}"


def _part(module: Module) -> str:
    return module.parts[1] if len(module.parts) > 1 else ""


def _execution_rank(module: Module) -> int:
    """`execution.models` and the app's own modules serve the runtime."""
    part = _part(module)
    return SLICE_RANK if part in SLICES else EXECUTION_RANK.get(part, 1)


@EVERY_MODULE
def test_layers_inside_an_app_import_only_downward(module: Module) -> None:
    layer = _layer(module)
    for other in our_imports(module):
        if layer is None or _home(other) != _home(module) or _layer(other) is None:
            continue
        assert _layer(other) <= layer, f"{module.name} imports {other.name}"


def _layer(module: Module) -> int | None:
    layers = LAYERS_INSIDE_AN_APP | EDGE_LAYERS
    return next((layers[part] for part in module.parts[1:] if part in layers), None)


def _home(module: Module) -> str:
    """The app, or the slice within execution."""
    return ".".join(module.parts[:2]) if module.app == "execution" else module.app


@pytest.mark.parametrize(
    "module",
    [module for module in modules() if module.name.startswith("execution.engine")],
    ids=lambda module: module.name,
)
def test_the_engine_stands_alone(module: Module) -> None:
    """The standard library and pydantic: no Django, no web, no database."""
    roots = {name.partition(".")[0] for name in imports_of(module)}
    assert roots <= ENGINE_MAY_IMPORT | ENGINE_DOORS.get(module.name, set())
    assert all(other.name.startswith("execution.engine") for other in our_imports(module))


@EVERY_MODULE
def test_no_file_is_too_long_to_read(module: Module) -> None:
    assert len(module.path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def test_every_option_has_a_line_in_the_settings_page() -> None:
    read = re.compile(r"""["'](LANGFLOW_[A-Z0-9_]+)["']""")
    options = {name for module in modules() for name in read.findall(module.path.read_text(encoding="utf-8"))}
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert {name for name in options if f"`{name}`" not in page} == set()


def test_the_settings_page_names_only_options_that_exist() -> None:
    source = "".join(module.path.read_text(encoding="utf-8") for module in modules())
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert {name for name in re.findall(r"`(LANGFLOW_[A-Z0-9_]+)`", page) if name not in source} == set()
