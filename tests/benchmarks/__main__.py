"""`make bench`: the budgets of performance, measured here and now, side by side with a bare view and the reference.

Nothing fails by time: the table is to be read. `REFERENCE_URL` and `REFERENCE_KEY` name a Langflow to compare with,
`BENCH_SECONDS` the length of each measurement (3), `BENCH_MANY_SECONDS` that of the fifty callers (10). The bare view
is measured twice: as any Django project serves it, and on this server, whose threads and handler make it faster, too.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "langflow_site.settings.testing")
django.setup()

# Below this line because flows are drawn from the server's own catalogue, which needs its settings.
from tests import reference  # noqa: E402 - see above
from tests.benchmarks import engine_cost, large_files, large_lists, scaling, streams  # noqa: E402 - see above
from tests.benchmarks.flows import bare_target, run_target  # noqa: E402 - see above
from tests.benchmarks.load import Measured, Target, measure  # noqa: E402 - see above
from tests.live_server import LiveServer, running_server  # noqa: E402 - see above

SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))
MANY_SECONDS = float(os.environ.get("BENCH_MANY_SECONDS", "10"))
PLAIN_DJANGO = ("-m", "tests.benchmarks.plain")
SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings", "LANGFLOW_AUTO_LOGIN": "false"}
PLAIN_SETTINGS = {**SETTINGS, "DJANGO_SETTINGS_MODULE": "tests.benchmarks.plain_settings"}

Row = tuple[str, str, str]


def main() -> None:
    for part in (_cold_starts, _with_a_server, _streams, _scaling, large_lists.rows, large_files.rows):
        for row in part():
            print("{:<44} {:>24}   {}".format(*row), flush=True)
    print("\nengine, microseconds per vertex of trivial components")
    engine_cost.main()


def _cold_starts() -> Iterator[Row]:
    seconds, megabytes = [], []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(4):
            with running_server(Path(folder), **SETTINGS) as server:
                seconds.append(server.seconds_to_start)
                megabytes.append(server.memory_mb())
    yield "first start to healthy, migrations included", f"{seconds[0]:.2f} s", ""
    yield "later starts to healthy", f"{median(seconds[1:]):.2f} s", "budget 2.5 s"
    yield "idle memory", f"{median(megabytes):.0f} MB", "budget 130 MB"


def _with_a_server() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder, running_server(Path(folder), **SETTINGS) as server:
        api_key = server.api_key()
        echo = run_target(server.base, api_key, prompts=0)
        yield from _stored_bytes(server, echo)
        with running_server(Path(folder), command=PLAIN_DJANGO, **PLAIN_SETTINGS) as plain:
            yield from _throughput(server, plain, echo)
        yield from _chain(run_target(server.base, api_key, prompts=50))
        yield from _many_callers(server, run_target(server.base, api_key, prompts=0))
        yield "memory after all of these runs", f"{server.memory_mb():.0f} MB", ""


def _throughput(server: LiveServer, plain: LiveServer, echo: Target) -> Iterator[Row]:
    """One caller and eight callers, the rivals by turns."""
    bare = {"bare view": bare_target(plain.base), "bare view on this server": bare_target(server.base)}
    rivals = {**bare, "echo": echo, **_reference()}
    for callers in (1, 8):
        best: dict[str, Measured] = {}
        for _ in range(2):
            for name, target in rivals.items():
                measured = measure(target, callers=callers, seconds=SECONDS)
                if name not in best or measured.per_second > best[name].per_second:
                    best[name] = measured
        for name, measured in best.items():
            yield f"{name}, {callers} callers", _speed(measured), _ratios(name, best)


def _streams() -> Iterator[Row]:
    yield from streams.rows(SETTINGS)


def _scaling() -> Iterator[Row]:
    yield from scaling.rows()


def _reference() -> dict[str, Target]:
    return {"reference": run_target(reference.URL, reference.KEY, prompts=0)} if reference.IS_NAMED else {}


def _ratios(name: str, best: dict[str, Measured]) -> str:
    if name != "echo":
        return ""
    ours = best["echo"]
    texts = [f"{ours.per_second / best['bare view'].per_second:.2f} of the bare view (budget 0.6)"]
    texts.append(f"{ours.per_second / best['bare view on this server'].per_second:.2f} of the one on this server")
    if other := best.get("reference"):
        faster, shorter = ours.per_second / other.per_second, other.p50_ms / ours.p50_ms
        texts.append(f"{faster:.1f} x the reference's rate, 1/{shorter:.1f} of its p50 (budget 10)")
    return ", ".join(texts)


def _speed(measured: Measured) -> str:
    errors = f", {measured.errors} errors" if measured.errors else ""
    return f"{measured.per_second:.0f}/s, p50 {measured.p50_ms:.2f} ms{errors}"


def _chain(target: Target) -> Iterator[Row]:
    measure(target, callers=1, seconds=0.5)
    measured = measure(target, callers=1, seconds=SECONDS)
    yield "chain of 50 prompts, 1 caller", _speed(measured), "budget 15 ms"


def _stored_bytes(server: LiveServer, echo: Target) -> Iterator[Row]:
    measure(echo, callers=1, seconds=0.5)
    before = _database_bytes(server)
    runs = measure(echo, callers=4, seconds=SECONDS).requests
    yield "stored per echo run", f"{(_database_bytes(server) - before) / runs / 1024:.1f} KB", "budget 8 KB"


def _many_callers(server: LiveServer, echo: Target) -> Iterator[Row]:
    measured = measure(echo, callers=50, seconds=MANY_SECONDS)
    stored, distinct = _messages_of(server, echo)
    once = "every message once" if stored == 2 * measured.requests == 2 * distinct else "NOT every message once"
    yield "echo, 50 callers", _speed(measured), f"{stored} messages of {measured.requests} runs: {once}"


def _database(server: LiveServer) -> sqlite3.Connection:
    return sqlite3.connect(server.folder / "data" / "langflow.db", timeout=30)


def _database_bytes(server: LiveServer) -> int:
    with closing(_database(server)) as database:
        database.execute("PRAGMA wal_checkpoint(PASSIVE)")
        pages, free, size = (
            database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
        )
    return (pages - free) * size


def _messages_of(server: LiveServer, echo: Target) -> tuple[int, int]:
    flow_id = echo.url.rpartition("/")[2].replace("-", "")
    with closing(_database(server)) as database:
        query = "SELECT count(*), count(DISTINCT text) FROM monitor_message WHERE flow_id = ?"
        return database.execute(query, [flow_id]).fetchone()


if __name__ == "__main__":
    main()
