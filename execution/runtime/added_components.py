"""The operator's own components, loaded once per process from where the settings say."""

import logging
from functools import cache

from django.conf import settings

from execution.components.added import AddedComponents, load_added

logger = logging.getLogger(__name__)


@cache
def added_components() -> AddedComponents:
    """Return what the operator added. What fails to load is in the log, and in `manage.py components`."""
    found = load_added(settings.LANGFLOW.COMPONENTS_PATH)
    for problem in found.problems:
        logger.warning("A component was not loaded. %s", problem)
    return found
