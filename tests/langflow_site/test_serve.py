"""`manage.py serve`: what cannot work is said in one line, what works ends in order."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.live_server import ROOT, environment, free_port, running_server

pytestmark = [pytest.mark.live, pytest.mark.xdist_group("serve")]


def _failure(folder: Path, port: int | None = None, **settings: str) -> str:
    """Start a server that shall fail; return its one line."""
    done = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=environment(folder, port or free_port(), **settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"Cannot listen on 127.0.0.1:{port}" in _failure(tmp_path, port)


def test_a_wrong_value_is_named(tmp_path: Path) -> None:
    line = _failure(tmp_path, LANGFLOW_WORKERS="many")
    assert "LANGFLOW_WORKERS must be a whole number, not 'many'." in line


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    line = _failure(tmp_path, LANGFLOW_CONFIG_DIR=str(tmp_path / "file" / "data"))
    assert "Cannot make the data folder" in line


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    assert "Cannot write to the data folder" in _failure(tmp_path, LANGFLOW_CONFIG_DIR=str(closed))


def test_a_database_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "junk.db").write_text("this is no database, whatever its name says" * 20, encoding="ascii")
    line = _failure(tmp_path, LANGFLOW_DATABASE_URL=f"sqlite:///{tmp_path}/junk.db")
    assert "junk.db cannot be used" in line


def test_a_server_that_nobody_could_enter_does_not_start(tmp_path: Path) -> None:
    line = _failure(tmp_path, LANGFLOW_AUTO_LOGIN="false", LANGFLOW_SUPERUSER_PASSWORD="")
    assert "LANGFLOW_SUPERUSER_PASSWORD" in line


def test_a_start_says_where_it_is_and_how_to_sign_in(tmp_path: Path) -> None:
    with running_server(tmp_path, LANGFLOW_AUTO_LOGIN="true") as server:
        greeting = (tmp_path / "server.log").read_text(encoding="utf-8")
    assert server.base in greeting
    assert "auto_login" in greeting


def test_several_processes_answer_on_one_port_and_end_together(tmp_path: Path) -> None:
    with running_server(tmp_path, LANGFLOW_WORKERS="2") as server:
        for _ in range(20):
            assert httpx.get(f"{server.base}/health_check", trust_env=False).json()["db"] == "ok"
        children = _children(server.process_id)
        assert len(children) == 2
    assert not [child for child in children if Path(f"/proc/{child}").exists()]


def test_a_second_start_finds_what_the_first_left(tmp_path: Path) -> None:
    with running_server(tmp_path) as server:
        key = server.api_key()
    with running_server(tmp_path) as server:
        answer = httpx.get(f"{server.base}/api/v1/users/whoami", headers={"x-api-key": key}, trust_env=False)
        assert answer.json()["username"] == "langflow"


def _children(process_id: int) -> list[int]:
    listed = Path(f"/proc/{process_id}/task/{process_id}/children").read_text(encoding="ascii")
    return [int(child) for child in listed.split()]
