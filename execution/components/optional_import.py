"""The one door through which packages of an extra enter: on first use, with an error that names the extra."""

import importlib
from types import ModuleType

from execution.engine.values.errors import ExtraNotInstalled


def optional_import(module: str, *, extra: str) -> ModuleType:
    """Return the module; raise ExtraNotInstalled when its package is missing."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        # A package that is there but broken names another module; hiding that would send the user the wrong way.
        if error.name is None or error.name.partition(".")[0] != module.partition(".")[0]:
            raise
        raise ExtraNotInstalled(package=module, extra=extra) from error
