"""The server's own settings, and a bare view to compare with in the same process."""

from langflow_site.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.urls"
