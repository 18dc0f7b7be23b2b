"""The fake provider and components in a run beside it."""

from tests.execution.components.fake_providers import bound, provider

__all__ = ["bound", "provider"]
