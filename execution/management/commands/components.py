"""List the components, check each against what components must fulfil, or draw the catalogue's index anew."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from execution.catalogue import prebuilt
from execution.components.expectations import problems_of
from execution.components.registry import all_components
from execution.engine.component import Component
from execution.runtime.added_components import added_components

OWN = "this server"


class Command(BaseCommand):
    help = "List the components: type, category, display name, extra to install, origin."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="check every component instead of listing them")
        parser.add_argument("--rebuild", action="store_true", help="draw the index of the catalogue anew")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rebuild"]:
            self.stdout.write(f"The index of the catalogue has {prebuilt.rebuild():,} bytes.")
        elif options["check"]:
            self._check()
        else:
            self._list()

    def _list(self) -> None:
        rows = [
            (component.name, category, component.display_name, component.extra or "-", origin)
            for category, component, origin in _everything()
        ]
        rows.insert(0, ("TYPE", "CATEGORY", "NAME", "EXTRA", "FROM"))
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        for row in rows:
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        for problem in added_components().problems:
            self.stderr.write(f"Not loaded: {problem}")

    def _check(self) -> None:
        found = [
            *(
                f"{type_name} {problem}."
                for _, type_name, component in all_components()
                for problem in problems_of(type_name, component)
            ),
            *(f"Not loaded: {problem}" for problem in added_components().problems),
        ]
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write("Every component is as it must be.")


def _everything() -> Iterator[tuple[str, type[Component], str]]:
    """Yield category, class and origin of every component."""
    for category, _, component in all_components():
        yield category, component, OWN
    for added in added_components().by_type.values():
        yield added.category, added.component, added.place
