"""Small functions that edited copies of built-in components import."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import BaseModel

from execution.engine.authoring.cloud_storage import (
    create_google_drive_service,
    create_s3_client,
    parse_google_service_account_key,
    validate_aws_credentials,
)
from execution.engine.authoring.conversions import orjson_dumps
from execution.engine.authoring.docling_documents import documents_and_warning, documents_of
from execution.engine.authoring.granite import create_granite_agent, get_enhanced_system_prompt, is_granite_model
from execution.engine.authoring.helpers import timeout_context
from execution.engine.authoring.mcp_calls import create_tool_coroutine, create_tool_func
from execution.engine.authoring.model_choice import get_embedding_class
from execution.engine.values import Data, DataFrame


class Wanted(BaseModel):
    city: str
    days: int = 1


class Client:
    async def run_tool(self, name: str, arguments: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        return name, arguments


async def test_a_tool_of_an_mcp_client_is_called_with_checked_arguments() -> None:
    call = create_tool_coroutine("weather", Wanted, Client())
    assert await call("Oslo", days="2") == ("weather", {"city": "Oslo", "days": 2})
    with pytest.raises(ValueError, match="days"):
        await call("Oslo", days="many")
    with pytest.raises(ValueError, match="2 arguments"):
        await call("Oslo", 2, 3)


def test_the_plain_function_does_the_same() -> None:
    assert create_tool_func("weather", Wanted, Client())(city="Oslo") == ("weather", {"city": "Oslo", "days": 1})


@pytest.mark.parametrize("missing", ["aws_access_key_id", "aws_secret_access_key", "bucket_name"])
def test_a_missing_credential_of_s3_is_named(missing: str) -> None:
    given = {"aws_access_key_id": "a", "aws_secret_access_key": "b", "bucket_name": "c"}
    validate_aws_credentials(SimpleNamespace(**given))
    with pytest.raises(ValueError, match="required for S3"):
        validate_aws_credentials(SimpleNamespace(**{**given, missing: ""}))


def test_clients_of_clouds_name_the_package_that_they_need(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("boto3", "google.oauth2.service_account", "googleapiclient.discovery"):
        monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(ImportError, match="boto3"):
        create_s3_client(SimpleNamespace())
    with pytest.raises(ImportError, match="google-auth"):
        create_google_drive_service("{}", [])


def test_a_service_account_key_may_have_real_line_breaks() -> None:
    assert parse_google_service_account_key('{"private_key": "a\nb"}') == {"private_key": "a\nb"}
    for wrong in ("no json", "[1]"):
        with pytest.raises(ValueError, match="JSON"):
            parse_google_service_account_key(wrong)


def test_documents_stand_under_their_key() -> None:
    assert documents_of(Data(doc="a"), "doc") == ["a"]
    assert documents_of([Data(doc="a"), Data(other="b")], "doc") == ["a"]
    assert documents_and_warning(DataFrame([{"doc": "a"}, {"doc": "b"}]), "doc") == (["a", "b"], None)
    for nothing in (None, [], Data(other="a"), DataFrame()):
        with pytest.raises(TypeError, match="'doc'"):
            documents_of(nothing, "doc")


class Model:
    def __init__(self, name: str) -> None:
        self.model_name = name
        self.tools: list[Any] = []

    def bind_tools(self, tools: list[Any]) -> "Model":
        self.tools = tools
        return self


def test_granite_is_known_by_its_name_and_told_its_tools() -> None:
    assert is_granite_model(Model("ibm/granite-13b"))
    assert not is_granite_model(Model("gpt-4o"))
    prompt = get_enhanced_system_prompt("Be kind.", [SimpleNamespace(name="search")])
    assert prompt.startswith("Be kind.")
    assert "search" in prompt
    assert get_enhanced_system_prompt("Be kind.", []) == "Be kind."


def test_an_agent_of_granite_is_one_that_calls_tools() -> None:
    assert hasattr(create_granite_agent(Model("granite"), []), "ainvoke")


async def test_what_takes_too_long_is_ended() -> None:
    async with timeout_context(60):
        pass
    with pytest.raises(TimeoutError):
        async with timeout_context(0):
            await asyncio.sleep(60)


def test_json_is_written_over_lines_or_in_one() -> None:
    assert orjson_dumps({"b": "é", "a": 1}, indent_2=False) == '{"b":"é","a":1}'
    assert orjson_dumps({"b": 1, "a": 2}, sort_keys=True) == '{\n  "a": 2,\n  "b": 1\n}'


def test_classes_of_embeddings_are_found_by_name() -> None:
    assert get_embedding_class("OpenAIEmbeddings").__name__ == "OpenAIEmbeddings"
