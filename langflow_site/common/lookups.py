"""Questions about columns that every database answers alike, and each in its fastest way."""

import re
from typing import Any

from django.db.models.lookups import Contains

GLOB_MARKS = re.compile(r"[*?[]")


class Holds(Contains):
    """Does the text stand in the column, letter for letter? To be filtered by: `filter(Holds(F("content"), text))`.

    SQLite's LIKE takes upper for lower case, and PostgreSQL's takes longer than a search for a text.
    """

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, parameters = self.process_lhs(compiler, connection)
        literal = GLOB_MARKS.sub(r"[\g<0>]", self.rhs)
        return f"{column} GLOB %s", [*parameters, f"*{literal}*"]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, parameters = self.process_lhs(compiler, connection)
        return f"STRPOS({column}, %s) > 0", [*parameters, self.rhs]
