"""Base class for components that use a database of DataStax's Astra: which database, by which token."""

from __future__ import annotations

import importlib
from typing import Any, ClassVar

from execution.engine.authoring.component import AuthorComponent
from execution.engine.fields import BoolInput, DropdownInput, Input, SecretStrInput

DEFAULT_KEYSPACE = "default_keyspace"
PACKAGE = "astrapy"


class AstraNotInstalled(ImportError):
    """The driver is not there."""

    def __init__(self) -> None:
        super().__init__(f"Databases of Astra need the package {PACKAGE}, which is not installed.")


class AstraDBBaseComponent(AuthorComponent):
    """A component with a database; subclasses add what they do with it."""

    _base_inputs: ClassVar[list[Input]] = [
        SecretStrInput(
            name="token",
            display_name="Astra DB Application Token",
            value="ASTRA_DB_APPLICATION_TOKEN",
            required=True,
            real_time_refresh=True,
        ),
        DropdownInput(
            name="environment",
            display_name="Environment",
            options=["prod", "test", "dev"],
            value="prod",
            combobox=True,
            advanced=True,
            real_time_refresh=True,
        ),
        DropdownInput(
            name="database_name",
            display_name="Database",
            options=[],
            required=True,
            combobox=True,
            real_time_refresh=True,
        ),
        DropdownInput(name="api_endpoint", display_name="Astra DB API Endpoint", options=[], advanced=True),
        DropdownInput(name="keyspace", display_name="Keyspace", options=[], advanced=True),
        DropdownInput(
            name="collection_name", display_name="Collection", options=[], required=True, combobox=True, show=False
        ),
        BoolInput(name="autodetect_collection", display_name="Autodetect Collection", value=True, advanced=True),
    ]
    inputs = _base_inputs

    async def update_build_config(
        self, build_config: dict[str, Any], field_value: Any, field_name: str | None = None
    ) -> dict[str, Any]:
        """List the databases of a token, and the collections of a database."""
        if field_name == "token" and field_value:
            self.token = field_value
            build_config["database_name"]["options"] = list(self.get_database_list())
        if field_name == "database_name" and field_value:
            self.database_name = field_value
            build_config["api_endpoint"]["value"] = self.get_api_endpoint()
            names = self.get_database_object().list_collection_names(keyspace=self.get_keyspace())
            build_config["collection_name"] |= {"options": list(names), "show": True}
        return build_config

    @classmethod
    def get_environment(cls, environment: str | None = None) -> str:
        """Return the environment, by default the one that everybody uses."""
        return environment or "prod"

    def get_keyspace(self) -> str:
        """Return the chosen keyspace, else the one that each database has."""
        return (self.keyspace or "").strip() or DEFAULT_KEYSPACE

    def get_database_list(self) -> dict[str, dict[str, Any]]:
        """Return the databases that the token opens, by their names."""
        found = self._client().get_admin(token=self.token).list_databases()
        endpoints = {
            database.name: f"https://{database.id}-{database.region}.apps.astra.datastax.com" for database in found
        }
        return {name: {"api_endpoints": [endpoint]} for name, endpoint in endpoints.items()}

    def get_api_endpoint(self) -> str | None:
        """Return where the chosen database listens; None where no database is chosen."""
        if self.api_endpoint:
            return str(self.api_endpoint)
        if not self.database_name or str(self.database_name).startswith("https://"):
            return self.database_name or None
        found = self.get_database_list().get(self.database_name)
        return str(found["api_endpoints"][0]) if found else None

    def get_database_id(self) -> str | None:
        """Return the id in the endpoint's name; None for endpoints that are elsewhere."""
        host = str(self.get_api_endpoint() or "").partition("://")[2]
        identity = host[:36]
        return identity if host.endswith(".datastax.com") and identity.count("-") == 4 else None  # a UUID's dashes

    def get_database_object(self, api_endpoint: str | None = None) -> Any:
        """Return astrapy's database."""
        endpoint = api_endpoint or self.get_api_endpoint()
        return self._client().get_database(endpoint, token=self.token, keyspace=self.get_keyspace())

    def collection_data(self, collection_name: str, database: Any = None) -> int | None:
        """Return about how many documents a collection has; None where it cannot be asked."""
        try:
            counted = (database or self.get_database_object()).get_collection(collection_name)
            return int(counted.estimated_document_count())
        except (ValueError, OSError, RuntimeError) as error:
            self.log(f"{collection_name} cannot be counted: {error}")
            return None

    def _client(self) -> Any:
        try:
            astrapy = importlib.import_module(PACKAGE)
        except ModuleNotFoundError as error:
            raise AstraNotInstalled from error
        return astrapy.DataAPIClient(environment=self.get_environment(self.environment))
