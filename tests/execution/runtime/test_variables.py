"""Where a run's variables come from."""

import pytest

from execution.runtime.variables import RunVariables


async def test_the_environment_stands_in_for_what_nobody_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_KEY", "from the environment")
    assert await RunVariables(user_id=None).value_of("SOME_KEY") == "from the environment"


@pytest.mark.parametrize("name", ["LANGFLOW_SECRET_KEY", "langflow_secret_key", "LANGFLOW_DATABASE_URL"])
async def test_the_servers_own_options_are_nobodys_variables(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "hidden")
    assert await RunVariables(user_id=None).value_of(name) is None


async def test_isolated_code_does_not_see_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_KEY", "from the environment")
    variables = RunVariables(user_id=None, given={"OTHER": "from the request"})
    for _ in range(2):  # what was found for others is not told either
        assert await variables.value_of("SOME_KEY", from_environment=False) is None
        assert await variables.value_of("SOME_KEY") == "from the environment"
    assert await variables.value_of("OTHER", from_environment=False) == "from the request"
