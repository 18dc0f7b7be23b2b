"""Read what a model wrote: JSON, alone or somewhere in its text."""

import json
import re
from typing import Any

from execution.components.language_models.errors import AnswerNotJson

_FENCED = re.compile(r"```(?:json)?\s*(.*?)```", re.DOTALL)
_OPENING = re.compile(r"[{\[]")
LONGEST_QUOTE = 200


def json_in(text: str) -> Any:
    """Return the JSON of an answer: all of it, else the first fenced block or object; raise AnswerNotJson."""
    decoder = json.JSONDecoder()
    for candidate in (text, *_FENCED.findall(text), *(text[found.start() :] for found in _OPENING.finditer(text))):
        try:
            return decoder.raw_decode(candidate.strip())[0]
        except ValueError:
            continue
    raise AnswerNotJson(said=text[:LONGEST_QUOTE])
