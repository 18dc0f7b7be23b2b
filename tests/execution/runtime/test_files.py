"""Which files a run reaches: its owner's uploads, and what the operator opened."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.core.files.base import ContentFile

from accounts.models import User
from execution.components.files import SERVICE, FileNotThere, FileRefused, FileTooLong, FolderMissing
from execution.runtime import files as runtime_files
from execution.runtime.files import ROOT, RunFiles
from execution.runtime.run import FlowRun, _host
from files.models import UserFile
from files.services import upload_file, upload_to_flow
from flows.models import Flow
from flows.selectors import flow_to_run

pytestmark = pytest.mark.usefixtures("shared_connection")


@pytest.fixture
def opened_folder(settings: Any, tmp_path: Path, monkeypatch: Any) -> Path:
    folder = tmp_path / "open"
    folder.mkdir()
    monkeypatch.setattr(settings.LANGFLOW, "LOCAL_FOLDERS", (folder,))
    return folder


@pytest.fixture
def flow(alice: User) -> Flow:
    return Flow.objects.create(user=alice, name="Alice's flow", data={"nodes": [], "edges": []})


@pytest.fixture
def notes(alice: User) -> UserFile:
    return upload_file(user_id=alice.pk, file_name="notes.txt", content=ContentFile(b"hello"))


async def test_an_upload_is_found_by_every_form_of_its_path(alice: User, notes: UserFile) -> None:
    shown = f"{ROOT}/{alice.pk}/notes.txt"
    for path in (f"{alice.pk}/notes.txt", shown, "notes.txt", f"{ROOT}/notes.txt"):
        read = await RunFiles(alice.pk).read(path)
        assert (read.path, read.name, read.content) == (shown, "notes.txt", b"hello")


async def test_a_file_of_an_own_flow_is_found(alice: User, flow: Flow) -> None:
    file = await sync_to_async(upload_to_flow)(user=alice, flow=flow, name="dot.png", content=ContentFile(b"PNG"))
    read = await RunFiles(alice.pk).read(file.path)
    assert (read.name, read.content) == (file.name, b"PNG")


async def test_what_is_somebody_elses_is_not_there(bob: User, alice: User, notes: UserFile, flow: Flow) -> None:
    file = await sync_to_async(upload_to_flow)(user=alice, flow=flow, name="dot.png", content=ContentFile(b"PNG"))
    for path in (notes.path, f"{ROOT}/{notes.path}", "notes.txt", file.path, notes.key, f"{bob.pk}/../{notes.path}"):
        with pytest.raises(FileNotThere, match="upload the file again"):
            await RunFiles(bob.pk).read(path)


async def test_texts_are_decoded(alice: User, notes: UserFile) -> None:
    assert await RunFiles(alice.pk).read_text("notes.txt") == "hello"


async def test_a_new_file_gets_a_free_name_and_can_be_read(alice: User, notes: UserFile) -> None:
    files = RunFiles(alice.pk)
    path = await files.save("notes.txt", b"other")
    assert path == f"{ROOT}/{alice.pk}/notes (1).txt"
    assert (await files.read(path)).content == b"other"


async def test_a_file_can_be_replaced(alice: User, notes: UserFile) -> None:
    files = RunFiles(alice.pk)
    assert await files.replace("notes.txt", b"changed") == f"{ROOT}/notes.txt"
    assert await files.replace("new.txt", b"new") == f"{ROOT}/new.txt"
    assert await files.read_text("notes.txt") == "changed"
    await sync_to_async(notes.refresh_from_db)()
    assert notes.size == 7


async def test_what_is_too_long_is_refused(alice: User, notes: UserFile, monkeypatch: Any, opened_folder: Path) -> None:
    monkeypatch.setattr(runtime_files, "MOST_BYTES", 3)
    (opened_folder / "long.txt").write_bytes(b"long")
    for path in ("notes.txt", str(opened_folder / "long.txt")):
        with pytest.raises(FileTooLong):
            await RunFiles(alice.pk).read(path)


async def test_only_opened_folders_of_the_machine_are_read(opened_folder: Path, tmp_path: Path) -> None:
    files = RunFiles(uuid.uuid4())
    (opened_folder / "a.txt").write_bytes(b"aa")
    (tmp_path / "secret.txt").write_bytes(b"secret")
    (opened_folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (opened_folder / "linked").symlink_to(tmp_path)
    assert await files.read_text(str(opened_folder / "a.txt")) == "aa"
    closed = [tmp_path / "secret.txt", opened_folder / "link.txt", opened_folder / "linked" / "secret.txt"]
    for path in (*closed, opened_folder / ".." / "secret.txt", Path("/etc/passwd"), Path("~/x")):
        with pytest.raises(FileRefused, match="LANGFLOW_LOCAL_FOLDERS"):
            await files.read(str(path))


async def test_the_servers_own_files_stay_closed(settings: Any, opened_folder: Path, monkeypatch: Any) -> None:
    own = opened_folder / "data"
    own.mkdir()
    (own / "langflow.db").write_bytes(b"")
    monkeypatch.setattr(settings.LANGFLOW, "CONFIG_DIR", own)
    with pytest.raises(FileRefused, match="belongs to the server"):
        await RunFiles(uuid.uuid4()).read(str(own / "langflow.db"))


async def test_what_is_no_file_is_not_there(opened_folder: Path) -> None:
    for path in (opened_folder, opened_folder / "nope.txt"):
        with pytest.raises(FileNotThere):
            await RunFiles(uuid.uuid4()).read(str(path))


async def test_only_files_of_the_machine_are_removed(alice: User, notes: UserFile, opened_folder: Path) -> None:
    files = RunFiles(alice.pk)
    (opened_folder / "a.txt").write_bytes(b"aa")
    await files.remove_local(str(opened_folder / "a.txt"))
    await files.remove_local(f"{ROOT}/{notes.path}")
    assert not (opened_folder / "a.txt").exists()
    assert await files.read_text("notes.txt") == "hello"
    with pytest.raises(FileRefused):
        await files.remove_local("/etc/passwd")


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        ({"depth": 1}, ["a.txt", "b.csv"]),
        ({"depth": 1, "endings": ["csv"]}, ["b.csv"]),
        ({"depth": 1, "with_hidden": True}, [".h.txt", "a.txt", "b.csv"]),
        ({"depth": 2, "endings": ["txt"]}, ["a.txt", "sub/s.txt"]),
        ({"depth": 0, "endings": ["txt"]}, ["a.txt", "sub/s.txt", "sub/deep/t.txt"]),
    ],
)
async def test_a_folder_is_listed_level_by_level(opened_folder: Path, choice: dict[str, Any], names: list[str]) -> None:
    for name in ("a.txt", "b.csv", ".h.txt", "sub/s.txt", "sub/deep/t.txt"):
        (opened_folder / name).parent.mkdir(parents=True, exist_ok=True)
        (opened_folder / name).write_bytes(b"")
    listed = await RunFiles(uuid.uuid4()).listed(str(opened_folder), **{"endings": (), "with_hidden": False, **choice})
    assert listed == [f"{opened_folder}/{name}" for name in names]


async def test_a_folder_must_exist_and_be_open(opened_folder: Path, tmp_path: Path) -> None:
    files = RunFiles(uuid.uuid4())
    with pytest.raises(FolderMissing):
        await files.listed(str(opened_folder / "nope"), endings=(), depth=1, with_hidden=False)
    with pytest.raises(FileRefused):
        await files.listed(str(tmp_path), endings=(), depth=1, with_hidden=False)


@pytest.mark.parametrize("is_strangers", [False, True])
async def test_runs_of_strangers_have_no_files(alice: User, flow: Flow, is_strangers: bool) -> None:
    found = await sync_to_async(flow_to_run)(str(flow.pk))
    run = FlowRun(flow=found, user_id=alice.pk, is_strangers=is_strangers)
    assert (SERVICE in _host(run, run.new_messages()).services) is not is_strangers
