"""YAML as clients know it from PyYAML's own emitter, written by libyaml where both write the same."""

from typing import Any

import yaml

TOLD_APART = ('"', "'':")
"""What stands in texts that the two emitters lay out differently: folded texts in double quotes, and empty keys."""
_FAST: Any = getattr(yaml, "CSafeDumper", None)


def yaml_text(value: Any) -> str:
    """Return what `yaml.safe_dump` returns, many times faster for texts that need no escapes."""
    text = _fast_text(value)
    return yaml.safe_dump(value) if text is None else text


def _fast_text(value: Any) -> str | None:
    """Return what libyaml writes; None where PyYAML's own emitter is needed."""
    if _FAST is None:
        return None
    try:
        text: str = yaml.dump(value, Dumper=_FAST)
    except UnicodeEncodeError:  # halves of surrogate pairs, which UTF-8 does not know
        return None
    return None if any(mark in text for mark in TOLD_APART) else text
