"""Names that must not be taken: the next free numbered form."""

import re
from collections.abc import Collection


def numbered(name: str, taken: Collection[str], form: str = "{name} ({number})") -> str:
    """Return the name, or its numbered form after the highest number taken."""
    if name not in taken:
        return name
    opening, closing = form.format(name=name, number="\0").split("\0")
    pattern = re.compile(re.escape(opening) + r"([0-9]{1,9})" + re.escape(closing))
    numbers = (int(found[1]) for other in taken if (found := pattern.fullmatch(other)))
    return form.format(name=name, number=1 + max(numbers, default=0))
