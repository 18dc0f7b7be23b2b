"""The working folder: how much fits in, in both ways to bound it, and that nothing of it stays."""

import contextlib
import os
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from execution.engine.isolation import folders
from execution.engine.isolation.folders import PREFIX, Folders, remove, remove_abandoned, takes_more
from execution.runtime.files import FileRefused, _permitted
from execution.runtime.isolation.options import Options
from execution.runtime.isolation.pool import Pool
from tests.execution.runtime.isolation.conftest import RunCode
from tests.execution.runtime.isolation.flows import probe
from tests.execution.runtime.isolation.outcomes import problem_of, value_of

FULL = ("No space left", "room for files", "File too large")
LINGER = "\nimport time; time.sleep(6)"


@pytest.fixture(params=["own file system", "measured"])
def options(options: Options, request: pytest.FixtureRequest) -> Options:
    limits = replace(options.limits, disk_mb=16, entries=500)
    return replace(options, limits=limits, may_mount=request.param == "own file system")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("for i in range(99): open(f'f{i}', 'wb').write(b'x' * 10**6)", id="many files"),
        pytest.param("for i in range(10**6): open(f'f{i}', 'w').close()", id="a million empty files"),
        pytest.param("for i in range(10**4): os.mkdir('d'); os.chdir('d')", id="very deep folders"),
        pytest.param("for i in range(10**6): os.symlink('/etc/passwd', f'l{i}')", id="links"),
        pytest.param(
            "os.mkdir('h', 0o300)\nfor i in range(99): open(f'h/{i}', 'wb').write(b'x' * 10**6)", id="a folder unseen"
        ),
        pytest.param("f = open('f', 'wb'); os.unlink('f')\nfor i in range(99): f.write(b'x' * 10**6)", id="unlinked"),
    ],
)
async def test_the_folder_cannot_be_filled(run_code: RunCode, body: str) -> None:
    problem = problem_of(await run_code(probe("import os\n" + body + LINGER)))
    assert any(words in problem for words in FULL), problem


async def test_what_fits_may_be_written_and_deleted(run_code: RunCode) -> None:
    body = """
import os, tempfile
with tempfile.TemporaryDirectory() as folder:
    for number in range(100):
        with open(os.path.join(folder, 'f'), 'wb') as file:
            file.write(b'x' * 10**6)
return Message(text=str(os.listdir('.')))
"""
    assert value_of(await run_code(probe(body))).text == "[]"


async def test_nothing_of_a_folder_stays(run_code: RunCode, pool: Pool, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_text("kept")
    body = f"""
import os
os.symlink({str(kept)!r}, 'link')
os.mkdir('closed', 0o300)
os.mkfifo('pipe')
for _ in range(300):
    os.mkdir('deep'); os.chdir('deep')
os.symlink({str(kept)!r}, 'link')
return 'left'
"""
    assert value_of(await run_code(probe(body))) == "left"
    (folder,) = [process._newborn.folder for _, process in pool._processes]
    assert folder.exists()
    await pool.close()
    assert not folder.exists()
    assert (kept / "file").read_text() == "kept"


async def test_other_folders_are_closed(run_code: RunCode, pool: Pool) -> None:
    await run_code(probe("open('mine', 'w').write('x')\nreturn 1"))
    theirs = pool._processes[0][1]._newborn.folder
    body = f"import os; return Message(text=str(os.listdir({str(theirs)!r})))"
    assert "Permission denied" in problem_of(await run_code(probe(body), user_id="bob"))


def test_removal_follows_no_link_and_minds_no_depth(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_text("kept")
    folder = tmp_path / "folder"
    folder.mkdir()
    with contextlib.chdir(folder):
        for _ in range(1010):  # longer than a path may be, deeper than Python recurses
            Path("directory").mkdir()
            os.chdir("directory")
        Path("l").symlink_to(kept)
    remove(folder)
    assert not folder.exists()
    assert (kept / "file").read_text() == "kept"
    link = tmp_path / "link"
    link.symlink_to(kept)
    remove(link)
    assert (kept / "file").exists()


def test_a_folder_is_measured_without_following_links(tmp_path: Path) -> None:
    (tmp_path / "big").write_bytes(b"x" * 3_000_000)
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path)
    (folder / "small").write_bytes(b"x" * 500_000)
    assert not takes_more(str(folder), megabytes=1, entries=10)
    (folder / "more").write_bytes(b"x" * 600_000)
    assert takes_more(str(folder), megabytes=1, entries=10)
    assert takes_more(str(folder), megabytes=100, entries=2)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_folders_of_killed_servers_are_removed_those_of_living_ones_stay(temporary: Path) -> None:
    living = Folders()
    working = living.new()
    left = temporary / f"{PREFIX}left"
    (left / "process-1").mkdir(parents=True)
    (temporary / "another").mkdir()
    (temporary / f"{PREFIX}link").symlink_to(temporary / "another")
    remove_abandoned()
    assert not left.exists()
    assert working.exists()
    assert (temporary / "another").exists()
    living.close()
    assert not living.path.exists()


def test_a_folder_that_another_server_takes_for_abandoned_is_not_used(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "_locked", lambda _: False)
    with pytest.raises(folders.FolderTaken):
        Folders()
    assert temporary.exists()


def test_components_of_the_server_read_nothing_from_working_folders(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings.LANGFLOW, "LOCAL_FOLDERS", (temporary,))
    file = temporary / f"{PREFIX}x" / "process-1" / "file"
    file.parent.mkdir(parents=True)
    file.write_text("x")
    (temporary / "file").write_text("x")
    assert _permitted(str(temporary / "file")) == (temporary / "file").resolve()
    with pytest.raises(FileRefused, match="belongs to the server"):
        _permitted(str(file))
