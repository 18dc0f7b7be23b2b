"""Field types and base classes for every app's models."""

import json
import re
import uuid
import zlib
from typing import TYPE_CHECKING, Any

import orjson
from django.db import models

from langflow_site.common.errors import NestedTooDeeply


class UUIDModel(models.Model):
    """A row named by a random UUID, so that its id tells nothing and may come from another server."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


if TYPE_CHECKING:
    _CharField = models.CharField[Any, Any]
    _TextField = models.TextField[Any, Any]
    _BinaryField = models.BinaryField[Any, Any]
else:
    _CharField = models.CharField
    _TextField = models.TextField
    _BinaryField = models.BinaryField

UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
"""PostgreSQL has no NUL in texts, and no database has halves of surrogate pairs."""


def storable_text(text: str) -> str:
    """Return the text with a replacement mark for each character that some database refuses."""
    if text.isascii() and "\0" not in text:
        return text
    return UNSTORABLE.sub("\ufffd", text)


def is_storable_json(value: Any) -> bool:
    """Are all texts inside of the value such as every database takes?"""
    left = [value]
    while left:  # no recursion: the value may be nested as deeply as a body can be
        match left.pop():
            case str(text) if UNSTORABLE.search(text):
                return False
            case dict(items):
                left += [*items, *items.values()]
            case list(items):
                left += items
    return True


class RecordTextField(_TextField):
    """A text that a run produced: whatever it is, it must not keep the run from being stored."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return storable_text(value) if isinstance(value, str) else value


class RecordCharField(_CharField):
    """The same for a name: a longer one is cut, on every database alike. Looking it up cuts it the same way."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return storable_text(value)[: self.max_length] if isinstance(value, str) else value


class DocumentField(_TextField):
    """JSON kept as text: what was stored comes back with the same keys in the same order, on every database.

    PostgreSQL's `jsonb` sorts keys and drops doubles, and nobody queries inside flow documents or messages.
    """

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Any:
        return None if value is None else loads(value)

    def to_python(self, value: Any) -> Any:
        return value

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else dumps(value)

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""


class PackedDocumentField(_BinaryField):
    """The same, compressed: for records that repeat themselves and that nobody reads but a few people."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"editable": False, **options})

    def from_db_value(self, value: Any, expression: object, connection: object) -> Any:
        return None if value is None else loads(zlib.decompress(value).decode())

    def to_python(self, value: Any) -> Any:
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        packed = None if value is None else zlib.compress(dumps(value).encode(), level=1)
        return super().get_db_prep_value(packed, connection, prepared)

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else dumps(value)


def dumps(value: Any) -> str:
    """Return the value as compact JSON text."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        # orjson refuses integers over 64 bits and lone surrogates, which a user's JSON may hold.
        # The space in front tells `loads`, since orjson would read such integers back as floats.
        return " " + _slow_dumps(value)


def _slow_dumps(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    except RecursionError:
        raise NestedTooDeeply from None


def loads(text: str) -> Any:
    if text.startswith(" "):
        return json.loads(text)
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text)
