"""The contract lies beside the repository: `../shared`, or where CONTRACT_DIR points."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live_server import ROOT, LiveServer, running_server

SHARED = Path(os.environ.get("CONTRACT_DIR", ROOT.parent / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip(f"the contract is not at {SHARED}")
    return SHARED


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with running_server(tmp_path_factory.mktemp("server"), LANGFLOW_AUTO_LOGIN="false") as started:
        yield started
