"""Indexes that answer a question by themselves."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement


class CoveringIndex(models.Index):
    """An index that holds the columns of `include`, too: they are filtered by without a look at the rows.

    PostgreSQL keeps them beside the key. SQLite, whose rows are read from their beginning to the column that is
    wanted, gets them as the key's last columns, and those of `wide` after them, which are too long for the indexes of
    others. Elsewhere both are left out.
    """

    def __init__(self, *expressions: Any, wide: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*expressions, **options)
        self.wide = tuple(wide)

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        path, expressions, options = super().deconstruct()
        return path, expressions, {**options, "wide": self.wide} if self.wide else options

    def create_sql(
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor, using: str = "", **options: Any
    ) -> Statement:
        if schema_editor.connection.vendor != "sqlite":
            return super().create_sql(model, schema_editor, using, **options)
        fields = [f"-{name}" if order else name for name, order in self.fields_orders]
        wider = models.Index(fields=[*fields, *self.include, *self.wide], name=self.name)
        return wider.create_sql(model, schema_editor, using, **options)
