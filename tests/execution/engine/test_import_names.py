"""The import names of existing custom components resolve to our SDK, and only where they are installed."""

import importlib
import subprocess
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

from execution.engine import import_names
from execution.engine.import_names import IMPORT_NAMES
from execution.engine.import_names.closed import CLOSED, EVERY_NAME
from tests.source_tree import ROOT

# Types of libraries that few flows use; annotations need only their names.
NAMES_OF_LIBRARIES = {"langchain", "langchain_core", "langchain_google_genai", "langchain_text_splitters"}


@pytest.fixture(autouse=True)
def names() -> Iterator[None]:
    import_names.install()
    yield
    import_names.uninstall()


@pytest.mark.parametrize("module", sorted(IMPORT_NAMES))
def test_every_name_of_the_module_can_be_imported(module: str) -> None:
    imported = importlib.import_module(module)
    for name, target in IMPORT_NAMES[module].items():
        found = getattr(imported, name)
        home = target.partition(":")[0].partition(".")[0]
        assert home in NAMES_OF_LIBRARIES or found is getattr(
            importlib.import_module(target.partition(":")[0]), target.partition(":")[2]
        )


def test_both_roots_give_the_same_classes() -> None:
    for module in ("custom", "io", "schema"):
        ours, theirs = (importlib.import_module(f"{root}.{module}") for root in ("langflow", "lfx"))
        assert all(getattr(ours, name) is getattr(theirs, name) for name in IMPORT_NAMES[f"lfx.{module}"])


@pytest.mark.parametrize(
    "line",
    [
        "from langflow import CustomComponent",
        "from langflow.custom import Component, CustomComponent",
        "from langflow.io import *",
        "from langflow.inputs.inputs import MessageTextInput, SecretStrInput",
        "from langflow.template.field.base import Output",
        "from langflow.schema import Data, DataFrame, Message, dotdict",
        "from langflow.field_typing import Embeddings, LanguageModel, Retriever, Text, Tool",
        "from langflow.field_typing.range_spec import RangeSpec",
        "from langflow.base.models.model import LCModelComponent",
        "from lfx.base.vectorstores.model import LCVectorStoreComponent, check_cached_vector_store",
        "from lfx.log.logger import logger",
        "import langflow.custom.custom_component.component as c; c.Component",
        "from langflow.base.data import BaseFileComponent",
        "from lfx.base.data.base_file import BaseFileComponent",
        "from langflow.base.prompts.api_utils import process_prompt_template",
        "from lfx.base.composio.composio_base import ComposioBaseComponent",
        "from langflow.base.models.model_input_constants import ALL_PROVIDER_FIELDS, MODEL_PROVIDERS_DICT",
        "from lfx.graph.graph.base import Graph",
        "from langflow.graph.schema import ResultData, RunOutputs",
        "from lfx.base.models.novita_constants import MODEL_NAMES; MODEL_NAMES[0]",
        "from langflow.components.embeddings.util.AIMLEmbeddingsImpl import AIMLEmbeddingsImpl",
        "from langflow.components.helpers import CurrentDateComponent",
        "from langflow.components.helpers.memory import MemoryComponent",
        "from lfx.components.models_and_agents.memory import MemoryComponent",
        "from lfx.components.langchain_utilities.tool_calling import ToolCallingAgentComponent",
        "from lfx.components import helpers; helpers.CurrentDateComponent",
    ],
)
def test_lines_of_existing_components_run(line: str) -> None:
    exec(line, {})


def test_an_unknown_name_is_an_import_error() -> None:
    with pytest.raises(ImportError):
        exec("from lfx.io import NoSuchInput", {})
    with pytest.raises(ModuleNotFoundError, match=r"No module named 'lfx\.nothing'"):
        importlib.import_module("lfx.nothing")
    with pytest.raises(ImportError, match="NoSuchComponent"):
        exec("from lfx.components.helpers import NoSuchComponent", {})


@pytest.mark.parametrize(("module", "closed"), CLOSED.items())
@pytest.mark.parametrize("root", ["langflow", "lfx"])
def test_names_that_cannot_be_offered_say_why(root: str, module: str, closed: dict[str, str]) -> None:
    for name, reason in closed.items():
        wanted = "anything" if name == EVERY_NAME else name
        with pytest.raises(ImportError, match=f"{wanted} {reason[:20]}"):
            exec(f"from {root}.{module} import {wanted}", {})


def test_loguru_and_an_encoder_of_fastapi_are_there_where_nobody_installed_them(
    caplog: pytest.LogCaptureFixture,
) -> None:
    lines = """
from fastapi.encoders import jsonable_encoder
from loguru import logger
from lfx.schema import Data
assert jsonable_encoder({"a": (1, Data(b=2))})["a"][0] == 1
logger.bind(x=1).opt(exception=True).success("made {} of {what}", 2, what="three")
logger.info("as {it} is")
"""
    with caplog.at_level("INFO", logger="custom_component"):
        exec(lines, {})
    assert caplog.messages == ["made 2 of three", "as {it} is"]


def test_an_installed_package_goes_before_its_stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "loguru", ModuleType("loguru"))
    with pytest.raises(ImportError, match="logger"):
        exec("from loguru import logger", {})


def test_what_stands_beside_a_closed_name_can_be_imported() -> None:
    exec("from lfx.base.data.docling_utils import extract_docling_documents", {})


def test_a_type_of_a_missing_library_says_what_is_missing_when_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain_google_genai", None)
    space: dict[str, type] = {}
    exec("from lfx.base.models.google_generative_ai_model import ChatGoogleGenerativeAIFixed as Model", space)
    with pytest.raises(ImportError, match="langchain-google-genai"):
        space["Model"]()


def test_the_serving_process_does_not_know_the_names() -> None:
    import_names.uninstall()
    assert not [name for name in sys.modules if name.partition(".")[0] in {"lfx", "langflow"}]
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("lfx")


def test_the_names_load_nothing_heavy() -> None:
    code = (
        "import sys; from execution.engine import import_names as n; n.install();"
        "import lfx.custom, lfx.io, lfx.schema;"
        "lfx.custom.Component; lfx.io.Output; lfx.schema.DataFrame;"
        "print([m for m in ('django', 'pandas', 'langchain_core', 'pydantic') if m in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_the_page_for_authors_names_every_module() -> None:
    page = (ROOT / "docs" / "adding-a-component.md").read_text(encoding="utf-8")
    modules = {name.partition(".")[2] for name in IMPORT_NAMES if "." in name and IMPORT_NAMES[name]}
    assert {module for module in modules if f"`{module}`" not in page} == set()
