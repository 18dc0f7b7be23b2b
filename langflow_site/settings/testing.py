"""Settings of the tests: the developer's environment does not leak in, and everything shares the test's connection.

`TEST_DATABASE_URL` names another database than SQLite in memory, for example a PostgreSQL.
"""

import importlib
import os
from types import ModuleType

for _name in [name for name in os.environ if name.startswith("LANGFLOW_")]:
    del os.environ[_name]
os.environ.update(
    LANGFLOW_ENV_FILE=os.devnull,
    LANGFLOW_SECRET_KEY="tests-only-secret-key-of-a-decent-length-0123456789",
    LANGFLOW_DATABASE_URL=os.environ.get("TEST_DATABASE_URL", "sqlite:///:memory:"),
    LANGFLOW_AUTO_LOGIN="false",
    LANGFLOW_DATABASE_THREADS="0",
    LANGFLOW_STORE_ENVIRONMENT_VARIABLES="false",
    LANGFLOW_LOGIN_ATTEMPTS_PER_MINUTE="100000",
)

from langflow_site import settings  # noqa: E402 - the lines above must come first
from langflow_site.settings import database, files, langflow, logs, rest  # noqa: E402

# Importing this module imported its package, which read the environment as it was before: read it again.
for _module in (langflow, database, files, logs, rest, settings):
    importlib.reload(_module)

from langflow_site.settings import *  # noqa: E402, F403

LANGFLOW: ModuleType = langflow  # type: ignore[no-redef]  # mypy's Django plugin does not see names behind a star

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a slow hash would be most of the tests' time
ALLOWED_HOSTS = ["testserver"]
STORAGES = {**files.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
