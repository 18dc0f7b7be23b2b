"""One row of everything that can be a user's, made from the models themselves: a new model is covered at once."""

import uuid
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, models
from django.utils import timezone

from accounts.models import User
from files.knowledge.vectors import VectorField
from files.models import StoredFile

Model = type[models.Model]

VALUES: dict[type[models.Field], Any] = {
    VectorField: [0.5, 0.25],
    models.BinaryField: b"x",
    models.BooleanField: True,
    models.DateTimeField: timezone.now(),
    models.FloatField: 1.5,
    models.IntegerField: 1,
    models.JSONField: {"a": 1},
}
"""For fields that want a value and have none by themselves."""


@cache
def owned_models() -> list[Model]:
    """Return every model from which a chain of foreign keys leads to a user, those first that others point to."""
    found: list[Model] = []
    everything = apps.get_models(include_auto_created=True)
    while added := [model for model in everything if model not in found and _owners(model, found)]:
        found += added
    return found


def _owners(model: Model, owned: list[Model]) -> list[models.ForeignKey]:
    """Return the model's ways to a user."""
    keys = (field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey))
    return [key for key in keys if key.related_model is User or key.related_model in owned]


def one_of_everything(user: User) -> list[models.Model]:
    """Store a row of each model for the user, with bytes where it has some."""
    made: dict[Model, models.Model] = {User: user}
    for model in owned_models():
        made[model] = _stored(model, made)
        if isinstance(made[model], StoredFile):
            default_storage.save(made[model].key, ContentFile(b"bytes"))
    return list(made.values())


def _stored(model: Model, made: dict[Model, models.Model]) -> models.Model:
    row = model()
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            setattr(row, field.name, _pointed_at(field, model, made))
        elif not field.null and not field.has_default() and not isinstance(field, models.AutoField):
            setattr(row, field.name, _value_for(field))
    row.save(force_insert=True)
    return row


def _pointed_at(field: models.ForeignKey, model: Model, made: dict[Model, models.Model]) -> models.Model | None:
    """Return the user's row, also where a key may be empty; something new where nobody owns what is meant."""
    if field.related_model is model:
        return None
    return made.get(field.related_model) or _stored(field.related_model, made)


def _value_for(field: models.Field) -> Any:
    if field.choices:
        return field.choices[0][0]
    if field.primary_key:
        return uuid.uuid4().int >> 65  # a number that no other row has, of 63 bits
    if isinstance(field, models.UUIDField):
        return uuid.uuid4()
    if isinstance(field, models.CharField | models.TextField):
        return uuid.uuid4().hex[: field.max_length]
    return next(value for kind, value in VALUES.items() if isinstance(field, kind))


def tables_that_name(*ids: uuid.UUID) -> Iterator[str]:
    """Give each table in which one of the ids still stands, in whatever column."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            stored = str(cursor.fetchall())
            if any(form in stored for given in ids for form in (given.hex, str(given))):
                yield table
