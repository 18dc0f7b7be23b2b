"""Results of flows, conversions, addresses, stored files: functions that code imports."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from execution.engine.authoring import addresses
from execution.engine.authoring.addresses import (
    SSRFProtectionError,
    transform_connection_string,
    transform_localhost_url,
    validate_url_for_ssrf,
)
from execution.engine.authoring.conversions import (
    convert_to_data,
    convert_to_dataframe,
    convert_to_message,
    get_data_structure,
    get_function,
    maybe_unflatten_dict,
    serialize,
)
from execution.engine.authoring.embeddings import EmbeddingsWithModels
from execution.engine.authoring.flow_results import ResultData, RunOutputs, build_data_from_run_outputs
from execution.engine.authoring.stored_files import (
    parse_storage_path,
    read_file_bytes,
    read_file_text,
    validate_image_content_type,
)
from execution.engine.authoring.vector_stores import chroma_collection_to_data
from execution.engine.values import Data, DataFrame, Message

PNG = b"\x89PNG\r\n\x1a\n...."


def test_results_of_a_flow_are_records():
    outputs = RunOutputs(
        outputs=[
            ResultData(results={"a": Message(text="hi"), "b": DataFrame([{"x": 1}]), "c": None}),
            ResultData(messages=[{"message": "said", "sender": "Machine"}]),
            None,
        ]
    )
    found = [record.data for record in build_data_from_run_outputs(outputs)]
    assert found == [{"text": "hi"}, {"x": 1}, {"text": "said", "message": "said", "sender": "Machine"}]
    assert build_data_from_run_outputs(None) == []


def test_values_as_each_other():
    table = DataFrame([{"a": 1}])
    assert convert_to_data(table).data == {"results": [{"a": 1}]}
    assert convert_to_data({"a": 1}).data == {"a": 1}
    assert convert_to_data("x").data == {"text": "x"}
    assert convert_to_dataframe([Data(a=1), {"a": 2}]).to_records() == [{"a": 1}, {"a": 2}]
    assert convert_to_message(Data(text="hi")).text == "hi"
    assert serialize({"a": ["xxxx", 2, 3]}, max_length=2, max_items=2) == {"a": ["xx...", 2]}
    assert get_data_structure(Data(a=[1], b={"c": "x"})) == {"structure": {"a": "list(int)", "b": {"c": "str"}}}


def test_dotted_names_become_nested():
    assert maybe_unflatten_dict({"a.b": 1, "a.c[0].d": 2, "a.c[1].d": 3}) == {"a": {"b": 1, "c": [{"d": 2}, {"d": 3}]}}
    assert maybe_unflatten_dict({"a": 1}) == {"a": 1}


def test_code_of_a_function():
    assert get_function("import math\ndef root(x):\n    return math.sqrt(x)")(9) == 3
    with pytest.raises(ValueError, match="no function"):
        get_function("x = 1")


def test_addresses_of_databases_and_of_the_machine_around(monkeypatch: pytest.MonkeyPatch):
    assert transform_connection_string("db://me:p@ss/word@host/x") == "db://me:p%40ss%2Fword@host/x"
    assert transform_connection_string("db://me:p%40ss@host/x") == "db://me:p%40ss@host/x"
    assert transform_connection_string("sqlite:///x.db") == "sqlite:///x.db"
    monkeypatch.setattr(addresses, "detect_container_environment", lambda: None)
    assert transform_localhost_url("http://localhost:11434/x") == "http://localhost:11434/x"
    monkeypatch.setattr(addresses, "detect_container_environment", lambda: "docker")
    assert transform_localhost_url("http://localhost:11434/x") == "http://host.docker.internal:11434/x"
    assert transform_localhost_url("http://example.com/x") == "http://example.com/x"


def test_addresses_of_private_networks_are_told(monkeypatch: pytest.MonkeyPatch):
    for inside in ("http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest", "http:///x"):
        with pytest.raises(SSRFProtectionError):
            validate_url_for_ssrf(inside)
    validate_url_for_ssrf("http://93.184.216.34/")
    validate_url_for_ssrf("http://127.0.0.1/", warn_only=True)


async def test_stored_files(tmp_path: Path):
    place = tmp_path / "a.txt"
    await asyncio.to_thread(place.write_text, "h\u00e9", encoding="utf-8")
    assert await read_file_text(str(place)) == "h\u00e9"
    assert await read_file_bytes("a.txt", resolve_path=lambda name: str(tmp_path / name)) == "h\u00e9".encode()
    with pytest.raises(FileNotFoundError):
        await read_file_bytes(str(tmp_path / "none"))
    assert parse_storage_path("flow/a.txt") == ("flow", "a.txt")
    assert parse_storage_path("/a.txt") is None
    assert validate_image_content_type("a.png", PNG) == (True, None)
    is_right, problem = validate_image_content_type("a.jpg", PNG)
    assert not is_right
    assert "png" in str(problem)


def test_a_collection_of_chroma_as_records():
    held: dict[str, Any] = {"ids": ["1", "2"], "documents": ["a", "b"], "metadatas": [{"page": 3}, None]}
    found = [record.data for record in chroma_collection_to_data(held)]
    assert found == [{"id": "1", "text": "a", "page": 3}, {"id": "2", "text": "b"}]


def test_embeddings_know_their_siblings():
    model = SimpleNamespace(embed_query=lambda text: [len(text)], model="small")
    both = EmbeddingsWithModels(model, {"large": "other"})
    assert (both.embed_query("abc"), both.model, both.available_models) == ([3], "small", {"large": "other"})
    with pytest.raises(AttributeError):
        both.nothing  # noqa: B018  # asked for what is not there
