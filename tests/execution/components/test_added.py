"""Components of the operator's: what is found in folders and packages, and what is said about the rest."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from execution.components.added import AddedComponents, load_added
from execution.engine import import_names

COMPONENT = """
from lfx.custom import Component
from lfx.io import MessageTextInput, Output
from lfx.schema import Message


class {name}(Component):
    display_name = "{name}"
    inputs = [MessageTextInput(name="who", display_name="Who")]
    outputs = [Output(name="said", display_name="Said", method="say")]

    def say(self) -> Message:
        return Message(text=self.who)
"""


@pytest.fixture(autouse=True)
def _names() -> Iterator[None]:
    yield
    import_names.uninstall()


def written(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def told(found: AddedComponents) -> list[str]:
    return [str(problem) for problem in found.problems]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that installs a package of modules with an entry point."""

    def install(name: str, target: str, **modules: str) -> None:
        for module, text in modules.items():
            written(tmp_path / "site" / name / f"{module}.py", text)
        written(tmp_path / "site" / name / "__init__.py", "")
        facts = tmp_path / "site" / f"{name}-1.dist-info"
        written(facts / "METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        written(facts / "entry_points.txt", f"[langflow_site.components]\ngreetings = {target}\n")
        monkeypatch.syspath_prepend(str(tmp_path / "site"))

    yield install
    for module in [module for module in sys.modules if module.startswith("greeting_")]:
        del sys.modules[module]


def test_files_are_components_and_their_folders_categories(tmp_path: Path):
    written(tmp_path / "mine" / "tools" / "one.py", COMPONENT.format(name="One"))
    written(tmp_path / "mine" / "two.py", COMPONENT.format(name="Two"))
    written(tmp_path / "mine" / "tools" / "_helper.py", "raise ValueError")
    written(tmp_path / "mine" / "tools" / "deep" / "three.py", COMPONENT.format(name="Three"))
    found = load_added([tmp_path / "mine"])
    assert {name: added.category for name, added in found.by_type.items()} == {"One": "tools", "Two": "mine"}
    assert found.by_type["One"].node["outputs"][0]["types"] == ["Message"]
    assert not found.problems


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("x = 1\ndef broken(:\n", ":2", "SyntaxError"),
        ("import os\nimport not_installed_anywhere\n", ":2", "ModuleNotFoundError: No module named 'not_installed"),
        ("def fail():\n    raise ValueError('why')\n\nfail()\n", ":2", "ValueError: why"),
        ("import sys\nsys.exit(3)\n", ":2", "SystemExit: 3"),
        ("x = 1\n", "", "No Component subclass"),
        (COMPONENT.format(name="Gone").replace('method="say"', 'method="gone"'), "", "'gone', which does not exist"),
        (COMPONENT.format(name="ChatInput"), "", "'ChatInput' is the server's own"),
    ],
)
def test_what_fails_is_told_with_its_line_and_stops_nothing_else(tmp_path: Path, text, line, reason):
    file = written(tmp_path / "tools" / "bad.py", text)
    written(tmp_path / "tools" / "good.py", COMPONENT.format(name="Good"))
    found = load_added([tmp_path])
    (problem,) = told(found)
    assert problem.startswith(f"{file}{line}: ")
    assert reason in problem
    assert list(found.by_type) == ["Good"]


def test_a_type_is_taken_by_the_first_file(tmp_path: Path):
    first = written(tmp_path / "a" / "x.py", COMPONENT.format(name="Same"))
    written(tmp_path / "b" / "x.py", COMPONENT.format(name="Same"))
    found = load_added([tmp_path])
    assert found.by_type["Same"].category == "a"
    assert str(first) in told(found)[0]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path):
    assert told(load_added([tmp_path / "none"])) == [f"{tmp_path / 'none'}: there is no such folder."]


def test_a_package_brings_the_components_in_its_modules(package):
    package("greeting_many", "greeting_many", one=COMPONENT.format(name="One"), two=COMPONENT.format(name="Two"))
    found = load_added([])
    assert {(name, added.category, added.place) for name, added in found.by_type.items()} == {
        ("One", "greetings", "greeting_many.one"),
        ("Two", "greetings", "greeting_many.two"),
    }


def test_a_module_of_a_package_is_one_component(package):
    package("greeting_one", "greeting_one.only", only=COMPONENT.format(name="Only"), other="raise ValueError")
    assert list(load_added([]).by_type) == ["Only"]


@pytest.mark.parametrize("target", ["greeting_bad.broken", "greeting_bad.missing", "greeting_bad"])
def test_a_package_that_fails_is_told(package, target):
    package("greeting_bad", target, broken="\nraise ValueError('why')\n")
    (problem,) = told(load_added([]))
    assert "why" in problem or "greeting_bad.missing" in problem
    assert target == "greeting_bad.missing" or problem.partition(": ")[0].endswith("broken.py:2")


@pytest.mark.parametrize(("declared", "refused"), [("", True), ("    is_trusted_only = False\n", False)])
def test_strangers_get_what_says_that_they_may(tmp_path: Path, declared, refused):
    text = COMPONENT.format(name="Shown").replace("    inputs", f"{declared}    inputs")
    written(tmp_path / "tools" / "shown.py", text)
    assert load_added([tmp_path]).by_type["Shown"].component.is_trusted_only is refused
