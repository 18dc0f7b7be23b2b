"""What happens before the first request: the database's shape, the first user, the starter flows, the greeting."""

from collections.abc import Iterator

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import get_resolver

from accounts.services.provisioning import ensure_superuser
from execution.runtime.added_components import added_components
from flows.services import load_starter_flows
from langflow_site.views import API_VERSION


def prepare() -> None:
    """Bring the database up to date; safe to call at every start."""
    _reach_database()
    get_resolver().url_patterns  # noqa: B018 - loads every view now: an error stops the start, not the first request
    _migrate()
    ensure_superuser()
    if settings.LANGFLOW.CREATE_STARTER_PROJECTS:
        load_starter_flows()
    added_components()  # says now, not at the first request, which of the operator's components do not load


def _reach_database() -> None:
    """Connect once past the pool, which would wait and then not say what is wrong."""
    if connection.vendor == "postgresql":
        with connection.wrap_database_errors:
            connection.Database.connect(**connection.get_connection_params()).close()  # type: ignore[attr-defined]  # missing in the stubs


def _migrate() -> None:
    """Run the migrations if any is missing: Django's command takes half a second to find out that none is."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def greeting(address: str) -> Iterator[str]:
    """Say where the server is and how to sign in."""
    options = settings.LANGFLOW
    yield f"Serving Langflow's API {API_VERSION} at {address} (documentation: {address}/docs)"
    if options.FRONTEND_PATH:
        yield f"The editor: {address}"
    if options.AUTO_LOGIN:
        yield f"Auto login is on: everyone who reaches this address is '{options.SUPERUSER}'."
        yield f"A token:   curl {address}/api/v1/auto_login"
    else:
        yield f"Auto login is off: sign in as '{options.SUPERUSER}' or another user."
        yield f"A token:   curl {address}/api/v1/login -d username={options.SUPERUSER} -d password=..."
    yield f"An API key for programs:   manage.py create_api_key {options.SUPERUSER}"
