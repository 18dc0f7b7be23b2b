"""Field types and base classes for every app's models."""

import json
import re
import uuid
import zlib
from collections.abc import Iterable, Mapping, Sequence
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


class SearchedField(RecordCharField):
    """The beginnings of other columns, in lower case, in one. Older migrations name it; no model has one any more."""

    def __init__(self, *args: Any, of: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **{"editable": False, "default": "", **options})
        self.of = tuple(of)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "of": self.of}


def searched_text(values: Iterable[Any]) -> str:
    """Return the values as searches look into them: in lower case, in one text."""
    return "\n".join(map(str, values)).lower()


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


class StoredDocument:
    """A document as the text that is stored, to stand in an answer as it is."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def with_members(self, members: Mapping[str, Any]) -> "StoredDocument":
        """Return the object with these members, at least one, that it does not have yet."""
        text = self.text.strip()
        separator = "" if text == "{}" else ","
        return StoredDocument(text[:-1] + separator + dumps(members).strip()[1:])


class StoredDocumentField(_TextField):
    """What `as_stored` reads."""

    def from_db_value(self, value: str | None, expression: object, connection: object) -> StoredDocument | None:
        return None if value is None else StoredDocument(value)


class WrittenIdField(_TextField):
    """What `as_written` reads."""

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        if value is None or len(value) > 32:
            return value
        return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"


class _WrittenId(models.ExpressionWrapper):
    """PostgreSQL writes ids itself; its driver would make objects of them."""

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        sql, parameters = self.as_sql(compiler, connection)
        return f"{sql}::text", parameters


def as_written(name: str) -> models.ExpressionWrapper:
    """Return the column of a UUIDField, to be read as answers write it, in a fifth of the time."""
    return _WrittenId(models.F(name), output_field=WrittenIdField())


def as_stored(name: str) -> models.ExpressionWrapper:
    """Return the column of a DocumentField, to be read without making objects of it."""
    return models.ExpressionWrapper(models.F(name), output_field=StoredDocumentField())


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
    return encoded(value).decode()


def encoded(value: Any) -> bytes:
    """Return the same in UTF-8."""
    try:
        return orjson.dumps(value, default=_as_fragment)
    except TypeError:
        # orjson refuses integers over 64 bits and lone surrogates, which a user's JSON may hold.
        # The space in front tells `loads`, since orjson would read such integers back as floats.
        return b" " + _slow_dumps(value).encode()


def _slow_dumps(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=True, separators=(",", ":"), default=_as_objects)
    except RecursionError:
        raise NestedTooDeeply from None


def _as_fragment(value: object) -> orjson.Fragment:
    if isinstance(value, StoredDocument):
        return orjson.Fragment(value.text)
    raise TypeError(f"{type(value).__name__} is not JSON")


def _as_objects(value: object) -> Any:
    match value:
        case StoredDocument():
            return loads(value.text)
        case uuid.UUID():
            return str(value)
        case _:
            raise TypeError(f"{type(value).__name__} is not JSON")


def loads(text: str) -> Any:
    if text.startswith(" "):
        return json.loads(text)
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text)
