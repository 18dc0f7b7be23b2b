"""Typed readers of environment variables. A wrong value stops the start with one clear line.

Values come from the process environment, else from a `.env` file (see `load_env_file`).
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = frozenset({"1", "true", "yes", "on", "t", "y"})
FALSE_WORDS = frozenset({"0", "false", "no", "off", "f", "n"})


def load_env_file(path: Path) -> None:
    """Put the `NAME=value` lines of the file into the environment; the environment wins."""
    if not path.is_file():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = line.strip().removeprefix("export ")
        if not text or text.startswith("#"):
            continue
        name, separator, value = text.partition("=")
        if not separator or not name.strip():
            raise ImproperlyConfigured(f"{path}:{number}: expected NAME=value, found '{text}'.")
        os.environ.setdefault(name.strip(), _unquoted(value.strip()))


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value.partition(" #")[0].rstrip()


def text(name: str, *, default: str = "") -> str:
    """Return the variable's text; an empty value counts as not set."""
    return os.environ.get(name, "") or default


def boolean(name: str, *, default: bool) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value in TRUE_WORDS:
        return True
    if value in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, not '{value}'.")


def optional_boolean(name: str) -> bool | None:
    """Return None where nothing is set: that may mean something else than true and false."""
    return boolean(name, default=False) if text(name) else None


def integer(name: str, *, default: int, minimum: int = 0, maximum: int | None = None) -> int:
    value = text(name)
    if not value:
        return default
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not '{value}'.") from None
    if number < minimum or (maximum is not None and number > maximum):
        bounds = f"at least {minimum}" if maximum is None else f"between {minimum} and {maximum}"
        raise ImproperlyConfigured(f"{name} must be {bounds}, not {number}.")
    return number


def number(name: str, *, default: float, minimum: float = 0.0) -> float:
    value = text(name)
    if not value:
        return default
    try:
        result = float(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a number, not '{value}'.") from None
    if result < minimum:
        raise ImproperlyConfigured(f"{name} must be at least {minimum}, not {value}.")
    return result


def choice(name: str, *, default: str, options: tuple[str, ...]) -> str:
    value = text(name, default=default).lower()
    if value not in options:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(options)}, not '{value}'.")
    return value


def words(name: str, *, default: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return a comma-separated list, blanks removed."""
    value = text(name)
    if not value:
        return default
    return tuple(word.strip() for word in value.split(",") if word.strip())
