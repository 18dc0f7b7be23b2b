import pytest

from execution.components.vector_search import memory_store
from execution.components.vector_search.places import SERVICE
from tests.execution.components.vector_search.shelf import FolderPlaces


@pytest.fixture
def services(tmp_path, monkeypatch):
    monkeypatch.setattr(memory_store, "_collections", type(memory_store._collections)())
    return {SERVICE: FolderPlaces(tmp_path)}
