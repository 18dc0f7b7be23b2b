"""`POST /api/v1/validate/code`: what is wrong with a piece of code, without running it."""

import sys
from typing import Any

import pytest

CHECK = "/api/v1/validate/code"


@pytest.fixture
def check(client_of):
    def send(code: Any) -> Any:
        return client_of("alice").post(CHECK, {"code": code}, format="json")

    return send


def answer(*, imports: tuple[str, ...] = (), function: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"imports": {"errors": list(imports)}, "function": {"errors": list(function)}}


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_stranger_is_refused(anonymous, slash):
    assert anonymous.post(CHECK + slash, {"code": "x"}, format="json").status_code == 403


@pytest.mark.parametrize(
    "code",
    [
        "",
        "def f(x):\n    return x",
        "import os.path, json\nfrom django.db import models",
        "from lfx.io import Output\nfrom langflow.schema import Data",
        "from . import neighbour\nfrom .near import by",
        "try:\n    import no_such_module_zz\nexcept ImportError:\n    pass",
        "def f():\n    import no_such_module_zz",
    ],
)
def test_good_code_has_no_problems(check, code):
    assert check(code).json() == answer()


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("def f(:\n  pass", "invalid syntax (<unknown>, line 1)"),
        ("x = (", "'(' was never closed (<unknown>, line 1)"),
        ("-" * 100_000 + "1", "The code is nested too deeply to be read."),
    ],
)
def test_what_does_not_parse_is_told(check, code, problem):
    assert check(code).json() == answer(function=(problem,))


def test_packages_that_are_not_there_are_told(check):
    code = "import no_such_x, no_such_y.inner\nfrom no_such_z import a\nimport no_such_x"
    problems = tuple(f"No module named '{name}'" for name in ("no_such_x", "no_such_y.inner", "no_such_z"))
    assert check(code).json() == answer(imports=problems)


@pytest.mark.parametrize("root", ["accounts", "execution", "langflow_site"])
def test_the_servers_own_packages_are_not_there_for_anybody(check, root):
    assert check(f"import {root}.models").json() == answer(imports=(f"No module named '{root}.models'",))


def test_nothing_is_run_or_imported(check, tmp_path):
    mark = tmp_path / "mark"
    assert check(f"import this\nopen({str(mark)!r}, 'w')\n1/0").json() == answer()
    assert "this" not in sys.modules
    assert not mark.exists()


@pytest.mark.parametrize(
    ("code", "kind"), [(None, "string_type"), (5, "string_type"), ("x" * 200_001, "string_too_long")]
)
def test_what_is_no_code_is_refused(check, code, kind):
    refused = check(code)
    assert refused.status_code == 422
    assert refused.json()["detail"][0]["type"] == kind


def test_a_missing_code_is_told(client_of):
    refused = client_of("alice").post(CHECK, {}, format="json").json()["detail"]
    assert refused == [{"type": "missing", "loc": ["body", "code"], "msg": "Field required", "input": {}}]
