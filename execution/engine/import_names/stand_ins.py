"""Small parts of packages that existing components import beside Langflow's own, for where the package is missing."""

from __future__ import annotations

from collections.abc import Mapping

STAND_INS: Mapping[str, Mapping[str, str]] = {
    "fastapi": {},
    "fastapi.encoders": {"jsonable_encoder": "execution.engine.authoring.conversions:jsonable_encoder"},
    "loguru": {"logger": "execution.engine.authoring.logs:brace_logger"},
}
"""Module -> name -> where it lives. An installed package goes before."""
STAND_IN_ROOTS = frozenset(module.partition(".")[0] for module in STAND_INS)
