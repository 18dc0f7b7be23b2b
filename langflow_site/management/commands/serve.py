"""`manage.py serve`: make everything ready, say how to sign in, serve until told to stop."""

import os
import socket
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection

from langflow_site import startup, workers

BACKLOG = 1024


class Command(BaseCommand):
    help = "Migrate, load the starter flows and serve on LANGFLOW_HOST:LANGFLOW_PORT."
    requires_system_checks = ()  # only what a start can fail by; `manage.py check` and `make test` ask the rest

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=settings.LANGFLOW.HOST)
        parser.add_argument("--port", type=int, default=settings.LANGFLOW.PORT)
        parser.add_argument("--workers", type=int, default=settings.LANGFLOW.WORKERS, help="Processes on one socket.")

    def handle(self, *args: Any, **options: Any) -> None:
        listener = _bound(options["host"], options["port"])
        _make_folder(settings.LANGFLOW.CONFIG_DIR)
        try:
            startup.prepare()
        except DatabaseError as error:
            reason = " ".join(str(error).split())
            raise CommandError(f"The database {connection.settings_dict['NAME']} cannot be used: {reason}") from None
        for line in startup.greeting(_address(options["host"], options["port"])):
            self.stdout.write(line)
        self.stdout.flush()
        workers.serve(listener, options["workers"])


def _bound(host: str, port: int) -> socket.socket:
    """Take the port at once: a second server fails before it touches the database, early callers wait."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setblocking(False)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        raise CommandError(
            f"Cannot listen on {host}:{port} ({error.strerror or error}); set LANGFLOW_HOST and LANGFLOW_PORT."
        ) from None
    return listener


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise CommandError(
            f"Cannot make the data folder {folder} ({error.strerror}); set LANGFLOW_CONFIG_DIR."
        ) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CommandError(f"Cannot write to the data folder {folder}; set LANGFLOW_CONFIG_DIR.")


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
