"""The one door through which pandas enters the engine: on first use, with a clear error where it is missing."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

from execution.engine.values.errors import ExtraNotInstalled


def pandas() -> ModuleType:
    """Return the pandas module; say which extra to install where it is missing."""
    try:
        return importlib.import_module("pandas")
    except ModuleNotFoundError as error:
        raise ExtraNotInstalled(package="pandas", extra="dataframe") from error


def is_pandas_frame(value: Any) -> bool:
    """Return whether `value` is a pandas frame, without loading pandas to find out."""
    loaded = sys.modules.get("pandas")
    return loaded is not None and isinstance(value, loaded.DataFrame)
