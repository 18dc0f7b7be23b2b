"""Settings of the tests: the developer's environment does not leak in, and everything shares the test's connection."""

import os
from types import ModuleType

for _name in [name for name in os.environ if name.startswith("LANGFLOW_")]:
    del os.environ[_name]
os.environ.update(
    LANGFLOW_ENV_FILE=os.devnull,
    LANGFLOW_SECRET_KEY="tests-only-secret-key-of-a-decent-length-0123456789",
    LANGFLOW_DATABASE_URL="sqlite:///:memory:",
    LANGFLOW_AUTO_LOGIN="false",
    LANGFLOW_DATABASE_THREADS="0",
    LANGFLOW_LOGIN_ATTEMPTS_PER_MINUTE="100000",
)

from langflow_site.settings import *  # noqa: E402, F403 - the lines above must come first
from langflow_site.settings import langflow  # noqa: E402

LANGFLOW: ModuleType = langflow

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a slow hash would be most of the tests' time
ALLOWED_HOSTS = ["testserver"]
