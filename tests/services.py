"""The services that some tests need: which address they have, and whether somebody answers there.

`.ci/run` makes sure that they are there; elsewhere the tests that need one are skipped where it is not.
"""

import os
import shutil
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pymysql
import pytest

REDIS_URL = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/9")
MYSQL_URL = os.environ.get("TEST_MYSQL_URL", "mysql://root@127.0.0.1:3306")
POSTGRESQL_URL = os.environ.get("TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432")
START_SECONDS = 10.0


def answers(url: str) -> bool:
    """Does anything listen at the URL's host and port?"""
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 0), timeout=1).close()
    except OSError:
        return False
    return True


def _needed(name: str, url: str) -> pytest.MarkDecorator:
    # On the build server a service that is missing is an error, not a reason to test less.
    is_missing = os.environ.get("CI") != "true" and not answers(url)
    return pytest.mark.skipif(is_missing, reason=f"no {name} answers at {url}")


redis_is_needed = _needed("Redis", REDIS_URL)
postgresql_is_needed = _needed("PostgreSQL", POSTGRESQL_URL)
mysql_is_needed = _needed("MySQL", MYSQL_URL)
redis_server_is_needed = pytest.mark.skipif(
    os.environ.get("CI") != "true" and shutil.which("redis-server") is None, reason="redis-server is not installed"
)


@contextmanager
def own_database() -> Iterator[str]:
    """Give the URL of a PostgreSQL database of our own, dropped at the end."""
    name = f"langflow_test_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(f"{POSTGRESQL_URL}/postgres", autocommit=True, connect_timeout=3) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{POSTGRESQL_URL}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def own_mysql_database() -> Iterator[str]:
    """The same in MySQL or MariaDB."""
    parts = urlsplit(MYSQL_URL)
    name = f"langflow_test_{uuid.uuid4().hex[:8]}"
    access = {"host": parts.hostname, "port": parts.port, "user": parts.username, "password": parts.password or ""}
    with closing(pymysql.connect(**access)) as connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
        try:
            yield f"{MYSQL_URL}/{name}"
        finally:
            cursor.execute(f"DROP DATABASE {name}")


@dataclass
class OwnRedis:
    """A Redis of our own that tests may stop: it keeps nothing, so that after a restart everything is gone."""

    folder: Path
    port: int
    process: "subprocess.Popen[bytes] | None" = field(default=None)

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        command = ["redis-server", *options, "--dir", str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + START_SECONDS
        while not answers(self.url):
            assert time.monotonic() < deadline, "Redis did not start."
            time.sleep(0.02)

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None
