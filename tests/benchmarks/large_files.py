"""Files of 100 MB, up and down: how long they take, and how much memory the server needs for them.

`BENCH_FILE_MB` says another size. `python -m tests.benchmarks.large_files` measures only this.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from tests.live_server import LiveServer, running_server

MEGABYTES = int(os.environ.get("BENCH_FILE_MB", "100"))
FILES = "/api/v2/files/"

Row = tuple[str, str, str]


def main() -> None:
    for row in rows():
        print("{:<44} {:>24}   {}".format(*row), flush=True)


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder, running_server(Path(folder), LANGFLOW_AUTO_LOGIN="false") as server:
        headers = {"x-api-key": server.api_key()}
        with httpx.Client(base_url=server.base, headers=headers, timeout=300, trust_env=False) as client:
            _upload(client, _file(Path(folder), 1))  # what is imported on first use is no part of it
            large = _file(Path(folder), MEGABYTES)
            file_id = ""
            for number in (1, 2):
                before, started = _before(server)
                file_id = _upload(client, large)
                yield _row(f"upload of {MEGABYTES} MB, {number}", server, before, started)
            for number in (1, 2):
                before, started = _before(server)
                _download(client, file_id)
                yield _row(f"download of {MEGABYTES} MB, {number}", server, before, started)


def _file(folder: Path, megabytes: int) -> Path:
    path = folder / f"{megabytes}.bin"
    with path.open("wb") as file:
        for _ in range(megabytes):
            file.write(os.urandom(2**20))
    return path


def _upload(client: httpx.Client, path: Path) -> str:
    with path.open("rb") as content:
        answer = client.post(FILES, files={"file": (path.name, content)})
    return str(answer.raise_for_status().json()["id"])


def _download(client: httpx.Client, file_id: str) -> None:
    with client.stream("GET", f"{FILES}{file_id}") as answer:
        received = sum(len(piece) for piece in answer.raise_for_status().iter_raw())
    if received != MEGABYTES * 2**20:
        raise RuntimeError(f"{received} bytes came instead of {MEGABYTES} MB.")


def _before(server: LiveServer) -> tuple[float, float]:
    server.forget_memory_peak()
    return server.memory_mb(), time.perf_counter()


def _row(name: str, server: LiveServer, before: float, started: float) -> Row:
    seconds = time.perf_counter() - started
    return name, f"{MEGABYTES / seconds:.0f} MB/s", f"{server.memory_peak_mb() - before:+.1f} MB of memory at the most"


if __name__ == "__main__":
    main()
